import type { AppState } from '../state/app-state.ts'

/**
 * Whether an app may be called back at `uri`: it must equal a registered address exactly; an app without a list may
 * use any loopback address and any https address.
 */
export function isAllowedRedirect(app: AppState, uri: string): boolean {
  if (app.redirectUris) return app.redirectUris.includes(uri)
  if (!URL.canParse(uri)) return false
  const { protocol, hostname } = new URL(uri)
  const isLoopback = hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]'
  return protocol === 'https:' || (protocol === 'http:' && (isLoopback || /^127(\.\d+){3}$/.test(hostname)))
}
