import type { DropboxAccount } from '../account.ts'
import { createDropboxEmulator } from '../emulator.ts'
import type { DropboxEmulator } from '../emulator.ts'
import { encodePicture } from '../picture/plain-picture.ts'
import { builtRoutes, routes } from '../routes/index.ts'
import type { Switches } from '../switches.ts'
import { headerJson } from '../wire/header-json.ts'
import { checkedAnswer } from './checked-answers.ts'
import type { Answer } from './checked-answers.ts'

export type Caller = 'folder' | 'full' | 'other'

/** More about a call than its argument. */
export interface CallOptions {
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined
  /** An app with a folder of its own, one with the whole account, or one of somebody else. @default 'folder' */
  readonly as?: Caller | undefined
  /** Replaces headers; `null` leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>> | undefined
  readonly method?: string | undefined
}

/** An account with a bit of everything, and calls whose answers are checked against the SDK's types. */
export interface WireWorld {
  readonly emulator: DropboxEmulator
  readonly owner: DropboxAccount
  readonly tokens: Readonly<Record<Caller, string>>
  readonly call: (route: string, arg: unknown, options?: CallOptions) => Promise<Answer>
}

const hosts = { api: 'api.dropboxapi.com', content: 'content.dropboxapi.com', notify: 'notify.dropboxapi.com' }
const appRoot = '/Apps/Demo CRM'

/** @param listener told of each answer */
export async function wireWorld(
  listener: (answer: Answer) => void = () => {},
  switches: Partial<Switches> = {},
): Promise<WireWorld> {
  const emulator = createDropboxEmulator({
    accounts: [{ email: 'sofie@example.com', plan: 'plus' }, { email: 'jonas@example.com' }],
    apps: [
      { key: 'folder', secret: 'folder-secret', name: 'Demo CRM' },
      { key: 'full', secret: 'full-secret', access: 'full' },
    ],
    switches,
  })
  const owner = emulator.accounts.get('sofie@example.com')
  const tokens = {
    folder: emulator.tokenFor(owner.email, 'folder').accessToken,
    full: emulator.tokenFor(owner.email, 'full').accessToken,
    other: emulator.tokenFor('jonas@example.com', 'full').accessToken,
  }
  const { files, special } = owner
  await files.write(`${appRoot}/a.txt`, 'a')
  await files.write(`${appRoot}/b.txt`, 'b')
  await files.write(`${appRoot}/folder/c.txt`, 'c')
  await files.write(`${appRoot}/taken down.txt`, 'secret')
  special.restrict(`${appRoot}/taken down.txt`)
  await files.write(`${appRoot}/picture.png`, await encodePicture('png', { width: 8, height: 8, colour: [1, 2, 3] }))
  await files.write(`${appRoot}/broken.png`, 'not a picture')
  await special.addDocument(`${appRoot}/Notes.paper`, { markdown: '# Notes', html: '<h1>Notes</h1>' })
  await files.write('/Read only/r.txt', 'r')
  special.shareFolder('/Read only', { isReadOnly: true })
  await files.move('/Read only', `${appRoot}/Read only`)
  await files.write('/Shared/s.txt', 's')
  special.shareFolder('/Shared')

  return {
    emulator,
    owner,
    tokens,
    async call(name, arg, { as = 'folder', body, headers = {}, method = 'POST' } = {}) {
      const route = routes.find((each) => each.name === name)
      if (!route) throw new Error(`There is no route "${name}".`)
      const credentials = {
        user: { authorization: `Bearer ${tokens[as]}` },
        app: { authorization: `Basic ${btoa(`${as}:${as}-secret`)}` },
        none: {},
      }[route.auth]
      const json = arg === undefined ? undefined : JSON.stringify(arg)
      const usual: Record<string, string> = {
        ...credentials,
        ...(route.style === 'rpc' && json !== undefined ? { 'content-type': 'application/json' } : {}),
        ...(route.style === 'upload' ? { 'content-type': 'application/octet-stream' } : {}),
        ...(route.style === 'rpc' || arg === undefined ? {} : { 'dropbox-api-arg': headerJson(arg) }),
      }
      const sent = Object.entries({ ...usual, ...headers }).filter((each): each is [string, string] => each[1] !== null)
      const response = await emulator.handle(
        new Request(`https://${hosts[route.host]}/2/${name}`, {
          method,
          headers: sent,
          ...(method === 'GET' ? {} : { body: body ?? (route.style === 'rpc' ? json : null) ?? null }),
        }),
      )
      // Routes that are only refused have no types to be checked against.
      const isBuilt = builtRoutes.includes(route)
      const answer = isBuilt ? await checkedAnswer(name, response) : await uncheckedAnswer(name, response)
      listener(answer)
      return answer
    },
  }
}

async function uncheckedAnswer(route: string, response: Response): Promise<Answer> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const text = new TextDecoder().decode(bytes).replace(`Error in call to API function "${route}": `, '')
  return { route, status: response.status, headers: response.headers, result: null, error: text, bytes }
}
