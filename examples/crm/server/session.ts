import { randomUUID } from 'node:crypto'

import type { Session } from '@twinfolder/server'

import { type Person, personById, tenantId } from './people.ts'

const COOKIE = 'crm-session'

/**
 * Who is signed in: a cookie with the person's id. An example has no passwords; a real CRM gives `authenticate` its own
 * session.
 */
export function sessionOf(request: Request): Session | null {
  const { person, sessionId } = readCookie(request)
  if (!person || !sessionId) return null
  return {
    tenantId,
    userId: person.id,
    firstName: person.firstName,
    locale: localeOf(request),
    timeZone: 'Europe/Berlin',
    isAdmin: person.isAdmin,
    sessionId,
  }
}

/** The first language of the browser, e.g. `fr-BE`. Twinfolder knows seven of them; the words of this example are English or German. */
export function localeOf(request: Request): string {
  const first = (request.headers.get('accept-language') ?? '').split(/[,;]/)[0]?.trim() ?? ''
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(first) ? first : 'en'
}

/** The cookie of a new session. */
export function signInCookie(person: Person): string {
  return `${COOKIE}=${person.id}.${randomUUID()}; Path=/; HttpOnly; SameSite=Lax`
}

/** The cookie that ends a session. */
export const signOutCookie = `${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`

function readCookie(request: Request): { person: Person | null; sessionId: string | undefined } {
  const cookies = (request.headers.get('cookie') ?? '').split(';').map((part) => part.trim())
  const value = cookies.find((part) => part.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? ''
  const [id, sessionId] = value.split('.')
  return { person: personById(id), sessionId }
}
