import { api } from './api.js'
import { byId, element, showList, showText } from './elements.js'
import { refreshFaults, startFaults } from './faults.js'
import { formatDate } from './format.js'
import { act, place } from './place.js'
import { refreshSwitches } from './switches.js'

const bytesPerMegabyte = 1024 * 1024

/** Shows plan, webhooks, clock, faults and switches. */
export async function refreshControls() {
  const [webhooks, clock] = await Promise.all([api('webhooks'), api('clock')])
  byId('webhooks-on').checked = webhooks.isEnabled
  showList(byId('webhooks-list'), webhooks.webhooks, (hook) => `${hook.appKey} ${hook.uri}`, webhookLine)
  byId('webhooks-empty').hidden = webhooks.webhooks.length > 0
  const ahead = clock.offsetMs === 0 ? 'as the system' : `${formatDuration(clock.offsetMs)} ahead of the system`
  showText(byId('clock-now'), `${formatDate(clock.now)}, ${ahead}`)
  await Promise.all([refreshFaults(), refreshSwitches(), showPlan()])
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
  startFaults()
  byId('plan-form').addEventListener('submit', savePlan)
  byId('plan-form').addEventListener('input', () => (byId('plan-form').dataset.changedFor = place().email))
}

async function showPlan() {
  const { email } = place()
  const form = byId('plan-form')
  // What somebody is about to save stays.
  if (!email || form.dataset.changedFor === email) return
  const account = await api(`accounts/${encodeURIComponent(email)}`)
  if (form.dataset.changedFor === email || place().email !== email) return
  const quota = String(Math.round((account.quotaBytes / bytesPerMegabyte) * 1000) / 1000)
  for (const [name, value] of Object.entries({ plan: account.plan, quota })) {
    // Where somebody is about to type, what was selected stays selected.
    if (form.elements[name] !== document.activeElement) form.elements[name].value = form.dataset[name] = value
  }
}

/** @param {SubmitEvent} event */
async function savePlan(event) {
  event.preventDefault()
  const form = byId('plan-form')
  const { plan, quota } = form.elements
  const json = {
    ...(plan.value === form.dataset.plan ? {} : { plan: plan.value }),
    // A new plan brings its own quota, unless another one is given.
    ...(quota.value === (form.dataset.quota ?? '')
      ? {}
      : { quotaBytes: Math.round(Number(quota.value) * bytesPerMegabyte) }),
  }
  await act(async () => {
    await api(`accounts/${encodeURIComponent(place().email)}`, { method: 'PATCH', json })
    delete form.dataset.changedFor
    return 'Plan and quota are saved.'
  })
}

/** @param {{ appKey: string, uri: string }} hook */
function webhookLine({ appKey, uri }) {
  return element('li', {}, [element('p', { text: `${appKey}: ${uri}` })])
}

/** @param {number} ms */
function formatDuration(ms) {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}
