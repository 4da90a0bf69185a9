import { api } from './api.js'
import { byId, element, showList, showText } from './elements.js'
import { formatDate } from './format.js'
import { act, place } from './place.js'

const bytesPerMegabyte = 1024 * 1024

/** Shows plan, webhooks, clock and faults. */
export async function refreshControls() {
  const [webhooks, clock, faults] = await Promise.all([api('webhooks'), api('clock'), api('faults')])
  byId('webhooks-on').checked = webhooks.isEnabled
  showList(byId('webhooks-list'), webhooks.webhooks, (hook) => `${hook.appKey} ${hook.uri}`, webhookLine)
  byId('webhooks-empty').hidden = webhooks.webhooks.length > 0
  const ahead = clock.offsetMs === 0 ? 'as the system' : `${formatDuration(clock.offsetMs)} ahead of the system`
  showText(byId('clock-now'), `${formatDate(clock.now)}, ${ahead}`)
  showList(byId('faults-list'), faults, (fault) => fault.id, faultLine)
  await showPlan()
}

/** Connects the forms and buttons. */
export function startControls() {
  byId('webhooks-on').addEventListener('change', (event) =>
    act(async () => {
      const { isEnabled } = await api('webhooks', { method: 'PUT', json: { isEnabled: event.target.checked } })
      return isEnabled ? 'Apps are told about changes.' : 'Apps are not told about changes.'
    }),
  )
  for (const button of document.querySelectorAll('[data-advance]')) {
    button.addEventListener('click', () =>
      act(async () => {
        await api('clock', { method: 'POST', json: { advanceMs: Number(button.dataset.advance) } })
        return `The clock is moved by ${button.textContent}.`
      }),
    )
  }
  byId('fault-form').addEventListener('submit', switchFaultOn)
  byId('plan-form').addEventListener('submit', savePlan)
}

async function showPlan() {
  const { email } = place()
  const form = byId('plan-form')
  // Somebody is typing.
  if (!email || form.contains(document.activeElement)) return
  const account = await api(`accounts/${encodeURIComponent(email)}`)
  form.elements.plan.value = account.plan
  form.elements.quota.value = String(Math.round((account.quotaBytes / bytesPerMegabyte) * 1000) / 1000)
  form.dataset.plan = account.plan
}

/** @param {SubmitEvent} event */
async function savePlan(event) {
  event.preventDefault()
  const form = byId('plan-form')
  const plan = form.elements.plan.value
  const quotaBytes = Math.round(Number(form.elements.quota.value) * bytesPerMegabyte)
  // A new plan brings its own quota.
  const json = plan === form.dataset.plan ? { quotaBytes } : { plan }
  await act(async () => {
    await api(`accounts/${encodeURIComponent(place().email)}`, { method: 'PATCH', json })
    return 'Plan and quota are saved.'
  })
  document.activeElement?.blur?.()
}

/** @param {SubmitEvent} event */
async function switchFaultOn(event) {
  event.preventDefault()
  const { count, kind, route } = event.target.elements
  await act(async () => {
    await api('faults', {
      method: 'POST',
      json: {
        ...(kind.value === 'delay' ? { type: 'delay', ms: 5000 } : {}),
        ...(kind.value === 'lostReply' ? { type: 'lostReply' } : {}),
        ...(/^\d+$/.test(kind.value) ? { type: 'status', status: Number(kind.value) } : {}),
        ...(route.value.trim() === '' ? {} : { route: route.value.trim() }),
        ...(count.value === '' ? {} : { count: Number(count.value) }),
      },
    })
    return 'The fault is switched on.'
  })
}

/** @param {{ appKey: string, uri: string }} hook */
function webhookLine({ appKey, uri }) {
  return element('li', {}, [element('p', { text: `${appKey}: ${uri}` })])
}

/** @param {any} active */
function faultLine({ id, fault, remaining }) {
  const what =
    fault.type === 'status'
      ? String(fault.status)
      : fault.type === 'delay'
        ? `Delay ${fault.ms} ms`
        : '500 after the effect'
  const text = `${what} on ${fault.route ?? 'every route'}, ${remaining === null ? 'until removed' : `${remaining} left`}`
  const button = element('button', { type: 'button', 'aria-label': `Switch off: ${text}`, text: 'Switch off' })
  button.addEventListener('click', () =>
    act(async () => {
      await api(`faults/${encodeURIComponent(id)}`, { method: 'DELETE' })
      return 'The fault is switched off.'
    }),
  )
  return element('li', {}, [element('p', { text }), button])
}

/** @param {number} ms */
function formatDuration(ms) {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}
