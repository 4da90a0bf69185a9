import { ownerFiles } from './owner-files.ts'
import type { OwnerFiles } from './owner-files.ts'
import { specialEntries } from './special-entries.ts'
import type { SpecialEntries } from './special-entries.ts'
import { newAccountState } from './state/account-state.ts'
import type { AccountState, NewAccount } from './state/account-state.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import { pathOf } from './state/entry.ts'
import { unlinkApp } from './state/links.ts'
import { quotaOf } from './state/plan.ts'
import type { Plan } from './state/plan.ts'

/** An app in the owner's list of connected apps. */
export interface ConnectedApp {
  readonly key: string
  readonly name: string
  readonly access: 'folder' | 'full'
  /** Where its folder is now; `null` for full access, or when the owner has deleted it. */
  readonly folderPath: string | null
  readonly scopes: readonly string[]
  readonly linkedAt: number
}

/** One Dropbox account, as its owner has it in hand. */
export interface DropboxAccount {
  readonly email: string
  readonly displayName: string
  /** `dbid:…`: what apps store. */
  readonly accountId: string
  readonly plan: Plan
  readonly quotaBytes: number
  readonly usedBytes: number
  readonly files: OwnerFiles
  /** Documents, shared folders, files that were taken down. */
  readonly special: SpecialEntries
  /** Whether Dropbox has suspended the account: calls answer 401 `user_suspended`. May be changed. */
  isSuspended: boolean
  /** Whether the owner has confirmed the address: links can be made only then. May be changed. */
  isEmailVerified: boolean
  /** Changes the plan, and the quota to the plan's. */
  setPlan(plan: Plan): void
  setQuota(bytes: number): void
  connectedApps(): readonly ConnectedApp[]
  /** Disconnects an app: its tokens die, its folder stays. */
  revokeApp(appKey: string): void
  /** Makes every cursor of this account answer 409 `reset`. */
  expireCursors(): void
}

/** The accounts of an emulator. */
export interface Accounts {
  create(account: NewAccount): DropboxAccount
  /** @throws Error when nobody has this email address */
  get(email: string): DropboxAccount
  list(): readonly DropboxAccount[]
}

export function createAccounts(state: EmulatorState): Accounts {
  const known = new Map<string, DropboxAccount>()
  const accountOf = (account: AccountState): DropboxAccount => {
    const made = known.get(account.profile.accountId) ?? dropboxAccount(state, account)
    known.set(account.profile.accountId, made)
    return made
  }
  return {
    create(account) {
      if (findAccount(state, account.email)) throw new Error(`There is already an account "${account.email}".`)
      const created = newAccountState(account, state.clock, state.switches)
      state.accounts.set(created.profile.accountId, created)
      state.changes.touch()
      return accountOf(created)
    },
    get: (email) => accountOf(requireAccount(state, email)),
    list: () => [...state.accounts.values()].map(accountOf),
  }
}

/** @throws Error that lists the accounts there are */
export function requireAccount(state: EmulatorState, email: string): AccountState {
  const account = findAccount(state, email)
  if (account) return account
  const emails = [...state.accounts.values()].map(({ profile }) => profile.email)
  throw new Error(`No account has the email "${email}"; there is ${emails.join(', ') || 'none yet'}.`)
}

function findAccount(state: EmulatorState, email: string): AccountState | undefined {
  const wanted = email.toLowerCase()
  return [...state.accounts.values()].find(({ profile }) => profile.email.toLowerCase() === wanted)
}

function dropboxAccount(state: EmulatorState, account: AccountState): DropboxAccount {
  const { email, displayName, accountId } = account.profile
  return {
    email,
    displayName,
    accountId,
    get plan() {
      return account.plan
    },
    get quotaBytes() {
      return account.quotaBytes
    },
    get usedBytes() {
      return account.usedBytes
    },
    files: ownerFiles(state, account),
    special: specialEntries(state, account),
    get isSuspended() {
      return account.isSuspended
    },
    set isSuspended(isSuspended) {
      account.isSuspended = isSuspended
      state.changes.touch()
    },
    get isEmailVerified() {
      return account.isEmailVerified
    },
    set isEmailVerified(isVerified) {
      account.isEmailVerified = isVerified
      state.changes.touch()
    },
    setPlan(plan) {
      account.plan = plan
      account.quotaBytes = quotaOf(plan)
      state.changes.touch()
    },
    setQuota(bytes) {
      account.quotaBytes = bytes
      state.changes.touch()
    },
    connectedApps: () => connectedApps(state, account),
    revokeApp: (appKey) => unlinkApp(state, account, appKey),
    expireCursors() {
      account.cursorEpoch += 1
      state.changes.touch()
    },
  }
}

function connectedApps(state: EmulatorState, account: AccountState): readonly ConnectedApp[] {
  return [...account.links.values()].flatMap(({ appKey, namespaceId, scopes, linkedAt }) => {
    const app = state.apps.get(appKey)
    if (!app) return []
    const folder = namespaceId === null ? undefined : account.namespaces.get(namespaceId)
    const folderPath = folder?.parent ? pathOf(folder, account.root) : null
    return [{ key: appKey, name: app.name, access: app.access, folderPath, scopes, linkedAt }]
  })
}
