/** A file that the user chose or dropped, with the folders it came in. */
export interface ChosenFile {
  readonly file: File
  /** Folders below the one that it was dropped into. */
  readonly folder: readonly string[]
}

/** What the user chose or dropped at once. */
export interface Chosen {
  readonly files: readonly ChosenFile[]
  /** Dropped folders with nothing in them. A picker does not tell of any. */
  readonly emptyFolders: readonly (readonly string[])[]
}

/** The files of a file input. A folder picker gives each with its path. */
export function filesOfInput(list: FileList | null): Chosen {
  const files = [...(list ?? [])].map((file) => ({
    file,
    folder: (file.webkitRelativePath || '').split('/').slice(0, -1),
  }))
  return { files, emptyFolders: [] }
}

/**
 * The files of a drop, dropped folders with all that is in them. Must be called in the event itself: afterwards the browser
 * has taken the drop away.
 */
export async function filesOfDrop(transfer: DataTransfer): Promise<Chosen> {
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry?.() : null))
  const known = entries.filter((entry) => entry !== null && entry !== undefined)
  if (known.length === 0) {
    return { files: [...transfer.files].map((file) => ({ file, folder: [] })), emptyFolders: [] }
  }
  const found = { files: new Array<ChosenFile>(), emptyFolders: new Array<readonly string[]>() }
  for (const entry of known) await collect(entry, [], found)
  return found
}

/** Adds what is in an entry; one list for the whole tree, so that ten thousand files are not copied level by level. */
async function collect(
  entry: FileSystemEntry,
  folder: readonly string[],
  found: { readonly files: ChosenFile[]; readonly emptyFolders: (readonly string[])[] },
): Promise<void> {
  if (isFile(entry)) {
    found.files.push({ file: await new Promise<File>((done, failed) => entry.file(done, failed)), folder })
    return
  }
  if (!isDirectory(entry)) return
  const inside = [...folder, entry.name]
  const children = await childrenOf(entry)
  if (children.length === 0) found.emptyFolders.push(inside)
  for (const child of children) await collect(child, inside, found)
}

/** A reader gives at most a hundred entries at a time. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = directory.createReader()
  const children: FileSystemEntry[] = []
  for (;;) {
    const more = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed))
    if (more.length === 0) return children
    for (const child of more) children.push(child)
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
