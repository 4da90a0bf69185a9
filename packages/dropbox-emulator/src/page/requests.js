import { api } from './api.js'
import { byId, element, showList } from './elements.js'
import { formatTime } from './format.js'
import { act } from './place.js'

const mostShown = 200

/** Shows the newest requests, newest first. */
export async function refreshRequests() {
  const entries = await api('log')
  const filter = byId('requests-filter').value.trim().toLowerCase()
  const matching =
    filter === '' ? entries : entries.filter((entry) => JSON.stringify(entry).toLowerCase().includes(filter))
  const shown = matching.slice(-mostShown).reverse()
  showList(byId('requests-list'), shown, (entry) => String(entry.number), row)
  byId('requests-empty').hidden = shown.length > 0
}

/** Connects the filter and the button. */
export function startRequests() {
  byId('requests-filter').addEventListener('input', () => void refreshRequests())
  byId('requests-clear').addEventListener('click', () =>
    act(async () => {
      await api('log', { method: 'DELETE' })
      return 'The list of requests is empty.'
    }),
  )
}

/** @param {any} entry */
function row(entry) {
  const fault = entry.fault ? ` (${entry.fault})` : ''
  return element('tr', {}, [
    element('td', { text: formatTime(entry.at) }),
    element('td', { class: entry.status < 400 ? 'ok' : 'failed', text: `${entry.status}${fault}` }),
    element('td', { text: entry.route }),
    element('td', { class: 'arg', text: entry.arg === null ? '' : shortened(JSON.stringify(entry.arg)) }),
    element('td', { text: entry.account ?? '' }),
  ])
}

/** @param {string} text */
function shortened(text) {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}
