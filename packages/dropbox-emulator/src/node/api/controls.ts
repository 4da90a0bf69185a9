import type { Fault, FaultKind } from '../../faults.ts'
import { switchChoices } from '../../switch-choices.ts'
import type { Choices } from '../../switch-choices.ts'
import { defaultSwitches } from '../../switches.ts'
import {
  ApiProblem,
  number,
  optionalBoolean,
  optionalChoice,
  optionalNumber,
  optionalText,
  optionalTexts,
  readFields,
  text,
} from './body.ts'
import type { Fields } from './body.ts'
import type { ApiCall, Endpoint } from './endpoint.ts'

/** Everything that is turned for the whole emulator. */
export const controlEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: 'apps', answer: ({ emulator }) => emulator.apps.list() },
  { method: 'POST', path: 'apps', answer: addApp },
  { method: 'GET', path: 'webhooks', answer: ({ emulator }) => webhooks(emulator) },
  { method: 'PUT', path: 'webhooks', answer: switchWebhooks },
  { method: 'POST', path: 'webhooks', answer: registerWebhook },
  {
    method: 'DELETE',
    path: 'webhooks',
    answer: ({ emulator, query }) => emulator.webhooks.unregister(query.get('appKey') ?? '', query.get('uri') ?? ''),
  },
  { method: 'GET', path: 'faults', answer: ({ emulator }) => emulator.faults.list() },
  {
    method: 'POST',
    path: 'faults',
    answer: async ({ emulator, request }) => ({ id: emulator.faults.add(fault(await readFields(request))) }),
  },
  { method: 'DELETE', path: 'faults', answer: ({ emulator }) => emulator.faults.clear() },
  { method: 'DELETE', path: 'faults/:id', answer: ({ emulator, params }) => emulator.faults.remove(params[0] ?? '') },
  { method: 'GET', path: 'log', answer: readLog },
  { method: 'DELETE', path: 'log', answer: ({ emulator }) => emulator.log.clear() },
  { method: 'GET', path: 'clock', answer: ({ emulator }) => clock(emulator) },
  {
    method: 'POST',
    path: 'clock',
    async answer({ emulator, request }) {
      emulator.clock.advance(number(await readFields(request), 'advanceMs'))
      return clock(emulator)
    },
  },
  { method: 'GET', path: 'switches', answer: ({ emulator }) => emulator.switches },
  { method: 'PATCH', path: 'switches', answer: changeSwitches },
  { method: 'GET', path: 'switches/choices', answer: () => switchesWithChoices() },
  { method: 'GET', path: 'consent', answer: ({ emulator }) => ({ consent: emulator.consent }) },
  {
    method: 'PUT',
    path: 'consent',
    async answer({ emulator, request }) {
      emulator.consent = optionalChoice(await readFields(request), 'consent', ['ask', 'auto']) ?? emulator.consent
      return { consent: emulator.consent }
    },
  },
]

type Emulator = ApiCall['emulator']

async function addApp({ emulator, request }: ApiCall) {
  const fields = await readFields(request)
  return emulator.apps.add({
    key: text(fields, 'key'),
    secret: text(fields, 'secret'),
    name: optionalText(fields, 'name'),
    access: optionalChoice(fields, 'access', ['folder', 'full']),
    folderName: optionalText(fields, 'folderName'),
    redirectUris: optionalTexts(fields, 'redirectUris'),
    scopes: optionalTexts(fields, 'scopes'),
    webhookUris: optionalTexts(fields, 'webhookUris'),
  })
}

function webhooks(emulator: Emulator): object {
  return {
    isEnabled: emulator.webhooks.isEnabled,
    webhooks: emulator.apps.list().flatMap((app) => app.webhookUris.map((uri) => ({ appKey: app.key, uri }))),
    deliveries: emulator.webhooks.deliveries(),
  }
}

