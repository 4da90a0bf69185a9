import * as files from '@twinfolder/react'

const record = { module: 'companies', id: '1001' } as const
const root = { folder: [] }

/** A list of files of one's own: no component and no style of Twinfolder, all of its behaviour. */
export function CustomFiles() {
  const list = files.useFiles(record, root)
  const maxFileBytes = files.useRecord(record).data?.maxFileBytes ?? 0
  const sync = files.useRequestSync(record)
  const uploads = files.useUploads(record)
  const actions = files.useFileActions(record)
  const words = files.useWords()
  const entries = Array.from({ length: list.count }, (_, index) => list.entryAt(index)).filter(
    (entry) => entry !== null,
  )
  const add = (chosen: FileList | null) => uploads.add(files.filesOfInput(chosen).files, { folder: [], maxFileBytes })
  return (
    <article aria-busy={list.isPending}>
      {entries.map((entry) => (
        <p key={files.entryKey(entry)}>
          {entry.name}
          {entry.kind === 'file' && entry.sync ? files.fileState(entry.sync, null, words, maxFileBytes).text : null}
          {entry.kind === 'file' ? (
            <button onClick={() => void actions.remove([entry])}>Delete {entry.name}</button>
          ) : null}
        </p>
      ))}
      <input type="file" multiple aria-label="Upload" onChange={({ target }) => void add(target.files)} />
      <button onClick={() => void sync.press()}>Synchronise</button>
    </article>
  )
}
