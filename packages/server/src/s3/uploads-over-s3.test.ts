import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { Secret } from '@twinfolder/core'
import { collect } from '@twinfolder/core/testing'
import { startFauxqs } from 'fauxqs'
import { expect, test } from 'vitest'

import { PUBLIC_URL, company, recordPath, sofie, testServer } from '../testing/test-server.ts'
import { s3BlobStore } from './s3-blob-store.ts'

test('[C75] an upload in parts goes on at another server, over the same S3 store and rows', async () => {
  const s3 = await startFauxqs({ port: 0, logger: false })
  const reach = { region: 'us-east-1', endpoint: s3.address, forcePathStyle: true }
  const admin = new S3Client({ ...reach, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  await admin.send(new CreateBucketCommand({ Bucket: 'contents' }))
  const newParts = () =>
    s3BlobStore({
      ...reach,
      bucket: 'contents',
      prefix: 'upload-parts/',
      credentials: { accessKeyId: 'test', secretAccessKey: new Secret('test') },
    })
  const first = testServer({ uploadParts: newParts() })
  const { stores, files } = first
  const second = testServer({ uploadParts: newParts(), stores, files })

  const bytes = Uint8Array.from({ length: 9_000_000 }, (_, at) => (at * 7) % 251)
  const tus = { 'tus-resumable': '1.0.0' }
  const begun = await first.send(sofie, 'POST', `${recordPath('1')}/uploads`, {
    headers: { ...tus, 'upload-length': String(bytes.byteLength), 'upload-metadata': `filename ${btoa('plan.pdf')}` },
  })
  const path = (begun.headers.get('location') ?? '').slice(PUBLIC_URL.length)
  const append = (server: typeof first, from: number, to: number): Promise<Response> => {
    const headers = { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(from) }
    return server.send(sofie, 'PATCH', path, { body: bytes.slice(from, to), headers })
  }
  expect((await append(first, 0, 4_000_000)).headers.get('upload-offset')).toBe('4000000')
  expect((await append(second, 4_000_000, 8_000_000)).headers.get('upload-offset')).toBe('8000000')
  expect((await append(first, 8_000_000, 9_000_000)).status).toBe(204)

  const [file] = first.files.allFiles(company('1'))
  if (!file) throw new Error('No file came of it.')
  expect(Buffer.compare(await collect(await first.files.read(file)), bytes)).toBe(0)
  const left: string[] = []
  for await (const id of newParts().list()) left.push(id)
  expect(left).toEqual([])
  admin.destroy()
  await s3.stop()
})
