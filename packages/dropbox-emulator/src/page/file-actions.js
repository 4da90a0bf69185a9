import { accountPath, api } from './api.js'
import { ask } from './ask.js'
import { act, chosenPlace, place } from './place.js'

/** Asks for a name and makes a folder. */
export async function createFolder() {
  const name = await ask({ title: 'New folder', label: 'Name', ok: 'Create' })
  if (!name) return
  await act(async () => {
    const { email, path } = await chosenPlace()
    await api(accountPath(email, 'folder'), { method: 'POST', json: { path: `${path}/${name}` } })
    return `The folder ${name} is made.`
  })
}

/** @param {{ name: string, path: string }} entry */
export async function rename(entry) {
  const { email, path } = place()
  const name = await ask({ title: `Rename ${entry.name}`, label: 'Name', value: entry.name, ok: 'Rename' })
  if (!name || name === entry.name) return
  await act(async () => {
    await api(accountPath(email, 'move'), { method: 'POST', json: { from: entry.path, to: `${path}/${name}` } })
    return `${entry.name} is now ${name}.`
  })
}

/** @param {{ name: string, path: string, kind: string }} entry */
export async function move(entry) {
  const { email, path } = place()
  const entries = await api(accountPath(email, 'entries', { recursive: 'true' }))
  const isPossible = (folder) => folder !== path && folder !== entry.path && !folder.startsWith(`${entry.path}/`)
  const folders = ['', ...entries.filter(({ kind }) => kind === 'folder').map((folder) => folder.path)]
  const to = await ask({
    title: `Move ${entry.name}`,
    label: 'To the folder',
    choices: folders.filter(isPossible).map((folder) => ({ value: folder, text: folder === '' ? 'Dropbox' : folder })),
    ok: 'Move',
  })
  if (to === null) return
  await act(async () => {
    await api(accountPath(email, 'move'), { method: 'POST', json: { from: entry.path, to: `${to}/${entry.name}` } })
    return `${entry.name} is in ${to === '' ? 'Dropbox' : to} now.`
  })
}

/** @param {{ name: string, path: string, kind: string }} entry */
export async function remove(entry) {
  const { email } = place()
  const text = entry.kind === 'folder' ? 'The folder and everything in it will be deleted. ' : ''
  const answer = await ask({
    title: `Delete ${entry.name}?`,
    text: `${text}It can be restored under “Deleted files”.`,
    ok: 'Delete',
    danger: true,
  })
  if (answer === null) return
  await act(async () => {
    await api(accountPath(email, 'files', { path: entry.path }), { method: 'DELETE' })
    return `${entry.name} is deleted.`
  })
}

/**
 * Brings back something that was deleted, or an old version.
 *
 * @param {{ name: string, path: string }} entry
 * @param {string} [rev]
 */
export async function restore({ name, path }, rev) {
  const { email } = place()
  await act(async () => {
    await api(accountPath(email, 'restore'), { method: 'POST', json: { path, ...(rev ? { rev } : {}) } })
    return `${name} is restored.`
  })
}
