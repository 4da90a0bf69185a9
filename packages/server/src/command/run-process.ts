import { jsonLine } from '../operations/json-log.ts'
import { exitCodes, main } from './main.ts'

/**
 * Runs the command as this process: the first SIGTERM or SIGINT stops it in order, a second one ends it at once. Both were asked
 * for, so both end with 0; what a process leaves undone is done by the next one.
 */
export async function runProcess(): Promise<never> {
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(exitCodes.done)
      stop.abort()
    })
  }
  process.on('uncaughtException', (error) => {
    process.stderr.write(
      `${jsonLine({ time: new Date().toISOString(), level: 'error', event: 'crashed', reason: error })}\n`,
    )
    process.exit(exitCodes.failed)
  })
  const code = await main(process.argv.slice(2), {
    env: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stop: stop.signal,
  })
  // What could not be closed in time, e.g. a connection that hangs, must not keep the process.
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()))
  process.exit(code)
}
