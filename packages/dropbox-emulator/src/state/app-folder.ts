import { newNumericId } from '../ids.ts'
import { dropboxLowercase } from '../lowercase.ts'
import { newFolder } from './account-state.ts'
import type { AccountState } from './account-state.ts'
import type { FolderEntry } from './entry.ts'
import { recordPut } from './feed.ts'
import { isUnmounted } from './view.ts'
import type { View } from './view.ts'

/** What the folder around all app folders is called; Dropbox names it in the owner's language when it is first needed. */
const appsFolderNames: Readonly<Record<string, string>> = {
  es: 'Aplicaciones',
  fr: 'Applications',
  pt: 'Aplicativos',
  ru: 'Приложения',
  sv: 'Appar',
  zh: '應用程式',
}

/**
 * The app folder of an app, made and mounted when it is not there yet.
 *
 * @returns the id of its namespace
 */
export function openAppFolder(account: AccountState, appKey: string, folderName: string): string {
  const known = account.appFolders.get(appKey)
  const folder = known === undefined ? undefined : account.namespaces.get(known)
  if (known !== undefined && folder) {
    if (!folder.parent) mount(account, folder, folderName)
    return known
  }
  const namespaceId = newNumericId()
  const created = newFolder(folderName, null, namespaceId)
  account.namespaces.set(namespaceId, created)
  account.appFolders.set(appKey, namespaceId)
  mount(account, created, folderName)
  return namespaceId
}

/** Brings an app folder back that its owner has deleted: called before an app writes. */
export function remount(view: View): void {
  if (isUnmounted(view)) mount(view.account, view.root, view.appFolderName ?? view.root.name)
}

function mount(account: AccountState, folder: FolderEntry, folderName: string): void {
  const apps = appsFolder(account)
  folder.name = freeName(apps, folderName)
  folder.parent = apps
  apps.children.set(dropboxLowercase(folder.name), folder)
  account.entriesById.set(folder.id, folder)
  recordPut(account, folder)
}

function appsFolder(account: AccountState): FolderEntry {
  const name = appsFolderNames[account.profile.locale.slice(0, 2)] ?? 'Apps'
  const known = account.root.children.get(dropboxLowercase(name))
  if (known?.kind === 'folder') return known
  const created = newFolder(known ? `${name} (1)` : name, account.root)
  account.root.children.set(dropboxLowercase(created.name), created)
  account.entriesById.set(created.id, created)
  recordPut(account, created)
  return created
}

function freeName(apps: FolderEntry, wanted: string): string {
  let name = wanted
  for (let number = 1; apps.children.has(dropboxLowercase(name)); number += 1) name = `${wanted} (${number})`
  return name
}
