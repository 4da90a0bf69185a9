import { company } from './cluster/host-records.ts'
import { commitsOf } from './oracle/request-log.ts'
import { definePromise } from './promise.ts'
import { startOneProcess } from './single/one-process.ts'
import { sleep } from './waiting.ts'

const EMAIL = 'sofie@example.com'
const USER = 'tenant/sofie'
const FILES = 50
/** An hour and the tenth that chance may add. */
const RECONCILE_MS = 66 * 60_000

interface Budget {
  readonly reconciles: number
}

/** Q13: what the server itself wrote comes back in the feed and by webhook. The clock is moved. */
export const q13 = definePromise<Budget>({
  id: 'Q13',
  says: 'What the server wrote into Dropbox comes back as no transfer, and a look that finds nothing is one call and no write.',
  budgets: { fast: { reconciles: 30 }, usual: { reconciles: 1000 }, long: { reconciles: 1000 } },
  async run(context, { reconciles }) {
    const world = await startOneProcess(context, { accounts: [EMAIL] })
    await world.link(USER, EMAIL)
    for (let at = 1; at <= FILES; at += 1) await world.put(company(1), `file ${at}.txt`, `file ${at}`)
    await world.send(USER, 'POST', '/records/companies/1/sync')
    await world.untilIdle()
    await world.emulator.webhooks.settled()
    await sleep(300)
    await world.untilIdle()
    const uploads = world.emulator.log.entries().flatMap(commitsOf).length
    const downloads = world.calls.filter(({ route }) => route === 'files/download').length

    const { failures: broken, looks, others, refreshes } = await lookAgainAndAgain()
    const failures = [
      ...(uploads === FILES ? [] : [`${FILES} files took ${uploads} uploads`]),
      ...(downloads === 0 ? [] : [`${downloads} of the server's own files were downloaded`]),
      ...broken,
    ]
    return {
      measured:
        `${FILES} files: ${uploads} uploads, ${downloads} downloads; ${reconciles} idle looks: ${looks} calls of the feed, ` +
        `${others.length} others, ${refreshes} new access tokens`,
      failures,
    }

    async function lookAgainAndAgain() {
      const before = world.calls.length
      const passes = (): number => world.log.filter(({ event }) => event === 'pass.ended').length
      for (let look = 1; look <= reconciles; look += 1) {
        const done = passes()
        world.clock.advance(RECONCILE_MS)
        while (passes() === done) {
          world.wake()
          await sleep(5)
        }
        await world.untilIdle()
        if (look % 250 === 0) context.progress(`${look} looks`)
      }
      const calls = world.calls.slice(before).map(({ route }) => route)
      const looks = calls.filter((route) => route === 'files/list_folder/continue').length
      const refreshes = calls.filter((route) => route === 'oauth2/token').length
      const others = calls.filter((route) => !['files/list_folder/continue', 'oauth2/token'].includes(route))
      const failures = [
        ...(looks === reconciles ? [] : [`${reconciles} looks took ${looks} calls of the feed`]),
        ...(others.length === 0 ? [] : [`idle looks called ${[...new Set(others)].join(', ')}`]),
      ]
      return { failures, looks, others, refreshes }
    }
  },
})
