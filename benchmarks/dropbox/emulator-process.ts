import { startEmulator } from '@twinfolder/dropbox-emulator/node'

import { type Counts, type EmulatorAnswer, type EmulatorSettings, appKey } from './messages.ts'

/** The emulator in a process of its own, with a time that every call takes and the lock of a namespace. */
const { latencyMs, lockMs, data } = JSON.parse(process.argv[2] ?? '{}') as EmulatorSettings
const { url, emulator } = await startEmulator({
  port: 0,
  data,
  options: {
    apps: [{ key: appKey, secret: 'secret', folderName: 'Bench' }],
    consent: 'auto',
    switches: { writeLockMs: lockMs },
  },
  prepare(made) {
    if (made.apps.list().length === 0) made.apps.add({ key: appKey, secret: 'secret', folderName: 'Bench' })
    made.switches.writeLockMs = lockMs
    made.faults.add({ type: 'delay', ms: latencyMs })
  },
})
let counts: Counts = { calls: 0, refused: 0, bytesUp: 0, bytesDown: 0, byRoute: {} }
let through = 0
/** The log keeps the last 5,000 only. */
setInterval(count, 200)

function count(): void {
  const { byRoute, ...sums } = counts
  for (const entry of emulator.log.entries({ since: through })) {
    through = entry.number
    sums.calls += 1
    if (entry.status === 429) sums.refused += 1
    sums.bytesUp += entry.requestBytes ?? 0
    sums.bytesDown += entry.responseBytes ?? 0
    byRoute[entry.route] = (byRoute[entry.route] ?? 0) + 1
  }
  counts = { ...sums, byRoute }
}

process.on('message', async (message: { readonly id: number; readonly ask: string; readonly text?: string }) => {
  const answer = (value: EmulatorAnswer): void => void process.send?.({ id: message.id, value })
  switch (message.ask) {
    case 'counts':
      count()
      answer(counts)
      counts = { calls: 0, refused: 0, bytesUp: 0, bytesDown: 0, byRoute: {} }
      return
    case 'authorize': {
      const account = `user-${message.id}@example.com`
      emulator.accounts.create({ email: account, plan: 'business' })
      return answer(await emulator.authorize(message.text ?? '', { account }))
    }
    case 'token': {
      const email = `user-${message.id}@example.com`
      emulator.accounts.create({ email, plan: 'business' })
      return answer(emulator.tokenFor(email, appKey).accessToken)
    }
  }
})
process.on('disconnect', () => process.exit())
process.send?.({ id: 0, value: url })
