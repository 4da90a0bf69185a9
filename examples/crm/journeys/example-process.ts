import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/** A process that runs the example, with the addresses that it printed. */
export interface ExampleProcess {
  readonly child: ChildProcess
  readonly url: string
  readonly dropboxUrl: string
}

/** Starts the example as `npm start` does, but with its page built, on free ports; waits until both addresses are printed. */
export function startExampleProcess(dataDir: string): Promise<ExampleProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'start.ts'), '--built'], {
    env: { ...process.env, PORT: '0', DROPBOX_EMULATOR_PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => {
      output += text
      const url = /^CRM (\S+)/m.exec(output)?.[1]
      const dropboxUrl = /^Dropbox (\S+)\/_emulator\/$/m.exec(output)?.[1]
      if (url && dropboxUrl) resolve({ child, url, dropboxUrl })
    })
    child.stderr.on('data', (text) => (output += text))
    child.on('exit', (code, signal) => {
      reject(new Error(`The example ended with ${code}:\n${output}`))
      if (signal !== 'SIGTERM' && code !== 0)
        process.stderr.write(`The example ended with ${signal ?? code}:\n${output}`)
    })
  })
}

/** Ends it as an operator would, and waits for its end. */
export async function stopExampleProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
