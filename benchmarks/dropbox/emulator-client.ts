import { type ChildProcess, fork } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'

import { Secret } from '@twinfolder/core'
import { dropbox } from '@twinfolder/dropbox'

import { type Counts, type EmulatorAnswer, type EmulatorSettings, appKey } from './messages.ts'

/** The emulator's process as the benchmark sees it. */
export interface BenchEmulator {
  readonly url: string
  /** What arrived since this was last asked. */
  counts(): Promise<Counts>
  /** A refresh token of an account of its own, granted on the consent page. */
  link(): Promise<string>
  /** An access token of an account of its own. */
  accessToken(): Promise<string>
  stop(): void
}

export async function startBenchEmulator(settings: EmulatorSettings): Promise<BenchEmulator> {
  const child = fork(join(import.meta.dirname, 'emulator-process.ts'), [JSON.stringify(settings)])
  const ask = asking(child)
  const url = (await ask.first) as string
  return {
    url,
    counts: async () => (await ask.ask('counts')) as Counts,
    async link() {
      const provider = dropbox({ appKey, baseUrl: url })
      const redirectUri = 'http://127.0.0.1:9/callback'
      const verifier = randomBytes(48).toString('base64url')
      const codeChallenge = createHash('sha256').update(verifier).digest('base64url')
      const back = await ask.ask('authorize', provider.authorizeUrl({ redirectUri, state: 'bench', codeChallenge }))
      const code = new URL(back as string).searchParams.get('code') ?? ''
      const grant = await provider.exchangeCode({ code, redirectUri, codeVerifier: new Secret(verifier) })
      return grant.refreshToken.reveal()
    },
    accessToken: async () => (await ask.ask('token')) as string,
    stop: () => child.disconnect(),
  }
}

function asking(child: ChildProcess) {
  const waiting = new Map<number, (value: EmulatorAnswer) => void>()
  let lastId = 0
  const first = new Promise<EmulatorAnswer>((resolve) => waiting.set(0, resolve))
  child.on('message', ({ id, value }: { readonly id: number; readonly value: EmulatorAnswer }) => {
    waiting.get(id)?.(value)
    waiting.delete(id)
  })
  return {
    first,
    ask(what: string, text?: string): Promise<EmulatorAnswer> {
      lastId += 1
      const id = lastId
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        child.send({ id, ask: what, text })
      })
    },
  }
}
