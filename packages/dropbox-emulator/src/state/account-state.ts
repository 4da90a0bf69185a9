import type { Clock } from '../clock.ts'
import { newAccountId, newEntryId, newNumericId } from '../ids.ts'
import type { Switches } from '../switches.ts'
import type { Entry, FolderEntry } from './entry.ts'
import type { FeedEvent } from './feed.ts'
import { quotaOf } from './plan.ts'
import type { Plan } from './plan.ts'
import type { Revision } from './revision.ts'

/** Who an account belongs to. */
export interface Profile {
  readonly accountId: string
  /** Legacy numeric user id. */
  readonly uid: string
  readonly email: string
  readonly displayName: string
  readonly locale: string
  readonly country: string
}

/** An app that may enter this account, as the owner's list of connected apps shows it. */
export interface AppLink {
  readonly appKey: string
  /** The app folder's namespace; `null` for apps that see the whole account. */
  readonly namespaceId: string | null
  scopes: readonly string[]
  readonly linkedAt: number
}

/** Where something was deleted: what `include_deleted` shows. */
export interface Tombstone {
  readonly namespaceId: string
  readonly path: string
  readonly at: number
}

/** One whole Dropbox: a tree of entries, the history of its files and the feed of its changes. */
export interface AccountState {
  readonly profile: Profile
  plan: Plan
  quotaBytes: number
  usedBytes: number
  /** Dropbox has suspended the account: calls answer 401 `user_suspended`. */
  isSuspended: boolean
  /** Whether the owner has confirmed the email address; links can be made only then. */
  isEmailVerified: boolean
  /** Cursors made in an earlier epoch are expired. */
  cursorEpoch: number
  readonly root: FolderEntry
  readonly rootNamespaceId: string
  /** Namespace roots by id; an app folder stays here after its owner has deleted it. */
  readonly namespaces: Map<string, FolderEntry>
  readonly entriesById: Map<string, Entry>
  readonly revisions: Map<string, Revision>
  /** Revisions of a path, oldest first, by {@link placeKey}. */
  readonly revisionsByPlace: Map<string, Revision[]>
  /** By {@link placeKey}. */
  readonly tombstones: Map<string, Tombstone>
  /** Ids of files that nobody may read any more, for legal reasons. */
  readonly restrictedIds: Set<string>
  readonly feed: FeedEvent[]
  readonly links: Map<string, AppLink>
  /** Namespace of each app folder by app key. It stays when the app is revoked: linking again finds the files. */
  readonly appFolders: Map<string, string>
  readonly clock: Clock
  readonly switches: Switches
}

export interface NewAccount {
  readonly email: string
  /** @default 'basic' */
  readonly plan?: Plan | undefined
  /** @default made from the email address: `sofie.peeters@…` is Sofie Peeters */
  readonly displayName?: string | undefined
  /** @default by plan: 2 GB, 2 TB, 3 TB, 9 TB */
  readonly quotaBytes?: number | undefined
  /** @default 'en' */
  readonly locale?: string | undefined
  /** @default 'BE' */
  readonly country?: string | undefined
}

export function newAccountState(account: NewAccount, clock: Clock, switches: Switches): AccountState {
  const plan = account.plan ?? 'basic'
  const rootNamespaceId = newNumericId()
  const root = newFolder('', null, rootNamespaceId)
  return {
    profile: {
      accountId: newAccountId(),
      uid: newNumericId(),
      email: account.email,
      displayName: account.displayName ?? nameFromEmail(account.email),
      locale: account.locale ?? 'en',
      country: account.country ?? 'BE',
    },
    plan,
    quotaBytes: account.quotaBytes ?? quotaOf(plan),
    usedBytes: 0,
    isSuspended: false,
    isEmailVerified: true,
    cursorEpoch: 0,
    root,
    rootNamespaceId,
    namespaces: new Map([[rootNamespaceId, root]]),
    entriesById: new Map(),
    revisions: new Map(),
    revisionsByPlace: new Map(),
    tombstones: new Map(),
    restrictedIds: new Set(),
    feed: [],
    links: new Map(),
    appFolders: new Map(),
    clock,
    switches,
  }
}

export function newFolder(name: string, parent: FolderEntry | null, namespaceId: string | null = null): FolderEntry {
  return { kind: 'folder', id: newEntryId(), name, parent, children: new Map(), namespaceId, sharing: null }
}

/** One key for a place: namespace and lowercase path. */
export function placeKey(namespaceId: string, lowerPath: string): string {
  return `${namespaceId}:${lowerPath}`
}

function nameFromEmail(email: string): string {
  const words = (email.split('@')[0] ?? email).split(/[._+-]+/).filter(Boolean)
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || email
}
