import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { makeCertificate } from './dropbox/certificate.ts'
import { startBenchEmulator } from './dropbox/emulator-client.ts'
import { runRclone } from './dropbox/rclone.ts'
import { runProcess } from './dropbox/run-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'bench-dropbox-'))
const certificate = makeCertificate(folder)
const scale = Number(process.argv[2] ?? 1)
const emulator = await startBenchEmulator({ latencyMs: 50, lockMs: 50, tls: certificate ?? undefined })
const env =
  certificate && emulator.proxyUrl
    ? { HTTPS_PROXY: emulator.proxyUrl, NODE_USE_ENV_PROXY: '1', NODE_EXTRA_CA_CERTS: certificate.path }
    : {}
const only = process.argv[3]
if (only !== 'rclone')
  await runProcess(
    'engine-process.ts',
    { refreshToken: await emulator.link(), scale, ...(certificate ? {} : { baseUrl: emulator.url }) },
    emulator,
    env,
    (line) => console.log(JSON.stringify(line)),
  )
if (certificate && only !== 'engine')
  await runRclone(emulator, { folder, certificatePath: certificate.path, scale }, (line) =>
    console.log(JSON.stringify(line)),
  )
emulator.stop()
rmSync(folder, { recursive: true })
