import type { DropboxEmulator } from '../emulator.ts'
import { readCommandLine, usage } from './command-line.ts'
import type { CommandLine } from './command-line.ts'
import { startEmulator } from './start-emulator.ts'
import { StartError } from './start-error.ts'

/**
 * The command `dropbox-emulator`: serves an emulator until SIGINT or SIGTERM.
 *
 * @param argv without the program and the script
 */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    const command = readCommandLine(argv)
    if (command.help) return console.log(usage)
    await serve(command)
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    console.error(`dropbox-emulator: ${error.code}: ${error.message}`)
    const isUsage = error.code === 'invalid_option'
    if (isUsage) console.error(`\n${usage}`)
    process.exitCode = isUsage ? 2 : 1
  }
}

async function serve(command: CommandLine): Promise<void> {
  const running = await startEmulator({
    port: command.port,
    host: command.host,
    data: command.data,
    options: { consent: command.consent },
    prepare: (emulator) => furnish(emulator, command),
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close())
  console.log(`Dropbox emulator: ${running.url}/_emulator/`)
  if (running.emulator.apps.list().length === 0) console.log('No app yet: add one with --app KEY:SECRET.')
}

/** Adds what the command line names to what the data folder had. */
async function furnish(emulator: DropboxEmulator, command: CommandLine): Promise<void> {
  for (const app of command.apps) emulator.apps.add(app)
  for (const account of command.accounts) {
    const known = emulator.accounts.list().find(({ email }) => email === account.email)
    if (!known) emulator.accounts.create(account)
    else if (account.plan && account.plan !== known.plan) known.setPlan(account.plan)
  }
  const apps = command.apps.length > 0 ? command.apps : emulator.apps.list()
  if (command.webhooks.length > 0 && apps.length === 0) {
    throw new StartError('invalid_option', '--webhook needs an --app to tell.')
  }
  for (const uri of command.webhooks) for (const { key } of apps) await registerWebhook(emulator, key, uri)
  for (const token of command.tokens) {
    const [app] = apps
    if (!app) throw new StartError('invalid_option', '--token needs an --app to belong to.')
    if (!emulator.accounts.list().some(({ email }) => email === token.email)) {
      throw new StartError('invalid_option', `--token names ${token.email}: add --account ${token.email}.`)
    }
    emulator.addToken({ ...token, appKey: app.key })
  }
}

async function registerWebhook(emulator: DropboxEmulator, appKey: string, uri: string): Promise<void> {
  try {
    await emulator.webhooks.register(appKey, uri)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StartError('webhook_refused', `--webhook ${uri}: ${reason} Start what listens there first.`, { cause })
  }
}
