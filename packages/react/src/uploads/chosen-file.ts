/** A file that the user chose or dropped, with the folders it came in. */
export interface ChosenFile {
  readonly file: File
  /** Folders below the one that it was dropped into. */
  readonly folder: readonly string[]
}

/** The files of a file input. A folder picker gives each with its path. */
export function filesOfInput(list: FileList | null): readonly ChosenFile[] {
  return [...(list ?? [])].map((file) => ({ file, folder: (file.webkitRelativePath || '').split('/').slice(0, -1) }))
}

/**
 * The files of a drop, dropped folders with all that is in them. Must be called in the event itself: afterwards the browser
 * has taken the drop away.
 */
export function filesOfDrop(transfer: DataTransfer): Promise<readonly ChosenFile[]> {
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry?.() : null))
  const known = entries.filter((entry) => entry !== null && entry !== undefined)
  if (known.length === 0) return Promise.resolve([...transfer.files].map((file) => ({ file, folder: [] })))
  return Promise.all(known.map((entry) => filesBelow(entry, []))).then((lists) => lists.flat())
}

async function filesBelow(entry: FileSystemEntry, folder: readonly string[]): Promise<readonly ChosenFile[]> {
  if (isFile(entry)) return [{ file: await new Promise<File>((done, failed) => entry.file(done, failed)), folder }]
  if (!isDirectory(entry)) return []
  const found: ChosenFile[] = []
  for (const child of await childrenOf(entry)) found.push(...(await filesBelow(child, [...folder, entry.name])))
  return found
}

/** A reader gives at most a hundred entries at a time. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = directory.createReader()
  const children: FileSystemEntry[] = []
  for (;;) {
    const more = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed))
    if (more.length === 0) return children
    children.push(...more)
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
