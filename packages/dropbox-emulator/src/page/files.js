import { accountPath, api } from './api.js'
import { ask } from './ask.js'
import { byId, element, showList, showText } from './elements.js'
import { formatDate, formatDay, formatSize } from './format.js'
import { act, place, say } from './place.js'

/** Shows the folder the page is at. */
export async function refreshFiles() {
  const { email, path } = place()
  if (!email) return
  const [entries, account] = await Promise.all([
    api(accountPath(email, 'entries', { path })),
    api(`accounts/${encodeURIComponent(email)}`),
  ])
  const folder = place()
  if (folder.email !== email || folder.path !== path) return
  showBreadcrumb(path)
  const shown = entries.toSorted(byKindAndName)
  showList(byId('entries'), shown, (entry) => entry.id, row)
  byId('entries-empty').hidden = shown.length > 0
  showText(byId('usage'), `${formatSize(account.usedBytes)} of ${formatSize(account.quotaBytes)} used`)
}

/** Connects the buttons and the drop area. */
export function startFiles() {
  const input = byId('upload-files')
  byId('upload').addEventListener('click', () => input.click())
  input.addEventListener('change', () => {
    const files = [...input.files]
    input.value = ''
    void upload(files)
  })
  byId('new-folder').addEventListener('click', createFolder)
  const area = byId('drop')
  area.addEventListener('dragover', (event) => {
    event.preventDefault()
    area.dataset.dropping = ''
  })
  area.addEventListener('dragleave', () => delete area.dataset.dropping)
  area.addEventListener('drop', (event) => {
    event.preventDefault()
    delete area.dataset.dropping
    void upload([...(event.dataTransfer?.files ?? [])])
  })
}

/** @param {File[]} files */
async function upload(files) {
  const { email, path } = place()
  await act(async () => {
    for (const file of files) {
      say(`Uploading ${file.name}…`)
      await api(accountPath(email, 'files', { path: `${path}/${file.name}` }), { method: 'PUT', body: file })
    }
    return files.length === 1 ? `${files[0].name} is uploaded.` : `${files.length} files are uploaded.`
  })
}

async function createFolder() {
  const { email, path } = place()
  const name = await ask({ title: 'New folder', label: 'Name', ok: 'Create' })
  if (!name) return
  await act(async () => {
    await api(accountPath(email, 'folder'), { method: 'POST', json: { path: `${path}/${name}` } })
    return `The folder ${name} is made.`
  })
}

/** @param {{ name: string, path: string }} entry */
async function rename(entry) {
  const { email, path } = place()
  const name = await ask({ title: `Rename ${entry.name}`, label: 'Name', value: entry.name, ok: 'Rename' })
  if (!name || name === entry.name) return
  await act(async () => {
    await api(accountPath(email, 'move'), { method: 'POST', json: { from: entry.path, to: `${path}/${name}` } })
    return `${entry.name} is now ${name}.`
  })
}

/** @param {{ name: string, path: string, kind: string }} entry */
async function remove(entry) {
  const { email } = place()
  const text = entry.kind === 'folder' ? 'The folder and everything in it will be deleted.' : ''
  const answer = await ask({ title: `Delete ${entry.name}?`, text, ok: 'Delete', danger: true })
  if (answer === null) return
  await act(async () => {
    await api(accountPath(email, 'files', { path: entry.path }), { method: 'DELETE' })
    return `${entry.name} is deleted.`
  })
}

/** @param {string} path */
function showBreadcrumb(path) {
  const names = path.split('/').filter(Boolean)
  const crumbs = ['Dropbox', ...names].map((name, index) => ({
    name,
    path: names
      .slice(0, index)
      .map((n) => `/${n}`)
      .join(''),
  }))
  showList(
    byId('breadcrumb'),
    crumbs,
    (crumb) => crumb.path,
    (crumb) => element('li', {}, [folderLink(crumb)]),
  )
  for (const link of byId('breadcrumb').querySelectorAll('a')) link.removeAttribute('aria-current')
  byId('breadcrumb').querySelector('li:last-child a')?.setAttribute('aria-current', 'page')
}

/** @param {any} entry */
function row(entry) {
  const isFolder = entry.kind === 'folder'
  const size = isFolder ? '' : formatSize(entry.sizeBytes)
  const modified = isFolder ? '' : formatDate(entry.serverModified)
  const name = element('td', { class: 'name' }, [isFolder ? folderLink(entry) : element('span', { text: entry.name })])
  if (entry.isAppFolder) name.append(element('span', { class: 'tag', text: 'App folder' }))
  if (!isFolder) name.append(element('p', { class: 'narrow', text: `${size} · ${formatDay(entry.serverModified)}` }))
  const actions = [
    iconButton('rename', `Rename ${entry.name}`, () => rename(entry)),
    iconButton('delete', `Delete ${entry.name}`, () => remove(entry)),
  ]
  if (!isFolder) actions.unshift(downloadLink(entry))
  return element('tr', { 'data-kind': entry.kind }, [
    name,
    element('td', { class: 'wide number', text: size }),
    element('td', { class: 'wide', text: modified }),
    element('td', { class: 'row-actions' }, actions),
  ])
}

/** @param {{ name: string, path: string }} folder */
function folderLink({ name, path }) {
  const { email } = place()
  return element('a', { href: `?${new URLSearchParams({ account: email, path })}#files`, 'data-place': '', text: name })
}

/** @param {any} entry */
function downloadLink(entry) {
  return element('a', {
    class: 'icon',
    'data-icon': 'download',
    'aria-label': `Download ${entry.name}`,
    title: 'Download',
    href: `/_emulator/api/${accountPath(place().email, 'files', { path: entry.path })}`,
    download: entry.name,
  })
}

/**
 * @param {string} icon
 * @param {string} label
 * @param {() => void} press
 */
function iconButton(icon, label, press) {
  const button = element('button', {
    type: 'button',
    class: 'icon',
    'data-icon': icon,
    'aria-label': label,
    title: label,
  })
  button.addEventListener('click', press)
  return button
}

/** Folders first. @param {any} a @param {any} b */
function byKindAndName(a, b) {
  if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1
  return a.name.localeCompare(b.name, undefined, { numeric: true })
}