async function switchWebhooks({ emulator, request }: ApiCall) {
  emulator.webhooks.isEnabled = optionalBoolean(await readFields(request), 'isEnabled') ?? emulator.webhooks.isEnabled
  return webhooks(emulator)
}

async function registerWebhook({ emulator, request }: ApiCall) {
  const fields = await readFields(request)
  try {
    await emulator.webhooks.register(text(fields, 'appKey'), text(fields, 'uri'), {
      verify: optionalBoolean(fields, 'verify'),
    })
  } catch (error) {
    if (error instanceof ApiProblem) throw error
    throw new ApiProblem(400, error instanceof Error ? error.message : 'The webhook was refused.')
  }
  return webhooks(emulator)
}

function fault(fields: Fields): Fault {
  const scope = {
    route: optionalText(fields, 'route'),
    account: optionalText(fields, 'account'),
    containing: optionalText(fields, 'containing'),
    count: optionalNumber(fields, 'count'),
    probability: optionalNumber(fields, 'probability'),
    seed: optionalNumber(fields, 'seed'),
  }
  return { ...scope, ...faultKind(fields) }
}

const faultTypes = ['status', 'lostReply', 'delay', 'closedConnection', 'cutBody', 'staleListing'] as const

function faultKind(fields: Fields): FaultKind {
  switch (optionalChoice(fields, 'type', faultTypes)) {
    case 'status':
      return {
        type: 'status',
        status: number(fields, 'status'),
        retryAfter: fields['retryAfter'] === null ? null : optionalNumber(fields, 'retryAfter'),
        reason: optionalChoice(fields, 'reason', ['too_many_requests', 'too_many_write_operations']),
        ...(fields['body'] === undefined ? {} : { body: fields['body'] }),
      }
    case 'lostReply':
      return { type: 'lostReply' }
    case 'delay':
      return { type: 'delay', ms: number(fields, 'ms') }
    case 'closedConnection':
      return { type: 'closedConnection', when: optionalChoice(fields, 'when', ['before', 'after']) }
    case 'cutBody':
      return { type: 'cutBody', afterBytes: number(fields, 'afterBytes') }
    case 'staleListing':
      return { type: 'staleListing', changes: number(fields, 'changes') }
    case undefined:
      throw new ApiProblem(400, `"type" is missing: one of ${faultTypes.join(', ')}.`)
  }
}

function readLog({ emulator, query }: ApiCall) {
  const numberOf = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined)
  return emulator.log.entries({
    since: numberOf('since'),
    status: numberOf('status'),
    route: query.get('route') ?? undefined,
    account: query.get('account') ?? undefined,
    containing: query.get('containing') ?? undefined,
  })
}

function clock({ clock }: Emulator): object {
  return { now: clock.now(), offsetMs: clock.offsetMs }
}

async function changeSwitches({ emulator, request }: ApiCall) {
  const fields = await readFields(request)
  for (const [name, value] of Object.entries(fields)) {
    const choices = Object.entries(switchChoices).find(([known]) => known === name)?.[1]
    if (choices === undefined) throw new ApiProblem(400, `There is no switch "${name}".`)
    if (isChoice(choices, value)) continue
    const allowed = 'min' in choices ? `a whole number from ${choices.min} on` : `one of ${choices.join(', ')}`
    throw new ApiProblem(400, `The switch "${name}" must be ${allowed}.`)
  }
  return Object.assign(emulator.switches, fields)
}

function isChoice(choices: Choices<number> | readonly unknown[], value: unknown): boolean {
  if (!('min' in choices)) return choices.includes(value)
  return typeof value === 'number' && Number.isInteger(value) && value >= choices.min
}

/** The names, defaults and choices of all switches, for a page that shows them. */
function switchesWithChoices(): readonly object[] {
  return Object.entries(switchChoices).map(([name, choices]) => ({
    name,
    default: Object.entries(defaultSwitches).find(([known]) => known === name)?.[1],
    ...('min' in choices ? { min: choices.min } : { values: choices }),
  }))
}
