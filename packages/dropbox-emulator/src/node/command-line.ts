import { parseArgs } from 'node:util'

import type { DropboxEmulatorOptions } from '../emulator.ts'
import type { NewAccount } from '../state/account-state.ts'
import type { NewApp } from '../state/app-state.ts'
import { plans } from '../state/plan.ts'
import { StartError } from './start-error.ts'

/** What the command line asks for. */
export interface CommandLine {
  readonly help: boolean
  readonly port: number
  readonly host: string
  readonly data: string | undefined
  readonly apps: readonly NewApp[]
  readonly accounts: readonly NewAccount[]
  readonly tokens: readonly { readonly email: string; readonly accessToken: string; readonly refreshToken?: string }[]
  readonly consent: NonNullable<DropboxEmulatorOptions['consent']>
  readonly webhooks: readonly string[]
}

export const usage = `Usage: dropbox-emulator [options]

  --port PORT            where to listen (4700)
  --host HOST            address to listen on (127.0.0.1)
  --data DIR             keep everything in this folder across restarts
  --app KEY:SECRET[:folder|full[:FOLDER NAME]]
                         an app; may be repeated
  --account EMAIL[:basic|plus|professional|business]
                         an account; may be repeated
  --token EMAIL:ACCESS[:REFRESH]
                         tokens for the first app; may be repeated
  --consent ask|auto     show the consent page, or allow at once (ask)
  --webhook URL          where the apps are told about changes; may be repeated
  --help                 this text
`

/** @throws StartError `invalid_option` */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const values = parsed(argv)
  return {
    help: values.help ?? false,
    port: readPort(values.port ?? '4700'),
    host: readHost(values.host ?? '127.0.0.1'),
    data: readFolder(values.data),
    apps: distinct((values.app ?? []).map(readApp), '--app', ({ key }) => key),
    accounts: distinct((values.account ?? []).map(readAccount), '--account', ({ email }) => email.toLowerCase()),
    tokens: distinct((values.token ?? []).map(readToken), '--token', ({ accessToken }) => accessToken, 'texts'),
    consent: readConsent(values.consent ?? 'ask'),
    webhooks: (values.webhook ?? []).map(readUrl),
  }
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        app: { type: 'string', multiple: true },
        account: { type: 'string', multiple: true },
        token: { type: 'string', multiple: true },
        consent: { type: 'string' },
        webhook: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error), error)
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw invalid(`--port must be a number from 0 to 65535, got "${text}".`)
}

function readHost(text: string): string {
  if (text !== '' && !/[\s/]/.test(text)) return text
  throw invalid(`--host must be an address like 127.0.0.1 or ::1, got "${text}".`)
}

function readFolder(text: string | undefined): string | undefined {
  if (text === '') throw invalid('--data must name a folder, got "".')
  return text
}

function readApp(text: string): NewApp {
  const [key = '', secret = '', access = 'folder', ...name] = text.split(':')
  if (key === '' || secret === '') throw invalid(`--app must be KEY:SECRET[:folder|full[:FOLDER NAME]], got "${text}".`)
  if (access !== 'folder' && access !== 'full') {
    throw invalid(`--app ${key}: the access must be "folder" or "full", got "${access}".`)
  }
  return { key, secret, access, folderName: name.length > 0 ? name.join(':') : undefined }
}

function readAccount(text: string): NewAccount {
  const [email = '', planName] = text.split(':')
  if (!email.includes('@')) throw invalid(`--account must be EMAIL[:PLAN], got "${text}".`)
  const plan = planName === undefined ? undefined : plans.find((each) => each === planName)
  if (planName !== undefined && plan === undefined) {
    throw invalid(`--account ${email}: the plan must be one of ${plans.join(', ')}, got "${planName}".`)
  }
  return { email, plan }
}

/** @throws StartError when two are the same. Tokens are secrets, and are not shown. */
function distinct<T>(
  values: readonly T[],
  option: string,
  keyOf: (value: T) => string,
  shown: 'names' | 'texts' = 'names',
): readonly T[] {
  const keys = values.map(keyOf)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice === undefined) return values
  throw invalid(`${option} is given twice${shown === 'names' ? ` for ${twice}` : ' with the same text'}.`)
}

function readToken(text: string): CommandLine['tokens'][number] {
  const [email = '', accessToken = '', refreshToken] = text.split(':')
  if (!email.includes('@') || accessToken === '') {
    throw invalid('--token must be EMAIL:ACCESS[:REFRESH].')
  }
  return refreshToken === undefined ? { email, accessToken } : { email, accessToken, refreshToken }
}

function readConsent(text: string): CommandLine['consent'] {
  if (text === 'ask' || text === 'auto') return text
  throw invalid(`--consent must be "ask" or "auto", got "${text}".`)
}

function readUrl(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text
  throw invalid(`--webhook must be an address that starts with http: or https:, got "${text}".`)
}

function invalid(message: string, cause?: unknown): StartError {
  return new StartError('invalid_option', message, { cause })
}
