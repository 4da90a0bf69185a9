import { accountPath, api, fileAddress } from './api.js'
import { byId, element, showList, showText } from './elements.js'
import { createFolder, move, remove, rename, restore } from './file-actions.js'
import { formatDate, formatDay, formatSize } from './format.js'
import { place } from './place.js'
import { showVersions } from './versions.js'

/** Shows the folder the page is at. */
export async function refreshFiles() {
  const { email, path } = place()
  if (!email) return
  const [entries, deleted, account] = await Promise.all([
    api(accountPath(email, 'entries', { path })),
    byId('show-deleted').checked ? api(accountPath(email, 'deleted', { path })) : [],
    api(`accounts/${encodeURIComponent(email)}`),
  ])
  const folder = place()
  if (folder.email !== email || folder.path !== path) return
  showBreadcrumb(path)
  const shown = [...entries, ...deleted].toSorted(byKindAndName)
  showList(byId('entries'), shown, (entry) => `${entry.kind} ${entry.path}`, row)
  byId('entries-empty').hidden = shown.length > 0
  const { quotaBytes, usedBytes } = account
  byId('usage-meter').value = quotaBytes === 0 ? 1 : usedBytes / quotaBytes
  showText(byId('usage'), `${formatSize(usedBytes)} of ${formatSize(quotaBytes)} used`)
}

/** Connects the buttons. */
export function startFiles() {
  byId('new-folder').addEventListener('click', createFolder)
  byId('show-deleted').addEventListener('change', () => dispatchEvent(new Event('placechange')))
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
  switch (entry.kind) {
    case 'folder':
      return tableRow(entry, folderLink(entry), '', '', changeButtons(entry))
    case 'file':
      return tableRow(entry, openLink(entry), formatSize(entry.sizeBytes), entry.serverModified, [
        downloadLink(entry),
        iconButton('versions', `Versions of ${entry.name}`, () => showVersions(entry)),
        ...changeButtons(entry),
      ])
    default:
      return tableRow(entry, element('s', { text: entry.name }), '', entry.deletedAt, [
        ...(entry.wasFolder ? [] : [iconButton('versions', `Versions of ${entry.name}`, () => showVersions(entry))]),
        iconButton('restore', `Restore ${entry.name}`, () => restore(entry)),
      ])
  }
}

/**
 * @param {any} entry
 * @param {Element} shownName
 * @param {string} size
 * @param {number | ''} at
 * @param {Element[]} actions
 */
function tableRow(entry, shownName, size, at, actions) {
  const isDeleted = entry.kind === 'deleted'
  const name = element('td', { class: 'name' }, [shownName])
  if (entry.isAppFolder) name.append(element('span', { class: 'tag', text: 'App folder' }))
  if (isDeleted) name.append(element('span', { class: 'tag', text: 'Deleted' }))
  const details = [size, at === '' ? '' : formatDay(at)].filter(Boolean).join(' · ')
  if (details !== '') name.append(element('p', { class: 'narrow', text: details }))
  return element('tr', { 'data-kind': isDeleted && entry.wasFolder ? 'deleted-folder' : entry.kind }, [
    name,
    element('td', { class: 'wide number', text: size }),
    element('td', { class: 'wide', text: at === '' ? '' : formatDate(at) }),
    element('td', { class: 'row-actions' }, actions),
  ])
}

/** @param {{ name: string, path: string, kind: string }} entry */
function changeButtons(entry) {
  return [
    iconButton('rename', `Rename ${entry.name}`, () => rename(entry)),
    iconButton('move', `Move ${entry.name}`, () => move(entry)),
    iconButton('delete', `Delete ${entry.name}`, () => remove(entry)),
  ]
}

/** @param {{ name: string, path: string }} folder */
function folderLink({ name, path }) {
  const { email } = place()
  return element('a', { href: `?${new URLSearchParams({ account: email, path })}#files`, 'data-place': '', text: name })
}

/** Shows the file in a tab of its own, where the browser can show it. @param {{ name: string, path: string }} file */
function openLink({ name, path }) {
  return element('a', { href: fileAddress(place().email, { path, open: '' }), target: '_blank', text: name })
}

/** @param {{ name: string, path: string }} file */
function downloadLink({ name, path }) {
  return element('a', {
    class: 'icon',
    'data-icon': 'download',
    'aria-label': `Download ${name}`,
    title: `Download ${name}`,
    href: fileAddress(place().email, { path }),
    download: name,
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
  const isFolder = (entry) => entry.kind === 'folder' || entry.wasFolder === true
  if (isFolder(a) !== isFolder(b)) return isFolder(a) ? -1 : 1
  return a.name.localeCompare(b.name, undefined, { numeric: true })
}
