import type { ResumableUpload, UploadStore } from '../ports/upload-store.ts'

/** An {@link UploadStore} in memory. */
export function memoryUploadStore(): UploadStore {
  const uploads = new Map<string, ResumableUpload>()
  const change = (id: string, patch: Partial<ResumableUpload>): ResumableUpload | null => {
    const upload = uploads.get(id)
    if (!upload) return null
    const changed = { ...upload, ...patch }
    uploads.set(id, changed)
    return changed
  }
  return {
    async begin(upload, { atMost, now }) {
      const known = [...uploads.values()].find((other) => keyOf(other) === keyOf(upload))
      if (known) return known
      const open = [...uploads.values()].filter(
        ({ user, fileId, expiresAt }) =>
          fileId === null &&
          Date.parse(expiresAt) > Date.parse(now) &&
          user.tenantId === upload.user.tenantId &&
          user.userId === upload.user.userId,
      )
      if (open.length >= atMost) return null
      uploads.set(upload.id, upload)
      return upload
    },
    get: async (id) => uploads.get(id) ?? null,
    async append(id, offsetBytes, part) {
      const upload = uploads.get(id)
      if (!upload || upload.offsetBytes !== offsetBytes || upload.fileId !== null) return null
      return change(id, { offsetBytes: offsetBytes + part.sizeBytes, parts: [...upload.parts, part] })
    },
    async finish(id, fileId) {
      change(id, { fileId, parts: [] })
    },
    async remove(id) {
      uploads.delete(id)
    },
    async expired(now, limit) {
      const isExpired = ({ expiresAt }: ResumableUpload): boolean => Date.parse(expiresAt) <= Date.parse(now)
      return [...uploads.values()].filter(isExpired).slice(0, limit)
    },
    async partsAmong(blobIds) {
      const all = new Set([...uploads.values()].flatMap(({ parts }) => parts.map(({ blobId }) => blobId)))
      return new Set(blobIds.filter((id) => all.has(id)))
    },
  }
}

function keyOf({ user, record, idempotencyKey }: ResumableUpload): string {
  return JSON.stringify([user.tenantId, user.userId, record.module, record.id, idempotencyKey])
}
