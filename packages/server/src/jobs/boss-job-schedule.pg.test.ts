import { PgBoss } from 'pg-boss'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'

import { createFromTemplate } from '../testing/postgres/index.ts'
import { bossJobSchedule } from './boss-job-schedule.ts'

let url: string
let stop: AbortController
let running: Promise<void>[]
beforeEach(async () => {
  url = await createFromTemplate(inject('postgresTemplateUrl'))
  stop = new AbortController()
  running = []
})
afterEach(async () => {
  stop.abort()
  await Promise.all(running)
})

/** A process that takes part in one job. */
function startProcess(run: (signal: AbortSignal) => Promise<void>, failures: string[] = []): void {
  const jobs = bossJobSchedule(url)
  jobs.add({ name: 'probe', every: 'day', run })
  running.push(
    jobs.run({ signal: stop.signal, onFailure: (name, error) => failures.push(`${name}: ${String(error)}`) }),
  )
}

/** Makes the job due, as its schedule does. */
async function makeDue(times = 1): Promise<void> {
  const boss = new PgBoss(url)
  boss.on('error', () => undefined)
  await boss.start()
  await expect.poll(() => boss.getQueue('twinfolder-probe')).not.toBeNull()
  for (let time = 0; time < times; time += 1) await boss.send('twinfolder-probe')
  await boss.stop()
}

test('four processes start at once, and do a job one at a time', async () => {
  let [atATime, most, times] = [0, 0, 0]
  for (let process = 0; process < 4; process += 1) {
    startProcess(async () => {
      atATime += 1
      times += 1
      most = Math.max(most, atATime)
      await new Promise((resolve) => setTimeout(resolve, 500))
      atATime -= 1
    })
  }
  await makeDue(5)
  await expect.poll(() => times).toBeGreaterThanOrEqual(1)
  await new Promise((resolve) => setTimeout(resolve, 3000))
  expect(most).toBe(1)
  // What was asked for while it waited is the same job.
  expect(times).toBeLessThanOrEqual(2)
}, 30_000)

test('a failure is told, and the job ends when nobody wants it any more', async () => {
  const failures: string[] = []
  let isAborted = false
  startProcess(async (signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    isAborted = true
    throw new Error('broken off')
  }, failures)
  await makeDue()
  await new Promise((resolve) => setTimeout(resolve, 3000))
  stop.abort()
  await Promise.all(running)
  expect(isAborted).toBe(true)
  expect(failures).toEqual(['probe: Error: broken off'])
}, 30_000)
