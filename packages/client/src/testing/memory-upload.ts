import type { FileEntry } from '@twinfolder/protocol'

import type { AdapterUpload } from '../sync-adapter.ts'
import { writable } from './memory-access.ts'
import type { MemoryWorld } from './memory-world.ts'
import { recordView } from './record-settings.ts'
import { refusal } from './refusal.ts'

const CHUNKS = 4

/** Uploads into a {@link MemoryWorld}. The same key gives the same file. */
export function memoryUploads(world: MemoryWorld) {
  const byKey = new Map<string, FileEntry>()
  /** Bytes of uploads that are not whole yet. */
  const arrived = new Map<string, number>()
  let received = 0

  /** @param pause waits between two chunks, and throws when the user walks away or the network does */
  async function upload(
    { record: ref, folder, name, body, idempotencyKey }: AdapterUpload,
    pause: () => Promise<void>,
    onProgress: (sentBytes: number) => void,
  ): Promise<FileEntry> {
    const record = writable(world, ref)
    const { capabilities, maxFileBytes } = recordView(record.settings, ref, world.syncOf(record))
    if (!capabilities.upload) throw refusal('upload_unsupported')
    if (!isName(name)) throw refusal('name_invalid')
    if (body.size > maxFileBytes) throw refusal('file_too_large', { limitBytes: maxFileBytes })
    const known = byKey.get(idempotencyKey)
    const chunkBytes = Math.max(1, Math.ceil(body.size / CHUNKS))
    for (let sent = known ? body.size : (arrived.get(idempotencyKey) ?? 0); ;) {
      onProgress(sent)
      if (sent >= body.size) break
      if (sent > 0) await pause()
      const next = Math.min(body.size, sent + chunkBytes)
      received += next - sent
      sent = next
      arrived.set(idempotencyKey, sent)
    }
    arrived.delete(idempotencyKey)
    if (known) return known
    const isEnrolled = record.sync.phase !== 'notEnrolled'
    const entry = record.add({
      name,
      folder,
      content: body,
      mediaType: body.type || undefined,
      updatedAt: world.now(),
      sync: isEnrolled ? 'waiting' : null,
    })
    byKey.set(idempotencyKey, entry)
    world.changed(record)
    if (isEnrolled && record.sync.phase === 'settled') world.runScript(record, ref)
    return entry
  }

  return {
    upload,
    /** What a cancelled upload leaves is deleted. */
    cancel: (idempotencyKey: string) => arrived.delete(idempotencyKey),
    receivedBytes: () => received,
  }
}

/** Whether a file or folder can have this name. */
export function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && name.length <= 255 && !/[/\0]/.test(name)
}
