import { newToken } from '../ids.ts'
import type { CommitInfo } from './commit-info.ts'
import type { EmulatorState } from './emulator-state.ts'

/** An address that works without a token for whoever knows it. */
export type WebLink =
  | {
      /** Reads one version of a file for four hours. */
      readonly type: 'temporary'
      readonly accountId: string
      readonly rev: string
      readonly name: string
      readonly expiresAt: number
    }
  | {
      /** Takes one upload. */
      readonly type: 'upload'
      readonly accountId: string
      readonly appKey: string
      readonly commit: CommitInfo
      readonly expiresAt: number
      isUsed: boolean
    }
  | {
      /** A link that the owner gives to others. Leads to what has this id now. */
      readonly type: 'shared'
      readonly accountId: string
      readonly appKey: string
      readonly entryId: string
      readonly url: string
      readonly password: string | null
      readonly audience: 'public' | 'no_one'
      readonly allowsDownload: boolean
      readonly createdAt: number
      /** `null` is never. */
      readonly expiresAt: number | null
    }

/** Four hours. */
export const temporaryLinkLifetimeMs = 4 * 60 * 60 * 1000

/** Remembers a link. @returns the secret part of its address */
export function addWebLink(state: EmulatorState, link: WebLink, secret = newToken('', 32)): string {
  state.webLinks.set(secret, link)
  state.changes.touch()
  return secret
}
