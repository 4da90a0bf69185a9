import { type Instant, type SyncErrorCode, type UserKey, epochMsOf } from '@twinfolder/core'

import type { LinkAttempt, LinkRefusal, LinkStore, RememberedUpload } from '../ports/link-store.ts'

/** A {@link LinkStore} in memory. */
export function memoryLinkStore(): LinkStore {
  const attempts = new Map<string, LinkAttempt>()
  const grants = new Map<string, string>()
  const refusals = new Map<string, LinkRefusal>()
  const checks = new Map<string, Instant>()
  const uploads = new Map<string, { readonly made: RememberedUpload; readonly until: Instant }>()
  const looks = new Map<string, Instant>()
  const troubles = new Map<string, SyncErrorCode>()
  return {
    async putAttempt(attempt) {
      attempts.set(attempt.stateHash, attempt)
    },
    async takeAttempt(stateHash) {
      const attempt = attempts.get(stateHash) ?? null
      attempts.delete(stateHash)
      return attempt
    },
    peekAttempt: async (stateHash) => attempts.get(stateHash) ?? null,
    async putGrant(linkId, sealedRefreshToken) {
      grants.set(linkId, sealedRefreshToken)
    },
    getGrant: async (linkId) => grants.get(linkId) ?? null,
    async deleteGrant(linkId) {
      grants.delete(linkId)
    },
    async grants({ after, limit }) {
      const rows = [...grants].filter(([linkId]) => after === null || linkId > after)
      return rows
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([linkId, sealedRefreshToken]) => ({ linkId, sealedRefreshToken }))
    },
    async replaceGrant({ linkId, sealedRefreshToken }, next) {
      if (grants.get(linkId) !== sealedRefreshToken) return false
      grants.set(linkId, next)
      return true
    },
    async setRefusal(user, refusal) {
      if (refusal) refusals.set(userText(user), refusal)
      else refusals.delete(userText(user))
    },
    getRefusal: async (user) => refusals.get(userText(user)) ?? null,
    async noteChecked(linkId, at, lookAt) {
      const before = checks.get(linkId)
      if (before !== undefined && epochMsOf(at) <= epochMsOf(before)) return
      checks.set(linkId, at)
      looks.set(linkId, lookAt)
    },
    checkedAt: async (linkId) => checks.get(linkId) ?? null,
    async dueLooks(now, limit) {
      const due = [...looks].filter(([, at]) => epochMsOf(at) <= epochMsOf(now))
      return due
        .sort(([, a], [, b]) => epochMsOf(a) - epochMsOf(b))
        .slice(0, limit)
        .map(([linkId]) => linkId)
    },
    async setLook(linkId, lookAt) {
      if (lookAt === null) looks.delete(linkId)
      else looks.set(linkId, lookAt)
    },
    async setTrouble(linkId, code) {
      if (code === null) troubles.delete(linkId)
      else troubles.set(linkId, code)
    },
    troubleOf: async (linkId) => troubles.get(linkId) ?? null,
    async rememberUpload(scope, idempotencyKey, made, until) {
      uploads.set(JSON.stringify([scope, idempotencyKey]), { made, until })
    },
    async rememberedUpload(scope, idempotencyKey, now) {
      const upload = uploads.get(JSON.stringify([scope, idempotencyKey]))
      return upload && Date.parse(upload.until) > Date.parse(now) ? upload.made : null
    },
  }
}

function userText({ tenantId, userId }: UserKey): string {
  return JSON.stringify([tenantId, userId])
}
