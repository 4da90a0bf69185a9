import { accountPath, api, fileAddress } from './api.js'
import { byId, element, showList } from './elements.js'
import { restore } from './file-actions.js'
import { formatDate, formatSize } from './format.js'
import { place } from './place.js'

/** Shows the versions of a file in a dialog. @param {{ name: string, path: string }} file */
export async function showVersions(file) {
  const dialog = byId('versions')
  byId('versions-title').textContent = `Versions of ${file.name}`
  const versions = await api(accountPath(place().email, 'revisions', { path: file.path }))
  const items = versions.map((version) => ({ ...version, file }))
  byId('versions-list').replaceChildren()
  showList(byId('versions-list'), items, ({ rev }) => rev, line)
  dialog.showModal()
}

/** @param {any} version */
function line({ file, isCurrent, rev, serverModified, sizeBytes }) {
  const when = formatDate(serverModified)
  const actions = [
    element('a', {
      class: 'button',
      href: fileAddress(place().email, { path: file.path, rev }),
      download: file.name,
      text: 'Download',
      'aria-label': `Download the version of ${when}, ${rev}`,
    }),
  ]
  if (!isCurrent) {
    const button = element('button', { type: 'button', text: 'Restore' })
    button.setAttribute('aria-label', `Restore the version of ${when}, ${rev}`)
    button.addEventListener('click', () => {
      byId('versions').close()
      void restore(file, rev)
    })
    actions.push(button)
  }
  const title = element('p', { text: `${when} · ${formatSize(sizeBytes)}` })
  if (isCurrent) title.append(element('span', { class: 'tag', text: 'Current' }))
  return element('li', {}, [
    element('div', {}, [title, element('p', { class: 'detail code', text: rev })]),
    element('div', { class: 'actions' }, actions),
  ])
}

byId('versions-close').addEventListener('click', () => byId('versions').close())
