import { fork } from 'node:child_process'
import { join } from 'node:path'

import type { BenchEmulator } from './emulator-client.ts'
import type { Counts, Reach, Step } from './messages.ts'

/** A step with what arrived at the emulator meanwhile. */
export type Measured = Step & Counts

/** Runs a contestant in JavaScript in a process of its own; `tell` is called for each of its steps. */
export async function runProcess(
  script: string,
  reach: Reach,
  emulator: BenchEmulator,
  env: NodeJS.ProcessEnv,
  tell: (step: Measured) => void,
): Promise<void> {
  await emulator.counts()
  const child = fork(join(import.meta.dirname, script), [JSON.stringify(reach)], { env: { ...process.env, ...env } })
  const ended = new Promise<void>((resolve, reject) => {
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${script} ended with ${code}.`))))
  })
  child.on('message', (step: Step) => {
    void emulator.counts().then((counts) => {
      tell({ ...step, ...counts })
      child.send('go on')
    })
  })
  await ended
}
