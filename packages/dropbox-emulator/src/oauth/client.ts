import type { AppState } from '../state/app-state.ts'
import type { EmulatorState } from '../state/emulator-state.ts'

/** An error of the token endpoint: HTTP 400 and `{error, error_description}`. */
export class TokenError extends Error {
  override readonly name = 'TokenError'
  readonly code: string
  readonly description: string | null

  constructor(code: string, description: string | null = null) {
    super(description ?? code)
    this.code = code
    this.description = description
  }
}

/** The app that asks for a token, and whether it proved to know the secret. */
export interface Client {
  readonly app: AppState
  readonly isAuthenticated: boolean
}

/** Credentials come by HTTP Basic or as parameters, never both. @throws TokenError */
export function readClient(state: EmulatorState, request: Request, params: URLSearchParams): Client {
  const basic = basicCredentials(request.headers.get('authorization'))
  if (basic && (params.has('client_id') || params.has('client_secret'))) {
    throw new TokenError('invalid_request', 'unknown field "client_id"')
  }
  const key = basic?.key ?? params.get('client_id')
  const secret = basic?.secret ?? params.get('client_secret')
  if (key === null || key === '')
    throw new TokenError('invalid_request', 'No auth function available for given request')
  const app = state.apps.get(key)
  if (!app || (secret !== null && secret !== app.secret)) {
    throw new TokenError('invalid_client: Invalid client_id or client_secret')
  }
  return { app, isAuthenticated: secret !== null }
}

function basicCredentials(header: string | null): { readonly key: string; readonly secret: string } | null {
  const encoded = /^Basic\s+([\w+/=-]+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return null
  let text: string
  try {
    text = atob(encoded)
  } catch {
    throw new TokenError('invalid_client: Invalid client_id or client_secret')
  }
  const colon = text.indexOf(':')
  return { key: decodeURIComponent(text.slice(0, colon)), secret: decodeURIComponent(text.slice(colon + 1)) }
}
