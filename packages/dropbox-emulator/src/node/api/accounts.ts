import type { DropboxAccount } from '../../account.ts'
import { plans } from '../../state/plan.ts'
import { ApiProblem, optionalChoice, optionalNumber, optionalText, optionalTexts, readFields, text } from './body.ts'
import type { ApiCall, Endpoint } from './endpoint.ts'

/** Accounts, and the apps connected to them. */
export const accountEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: 'accounts', answer: ({ emulator }) => emulator.accounts.list().map(describe) },
  { method: 'POST', path: 'accounts', answer: createAccount },
  { method: 'GET', path: 'accounts/:email', answer: (call) => describe(accountOf(call)) },
  { method: 'PATCH', path: 'accounts/:email', answer: changeAccount },
  { method: 'GET', path: 'accounts/:email/apps', answer: (call) => accountOf(call).connectedApps() },
  {
    method: 'DELETE',
    path: 'accounts/:email/apps/:key',
    answer: (call) => accountOf(call).revokeApp(call.params[1] ?? ''),
  },
  { method: 'POST', path: 'accounts/:email/tokens', answer: createTokens },
  { method: 'POST', path: 'accounts/:email/expire-cursors', answer: (call) => accountOf(call).expireCursors() },
]

/** The account that `:email` names. @throws ApiProblem 404 */
export function accountOf({ emulator, params }: ApiCall): DropboxAccount {
  const email = params[0] ?? ''
  const account = emulator.accounts.list().find((each) => each.email.toLowerCase() === email.toLowerCase())
  if (!account) throw new ApiProblem(404, `There is no account "${email}".`)
  return account
}

async function createAccount({ emulator, request }: ApiCall) {
  const fields = await readFields(request)
  const email = text(fields, 'email').trim()
  if (!/^\S+@\S+$/.test(email)) throw new ApiProblem(400, `"${email}" is not an email address.`)
  if (emulator.accounts.list().some((each) => each.email.toLowerCase() === email.toLowerCase())) {
    throw new ApiProblem(409, `There is already an account "${email}".`)
  }
  return describe(
    emulator.accounts.create({
      email,
      displayName: optionalText(fields, 'displayName'),
      plan: optionalChoice(fields, 'plan', plans),
      quotaBytes: optionalNumber(fields, 'quotaBytes'),
    }),
  )
}

async function changeAccount(call: ApiCall) {
  const account = accountOf(call)
  const fields = await readFields(call.request)
  const plan = optionalChoice(fields, 'plan', plans)
  const quotaBytes = optionalNumber(fields, 'quotaBytes')
  if (plan !== undefined) account.setPlan(plan)
  if (quotaBytes !== undefined) account.setQuota(quotaBytes)
  return describe(account)
}

async function createTokens(call: ApiCall) {
  const fields = await readFields(call.request)
  const { email } = accountOf(call)
  return call.emulator.tokenFor(email, text(fields, 'appKey'), optionalTexts(fields, 'scopes'))
}

function describe({ accountId, displayName, email, plan, quotaBytes, usedBytes }: DropboxAccount): object {
  return { email, displayName, accountId, plan, quotaBytes, usedBytes }
}
