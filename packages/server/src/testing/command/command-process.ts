import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Of the repository that this file is in. */
const ownRoot = fileURLToPath(new URL('../../../../..', import.meta.url))
const binOf = (root: string): string => join(root, 'packages/server/bin/twinfolder-server.mjs')
const configOf = (root: string): string => join(root, 'packages/server/src/testing/command/twinfolder.config.ts')

/** A running `twinfolder-server`. */
export interface CommandProcess {
  readonly child: ChildProcess
  /** Where it answers; empty for a worker. */
  readonly url: string
  readonly operationsUrl: string
  /** Its log so far. */
  log(this: void): readonly Record<string, unknown>[]
  /** Everything that it wrote. */
  output(this: void): string
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

type Env = Readonly<Record<string, string>>

/**
 * Starts a command that runs until it is stopped, and waits until it has started.
 *
 * @param root another version of the repository
 * @throws Error with what it wrote when it ends
 */
export async function startCommand(command: string, env: Env, root = ownRoot): Promise<CommandProcess> {
  const { child, output } = spawned(root, [command, '--config', configOf(root)], env)
  const log = () =>
    output()
      .split('\n')
      .flatMap((line) =>
        line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line) as Record<string, unknown>] : [],
      )
  const started = async (): Promise<Record<string, unknown>> => {
    for (;;) {
      const entry = log().find(({ event }) => event === 'started')
      if (entry) return entry
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${output()}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const { url, operationsUrl } = await started()
  return {
    child,
    url: typeof url === 'string' ? url : '',
    operationsUrl: String(operationsUrl),
    log,
    output,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
      return child.exitCode
    },
  }
}

/** Runs a command to its end. `root` as for {@link startCommand}. */
export async function runCommand(
  args: readonly string[],
  env: Env,
  root = ownRoot,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const { child, output } = spawned(root, args, env)
  await once(child, 'close')
  return { code: child.exitCode, output: output() }
}

function spawned(root: string, args: readonly string[], env: Env) {
  let text = ''
  const { PATH = '', TMPDIR } = process.env
  const child = spawn(process.execPath, [binOf(root), ...args], {
    env: { PATH, ...(TMPDIR !== undefined && { TMPDIR }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  return { child, output: () => text }
}
