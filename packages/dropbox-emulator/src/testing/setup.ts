import { Dropbox } from 'dropbox'

import { createDropboxEmulator } from '../emulator.ts'
import type { DropboxEmulator, DropboxEmulatorOptions } from '../emulator.ts'
import { emulatorFetch } from '../emulator-fetch.ts'

export const sofie = 'sofie.peeters@example.com'
export const jonas = 'jonas@example.com'
export const appKey = 'demo-key'
export const appSecret = 'demo-secret'

/** An emulator with two people and one app, and the app linked to Sofie through the real SDK. */
export function setup(options: DropboxEmulatorOptions = {}) {
  const emulator = createDropboxEmulator({
    accounts: [{ email: sofie }, { email: jonas }],
    apps: [{ key: appKey, secret: appSecret, name: 'Demo CRM' }],
    ...options,
  })
  return { emulator, ...connect(emulator) }
}

/** What one app has of one account: the SDK, plain requests, and the owner's side. */
export function connect(emulator: DropboxEmulator, email = sofie, key = appKey) {
  const { accessToken, refreshToken } = emulator.tokenFor(email, key)
  const fetch = emulatorFetch(emulator)
  const dropbox = new Dropbox({ accessToken, fetch })
  const owner = emulator.accounts.get(email)
  return { accessToken, refreshToken, fetch, dropbox, owner, ...rawCalls(fetch, accessToken) }
}

/** Requests without the SDK, to see the wire as it is. */
export function rawCalls(fetch: typeof globalThis.fetch, accessToken: string) {
  const headers = { Authorization: `Bearer ${accessToken}` }
  return {
    rpc: (name: string, arg: unknown) =>
      fetch(`https://api.dropboxapi.com/2/${name}`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify(arg),
      }),
    upload: (name: string, arg: unknown, body: string | Uint8Array<ArrayBuffer> = '') =>
      fetch(`https://content.dropboxapi.com/2/${name}`, {
        method: 'POST',
        headers: {
          ...headers,
          'Content-Type': 'application/octet-stream',
          'Dropbox-API-Arg': asciiJson(arg),
        },
        body,
      }),
    download: (arg: unknown, more: Readonly<Record<string, string>> = {}) =>
      fetch('https://content.dropboxapi.com/2/files/download', {
        method: 'POST',
        headers: { ...headers, 'Dropbox-API-Arg': asciiJson(arg), ...more },
      }),
  }
}

/** Status and error of a refused call of the SDK. */
export async function refusal(call: Promise<unknown>): Promise<{ readonly status: unknown; readonly error: unknown }> {
  try {
    await call
  } catch (error) {
    if (typeof error === 'object' && error && 'status' in error && 'error' in error) {
      const body = error.error
      const inner = typeof body === 'object' && body && 'error' in body ? body.error : body
      return { status: error.status, error: inner }
    }
    throw error
  }
  throw new Error('The call was expected to be refused.')
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
