import { api } from './api.js'
import { byId, element, showList } from './elements.js'
import { act, place } from './place.js'

/** Shows what goes wrong on purpose. */
export async function refreshFaults() {
  showList(byId('faults-list'), await api('faults'), (active) => active.id, line)
}

/** Connects the form. */
export function startFaults() {
  byId('fault-form').addEventListener('submit', switchOn)
}

/** @param {SubmitEvent} event */
async function switchOn(event) {
  event.preventDefault()
  const { account, containing, count, kind, route } = event.target.elements
  await act(async () => {
    await api('faults', {
      method: 'POST',
      json: {
        ...faultOf(kind.value),
        ...(route.value.trim() === '' ? {} : { route: route.value.trim() }),
        ...(containing.value.trim() === '' ? {} : { containing: containing.value.trim() }),
        ...(account.checked ? { account: place().email } : {}),
        ...(count.value === '' ? {} : { count: Number(count.value) }),
      },
    })
    return 'The fault is switched on.'
  })
}

/** @param {string} kind */
function faultOf(kind) {
  if (/^\d+$/.test(kind)) return { type: 'status', status: Number(kind) }
  const details = { delay: { ms: 5000 }, cutBody: { afterBytes: 100 }, staleListing: { changes: 1 } }
  return { type: kind, ...details[kind] }
}

/** @param {any} active */
function line({ id, fault, remaining }) {
  const text = [
    `${nameOf(fault)} on ${fault.route ?? 'every route'}`,
    ...(fault.containing === undefined ? [] : [`with “${fault.containing}”`]),
    ...(fault.account === undefined ? [] : [`for ${fault.account}`]),
    remaining === null ? 'until removed' : `${remaining} left`,
  ].join(', ')
  const button = element('button', { type: 'button', 'aria-label': `Switch off: ${text}`, text: 'Switch off' })
  button.addEventListener('click', () =>
    act(async () => {
      await api(`faults/${encodeURIComponent(id)}`, { method: 'DELETE' })
      return 'The fault is switched off.'
    }),
  )
  return element('li', {}, [element('p', { text }), button])
}

/** @param {any} fault */
function nameOf(fault) {
  switch (fault.type) {
    case 'status':
      return String(fault.status)
    case 'delay':
      return `Delay of ${fault.ms / 1000} s`
    case 'lostReply':
      return '500 after the effect'
    case 'closedConnection':
      return 'Closed connection'
    case 'cutBody':
      return `Body cut off after ${fault.afterBytes} bytes`
    case 'staleListing':
      return 'Listing without the latest change'
    default:
      return fault.type
  }
}
