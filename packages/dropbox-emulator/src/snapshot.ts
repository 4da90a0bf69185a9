import { dropboxLowercase } from './lowercase.ts'
import type { AccountState, AppLink, Profile, Tombstone } from './state/account-state.ts'
import type { AppState } from './state/app-state.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import type { Entry, FolderEntry, FolderSharing } from './state/entry.ts'
import type { FeedEvent } from './state/feed.ts'
import type { AccessToken, AuthorizationCode, RefreshToken } from './state/grants.ts'
import type { Plan } from './state/plan.ts'
import type { Revision } from './state/revision.ts'
import { keepRevision } from './state/write-revision.ts'
import type { AsyncJob } from './state/jobs.ts'
import type { UploadSession } from './state/upload-session.ts'
import { defaultSwitches } from './switches.ts'
import type { Switches } from './switches.ts'
import type { WebLink } from './state/web-links.ts'

/** The whole state of an emulator as JSON, without the contents of files. */
export interface EmulatorSnapshot {
  readonly version: 1
  readonly instance: string
  readonly clockOffsetMs: number
  /** Those that are not as usual. */
  readonly switches?: Partial<Switches> | undefined
  readonly apps: readonly AppState[]
  readonly accounts: readonly AccountSnapshot[]
  readonly access: readonly (readonly [string, AccessToken])[]
  readonly refresh: readonly (readonly [string, RefreshToken])[]
  readonly codes: readonly (readonly [string, AuthorizationCode])[]
  readonly sessions: readonly UploadSession[]
  readonly jobs: readonly (readonly [string, AsyncJob])[]
  readonly webLinks?: readonly (readonly [string, WebLink])[] | undefined
}

interface AccountSnapshot {
  readonly profile: Profile
  readonly plan: Plan
  readonly quotaBytes: number
  readonly isSuspended?: boolean | undefined
  readonly isEmailVerified?: boolean | undefined
  readonly cursorEpoch: number
  readonly rootNamespaceId: string
  /** Parents before children. */
  readonly entries: readonly EntrySnapshot[]
  readonly revisions: readonly Revision[]
  readonly tombstones: readonly (readonly [string, Tombstone])[]
  readonly restrictedIds?: readonly string[] | undefined
  readonly feed: readonly FeedEvent[]
  readonly links: readonly AppLink[]
  readonly appFolders: readonly (readonly [string, string])[]
}

interface EntrySnapshot {
  readonly id: string
  readonly name: string
  readonly parent: string | null
  readonly namespaceId: string | null
  readonly sharing?: FolderSharing | null | undefined
  /** `null` for folders. */
  readonly rev: string | null
}

export function takeSnapshot(state: EmulatorState): EmulatorSnapshot {
  return {
    version: 1,
    instance: state.instance,
    clockOffsetMs: state.clock.offsetMs,
    switches: unusualSwitches(state.switches),
    apps: [...state.apps.values()],
    accounts: [...state.accounts.values()].map(accountSnapshot),
    access: [...state.grants.access],
    refresh: [...state.grants.refresh],
    codes: [...state.grants.codes],
    sessions: [...state.sessions.values()],
    jobs: [...state.jobs],
    webLinks: [...state.webLinks],
  }
}

/** Puts a snapshot into a state that is still empty. */
export function restoreSnapshot(state: EmulatorState, snapshot: EmulatorSnapshot): void {
  for (const app of snapshot.apps) state.apps.set(app.key, app)
  for (const account of snapshot.accounts) {
    state.accounts.set(account.profile.accountId, restoredAccount(state, account))
  }
  for (const [text, token] of snapshot.access) state.grants.access.set(text, token)
  for (const [text, token] of snapshot.refresh) state.grants.refresh.set(text, token)
  for (const [text, code] of snapshot.codes) state.grants.codes.set(text, code)
  for (const session of snapshot.sessions) state.sessions.set(session.id, session)
  for (const [id, job] of snapshot.jobs) state.jobs.set(id, job)
  for (const [secret, link] of snapshot.webLinks ?? []) state.webLinks.set(secret, link)
}

