import { company, folderOf } from './cluster/host-records.ts'
import { APP_FOLDER, APP_KEY } from './cluster/emulator-process.ts'
import { definePromise } from './promise.ts'
import { startOneProcess } from './single/one-process.ts'

const EMAIL = 'sofie@example.com'
const USER = 'tenant/sofie'
const HOUR_MS = 3_600_000
const HOURS = 48
const REVOKED_AT = 30
const LINKED_AGAIN_AT = 36
/** Access tokens last so long. */
const TOKEN_HOURS = 4
const LINKINGS = 2

/** Q8: two days in which somebody works on both sides every hour; the user disconnects the app and connects it again. The clock is moved. */
export const q08 = definePromise<object>({
  id: 'Q8',
  says: 'For two days access tokens are renewed once each; a revoked authorization stops all calls, and nothing is lost over it.',
  budgets: { fast: {}, usual: {}, long: {} },
  async run(context) {
    const world = await startOneProcess(context, { accounts: [EMAIL] })
    const { files } = world.emulator.accounts.get(EMAIL)
    const folder = `${APP_FOLDER}${folderOf(1)}`
    const texts = new Map<string, string>()
    const failures: string[] = []
    let idleCalls = 0
    let refusedRefreshes = 0
    await world.link(USER, EMAIL)
    await world.send(USER, 'POST', '/records/companies/1/sync')
    await world.untilIdle()
    for (let hour = 1; hour <= HOURS; hour += 1) {
      world.clock.advance(HOUR_MS)
      if (hour === REVOKED_AT) world.emulator.accounts.get(EMAIL).revokeApp(APP_KEY)
      if (hour === LINKED_AGAIN_AT) await world.link(USER, EMAIL)
      const before = world.calls.length
      const name = `hour ${hour}.txt`
      texts.set(name, `written in hour ${hour}`)
      if (hour % 2 === 0) await world.put(company(1), name, `written in hour ${hour}`)
      else await files.write(`${folder}/${name}`, `written in hour ${hour}`)
      world.wake()
      await world.emulator.webhooks.settled()
      await world.untilIdle()
      const calls = world.calls.length - before
      if (hour > REVOKED_AT && hour < LINKED_AGAIN_AT) idleCalls += calls
      if (hour === REVOKED_AT) {
        const view = (await (await world.send(USER, 'GET', '/connection')).json()) as { readonly state: string }
        if (view.state !== 'reconnect') failures.push(`after the revocation the connection is "${view.state}"`)
        refusedRefreshes = world.calls.slice(before).filter(isRefresh).length
      }
    }
    // The code of each linking is exchanged at the same address.
    const refreshes = world.calls.filter(isRefresh).length - LINKINGS - refusedRefreshes
    await world.untilDone()
    const inCrm = new Map(
      (await world.files.list(company(1), { after: null, limit: 1000 })).files.map((file) => [
        file.name,
        file.sizeBytes,
      ]),
    )
    const tree = await files.tree(folder)
    for (const [name, text] of texts) {
      const entry = tree[`${folder}/${name}`]
      if (inCrm.get(name) !== text.length) failures.push(`the CRM has no whole "${name}"`)
      if (entry?.kind !== 'file' || entry.sizeBytes !== text.length) failures.push(`Dropbox has no whole "${name}"`)
    }
    if (inCrm.size !== HOURS) failures.push(`the CRM has ${inCrm.size} files, not ${HOURS}`)
    // Linking looks at the account with a token of its own.
    const wanted = Math.ceil(REVOKED_AT / TOKEN_HOURS) + Math.ceil((HOURS - LINKED_AGAIN_AT) / TOKEN_HOURS) + LINKINGS
    if (Math.abs(refreshes - wanted) > LINKINGS)
      failures.push(`${refreshes} tokens were asked for, not about ${wanted}`)
    if (idleCalls > 0) failures.push(`${idleCalls} calls were made without an authorization`)
    return {
      measured: `${HOURS} hours, ${refreshes} new access tokens (${wanted} ± 1 for each linking), ${idleCalls} calls while disconnected, ${texts.size} files on both sides`,
      failures,
    }
  },
})

function isRefresh({ route }: { readonly route: string }): boolean {
  return route === 'oauth2/token'
}
