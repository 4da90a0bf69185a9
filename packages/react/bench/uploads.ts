import { createSyncClient } from '@twinfolder/client'
import { memoryAdapter } from '@twinfolder/client/testing'

import { createUploadQueue } from '../src/uploads/upload-queue.ts'

/**
 * What a dropped folder costs the queue of the widget, one JSON line for each number of files: adding them, and until the last has gone.
 * A component that shows the record follows meanwhile. Every file should cost the same, however many there are.
 */
const record = { module: 'companies', id: '1001' } as const
const adapter = memoryAdapter()
/** What every upload answers: the cost of a server is not what is measured. */
const first = await adapter.upload({ record, folder: [], name: 'x.txt', body: new Blob(), idempotencyKey: 'the first' })
const upload = () => new Promise<typeof first>((resolve) => setImmediate(resolve, first))
const counts = process.argv.slice(2).map(Number)

for (const files of counts.length > 0 ? counts : [100, 1000, 10_000, 20_000]) {
  const client = createSyncClient({ ...adapter, upload })
  const queue = createUploadQueue(client, { onUploaded: async () => undefined })
  let renders = 0
  let largestView = 0
  queue.list.subscribe(() => {
    const { active, troubled, found } = queue.list.view(record)
    renders += 1
    largestView = Math.max(largestView, active.length + troubled.length + found.length)
  })
  queue.start()
  const chosen = Array.from({ length: files }, (_, at) => ({ file: new File(['x'], `${at}.txt`), folder: [] }))
  const begun = performance.now()
  queue.add(chosen, { record, folder: [], maxFileBytes: 1000 })
  const added = performance.now()
  await new Promise<void>((resolve) => {
    queue.list.subscribe(() => (queue.list.view(record).activeCount === 0 ? resolve() : undefined))
  })
  const done = performance.now()
  queue.stop()
  const perFileUs = Math.round(((done - begun) / files) * 1000)
  const [addMs, totalMs] = [added - begun, done - begun].map((ms) => Math.round(ms))
  const line = { bench: 'uploads', files, addMs, totalMs, perFileUs, renders, largestView }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