function unusualSwitches(switches: Switches): Partial<Switches> {
  const usual = new Map<string, unknown>(Object.entries(defaultSwitches))
  return Object.fromEntries(Object.entries(switches).filter(([name, value]) => value !== usual.get(name)))
}

function accountSnapshot(account: AccountState): AccountSnapshot {
  const { profile, plan, quotaBytes, cursorEpoch, rootNamespaceId } = account
  const unmounted = [...account.namespaces.values()].filter((folder) => folder.parent === null)
  return {
    profile,
    plan,
    quotaBytes,
    isSuspended: account.isSuspended,
    isEmailVerified: account.isEmailVerified,
    cursorEpoch,
    rootNamespaceId,
    entries: unmounted.flatMap((root) => withDescendants(root)).map(entrySnapshot),
    revisions: [...account.revisions.values()],
    tombstones: [...account.tombstones],
    restrictedIds: [...account.restrictedIds],
    feed: account.feed,
    links: [...account.links.values()],
    appFolders: [...account.appFolders],
  }
}

/** An entry and everything below it, parents before children, in no order that costs time. */
function withDescendants(entry: Entry, all: Entry[] = []): readonly Entry[] {
  all.push(entry)
  if (entry.kind === 'folder') for (const child of entry.children.values()) withDescendants(child, all)
  return all
}

function entrySnapshot(entry: Entry): EntrySnapshot {
  return {
    id: entry.id,
    name: entry.name,
    parent: entry.parent?.id ?? null,
    namespaceId: entry.kind === 'folder' ? entry.namespaceId : null,
    ...(entry.kind === 'folder' && entry.sharing ? { sharing: entry.sharing } : {}),
    rev: entry.kind === 'file' ? entry.revision.rev : null,
  }
}

function restoredAccount(state: EmulatorState, snapshot: AccountSnapshot): AccountState {
  const { profile, plan, quotaBytes, cursorEpoch, rootNamespaceId } = snapshot
  const revisions = new Map(snapshot.revisions.map((revision) => [revision.rev, revision]))
  const { namespaces, folders, entriesById, usedBytes } = restoredTree(snapshot, revisions)
  const root = namespaces.get(rootNamespaceId)
  if (!root || folders.size === 0) throw new Error(`The saved account ${profile.email} has no root folder.`)
  const account: AccountState = {
    profile,
    plan,
    quotaBytes,
    usedBytes,
    isSuspended: snapshot.isSuspended ?? false,
    isEmailVerified: snapshot.isEmailVerified ?? true,
    cursorEpoch,
    root,
    rootNamespaceId,
    namespaces,
    entriesById,
    revisions: new Map(),
    revisionsByPlace: new Map(),
    tombstones: new Map(snapshot.tombstones),
    restrictedIds: new Set(snapshot.restrictedIds),
    feed: [...snapshot.feed],
    links: new Map(snapshot.links.map((link) => [link.appKey, link])),
    appFolders: new Map(snapshot.appFolders),
    clock: state.clock,
    switches: state.switches,
  }
  for (const revision of snapshot.revisions) keepRevision(account, revision)
  return account
}

function restoredTree(snapshot: AccountSnapshot, revisions: ReadonlyMap<string, Revision>) {
  const namespaces = new Map<string, FolderEntry>()
  const folders = new Map<string, FolderEntry>()
  const entriesById = new Map<string, Entry>()
  let usedBytes = 0
  for (const { id, name, namespaceId, parent: parentId, rev, sharing = null } of snapshot.entries) {
    const parent = parentId === null ? null : (folders.get(parentId) ?? null)
    const revision = rev === null ? undefined : revisions.get(rev)
    if (parent && revision) {
      const file: Entry = { kind: 'file', id, name, parent, revision }
      parent.children.set(dropboxLowercase(name), file)
      entriesById.set(id, file)
      usedBytes += revision.sizeBytes
      continue
    }
    const folder: FolderEntry = { kind: 'folder', id, name, parent, children: new Map(), namespaceId, sharing }
    folders.set(id, folder)
    parent?.children.set(dropboxLowercase(name), folder)
    if (parent) entriesById.set(id, folder)
    if (namespaceId !== null) namespaces.set(namespaceId, folder)
  }
  return { namespaces, folders, entriesById, usedBytes }
}
