import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { expect, test } from 'vitest'

const manifest = createRequire(import.meta.url).resolve('@twinfolder/server/package.json')
const bin = join(dirname(manifest), 'bin', 'twinfolder-server.mjs')

test(
  'twinfolder-server runs the example: its people sign in, and its records are known',
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crm-command-'))
    const { PATH = '' } = process.env
    const child = spawn(
      process.execPath,
      [bin, 'start', '--demo', '--config', join(import.meta.dirname, '..', 'twinfolder.config.ts')],
      {
        env: {
          PATH,
          DROPBOX_APP_KEY: 'key',
          DROPBOX_APP_SECRET: 'secret',
          CRM_DATA_DIR: join(folder, 'crm'),
          TWINFOLDER_DATA_DIR: join(folder, 'data'),
          TWINFOLDER_PUBLIC_URL: 'http://localhost:4000/twinfolder',
          TWINFOLDER_PORT: '0',
          TWINFOLDER_OPERATIONS_PORT: '0',
        },
      },
    )
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    await expect.poll(() => output, { timeout: 90_000 }).toContain('"started"')
    const { url } = JSON.parse(output.split('\n')[0] ?? '') as { url: string }
    const signedIn = await fetch(`${url}/api/session`, { method: 'POST', body: JSON.stringify({ person: 'sofie' }) })
    const headers = {
      cookie: signedIn.headers.get('set-cookie')?.split(';')[0] ?? '',
      [PROTOCOL_HEADER]: PROTOCOL_VERSION,
    }
    expect(await (await fetch(`${url}/twinfolder/connection`, { headers })).json()).toMatchObject({ state: 'none' })
    const record = await fetch(`${url}/twinfolder/records/companies/1001`, { headers })
    expect(await record.json()).toMatchObject({ name: 'Acme GmbH' })
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    rmSync(folder, { recursive: true })
  },
)
