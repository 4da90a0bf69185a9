import type { EmulatorState } from '../state/emulator-state.ts'
import { AuthorizeError, readAuthorizeRequest } from './authorize-request.ts'
import { readConsent } from './consent.ts'
import { consentForm, consentNotice, consentPage } from './consent-markup.ts'
import { decide } from './decide.ts'
import type { Decision, Outcome } from './decide.ts'
import { isApproved, sessionCookie, signedInAccount } from './login-session.ts'

/** Who answers the consent page: a person, or the emulator itself for the first account. */
export type ConsentMode = 'ask' | 'auto'

/** Answers `/oauth2/authorize`: shows the consent page (GET) and carries out what was chosen on it (POST). */
export async function answerAuthorize(
  state: EmulatorState,
  request: Request,
  url: URL,
  mode: ConsentMode,
): Promise<Response> {
  try {
    if (request.method === 'POST') return await answerForm(state, request, url)
    if (request.method !== 'GET') return html(consentNotice('Not allowed', 'This page is opened with GET.'), 405)
    const known = signedInAccount(state, request)
    const consent = readConsent(state, url.searchParams, known)
    const signedIn = consent.request.isLoginForced ? null : known
    if (signedIn && state.switches.approvedBefore === 'redirect' && isApproved(signedIn, consent.request)) {
      return outcomeResponse(decide(state, consent.request, { type: 'allow', account: signedIn }))
    }
    const [first] = state.accounts.values()
    if (mode === 'auto' && first) {
      return outcomeResponse(decide(state, consent.request, { type: 'allow', account: first }))
    }
    return html(consentPage(consent.title, consentForm(consent)))
  } catch (error) {
    if (!(error instanceof AuthorizeError)) throw error
    return html(consentNotice('This link does not work', error.message), 400)
  }
}

async function answerForm(state: EmulatorState, request: Request, url: URL): Promise<Response> {
  const asked = readAuthorizeRequest(state, url.searchParams)
  const form = new URLSearchParams(await request.text())
  const decision = decisionOf(state, form)
  const response = outcomeResponse(decide(state, asked, decision))
  if (decision.type === 'allow') response.headers.append('Set-Cookie', sessionCookie(decision.account))
  return response
}

function decisionOf(state: EmulatorState, form: URLSearchParams): Decision {
  if (form.get('decision') !== 'allow') return { type: 'deny' }
  const email = form.get('account')
  const account = [...state.accounts.values()].find(({ profile }) => profile.email === email)
  if (!account) throw new AuthorizeError(`There is no account "${email ?? ''}". Go back and choose one of the list.`)
  return { type: 'allow', account }
}

function outcomeResponse(outcome: Outcome): Response {
  switch (outcome.type) {
    case 'redirect':
      return new Response(null, { status: 302, headers: { Location: outcome.url } })
    case 'showCode':
      return html(
        consentNotice('Almost done', 'Copy this code into the app to finish connecting your Dropbox.', outcome.code),
      )
    case 'cancelled':
      return html(consentNotice('Cancelled', 'The app was not connected. You can close this page.'))
  }
}

function html(page: string, status = 200): Response {
  return new Response(page, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'no-referrer',
    },
  })
}
