import { api } from './api.js'
import { byId, element, showList, showText } from './elements.js'
import { formatDate, formatSize, formatTime } from './format.js'
import { act } from './place.js'

const mostShown = 200
const mostKept = 5000

/** What the emulator has told so far, oldest first. @type {any[]} */
let entries = []
/** What is looked at has stopped, so that it can be read. */
let isPaused = false

/** Asks for what is new and shows the newest requests, newest first. */
export async function refreshRequests() {
  if (!isPaused) {
    const since = entries.at(-1)?.number ?? 0
    entries = [...entries, ...(await api(`log?since=${since}`))].slice(-mostKept)
  }
  showChoices(
    'requests-route',
    'Every route',
    [...new Set(entries.map(({ route }) => route))].toSorted((a, b) => (a < b ? -1 : 1)),
  )
  showChoices('requests-account', 'Every account', [...new Set(entries.flatMap(({ account }) => account ?? []))])
  const matching = entries.filter(matches)
  const shown = matching.slice(-mostShown).reverse()
  showList(byId('requests-list'), shown, (entry) => String(entry.number), row)
  byId('requests-empty').hidden = shown.length > 0
  const more = matching.length > shown.length ? `, the newest ${shown.length} are shown` : ''
  showText(byId('requests-count'), `${matching.length} of ${entries.length} requests${more}`)
}

/** Connects the filters and the buttons. */
export function startRequests() {
  for (const id of ['requests-filter', 'requests-route', 'requests-account', 'requests-status']) {
    byId(id).addEventListener('input', () => void refreshRequests())
  }
  byId('requests-pause').addEventListener('click', () => {
    isPaused = !isPaused
    byId('requests-pause').setAttribute('aria-pressed', String(isPaused))
    void refreshRequests()
  })
  byId('requests-clear').addEventListener('click', () =>
    act(async () => {
      await api('log', { method: 'DELETE' })
      entries = []
      return 'The list of requests is empty.'
    }),
  )
}

/** @param {any} entry */
function matches(entry) {
  const filter = byId('requests-filter').value.trim().toLowerCase()
  const [route, account, status] = ['route', 'account', 'status'].map((name) => byId(`requests-${name}`).value)
  return (
    (route === '' || entry.route === route) &&
    (account === '' || entry.account === account) &&
    (status === '' || (status === 'failed') === entry.status >= 400) &&
    (filter === '' || JSON.stringify(entry).toLowerCase().includes(filter))
  )
}

/**
 * @param {string} id
 * @param {string} everything
 * @param {readonly string[]} values
 */
function showChoices(id, everything, values) {
  const select = byId(id)
  // What is chosen stays, also when the list has been emptied.
  const chosen = select.value === '' || values.includes(select.value) ? [] : [select.value]
  showList(
    select,
    ['', ...values, ...chosen],
    (value) => value,
    (value) => element('option', { value, text: value === '' ? everything : value }),
  )
}

/** @param {any} entry */
function row(entry) {
  const fault = entry.fault ? ` (${entry.fault})` : ''
  return element('tr', {}, [
    element('td', { class: 'wide', text: formatTime(entry.at) }),
    element('td', { class: entry.status < 400 ? 'ok' : 'failed', text: `${entry.status}${fault}` }),
    element('td', {}, [details(entry)]),
    element('td', { class: 'wide', text: entry.account ?? '' }),
  ])
}

/** The route and its argument in short; opened, everything that is known. @param {any} entry */
function details(entry) {
  const summary = element('summary', {}, [element('span', { class: 'route', text: entry.route })])
  if (entry.arg !== null) summary.append(element('span', { class: 'arg', text: shortened(JSON.stringify(entry.arg)) }))
  const facts = [
    formatDate(entry.at),
    `${entry.method} https://${entry.host}${entry.path}`,
    `App ${entry.appKey ?? 'unknown'}, account ${entry.account ?? 'unknown'}`,
    `Sent ${sizeOf(entry.requestBytes)}, answered ${sizeOf(entry.responseBytes)}`,
    `Request id ${entry.requestId}`,
  ]
  return element('details', {}, [
    summary,
    element(
      'ul',
      { class: 'facts' },
      facts.map((text) => element('li', { text })),
    ),
    ...(entry.arg === null ? [] : [element('pre', { text: JSON.stringify(entry.arg, null, 2) })]),
  ])
}

/** @param {number | null} bytes */
function sizeOf(bytes) {
  return bytes === null ? 'a stream' : formatSize(bytes)
}

/** @param {string} text */
function shortened(text) {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}
