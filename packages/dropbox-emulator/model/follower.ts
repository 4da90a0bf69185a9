import type { Dropbox, files } from 'dropbox'

type Entry = files.ListFolderResult['entries'][number]

/** What a follower believes to be at a path. */
export interface Believed {
  readonly kind: 'file' | 'folder'
  readonly name: string
  readonly contentHash: string | null
}

/** A client that knows Dropbox by its change feed alone, and looks at it whenever it pleases. */
export class Follower {
  readonly entries = new Map<string, Believed>()
  readonly #dropbox: Dropbox
  readonly #limit: number
  #cursor: string | null = null

  /** @param limit the most entries of a page */
  constructor(dropbox: Dropbox, limit: number) {
    this.#dropbox = dropbox
    this.#limit = limit
  }

  /** Reads one page. @returns whether there is more */
  async poll(): Promise<boolean> {
    try {
      const { result } =
        this.#cursor === null
          ? await this.#dropbox.filesListFolder({ path: '', recursive: true, limit: this.#limit })
          : await this.#dropbox.filesListFolderContinue({ cursor: this.#cursor })
      for (const entry of result.entries) this.#apply(entry)
      this.#cursor = result.cursor
      return result.has_more
    } catch (error) {
      if (!isReset(error)) throw error
      this.entries.clear()
      this.#cursor = null
      return true
    }
  }

  /** Reads everything that there is. */
  async catchUp(): Promise<void> {
    while (await this.poll()) {
      // Until there is no more.
    }
  }

  /** As the documentation of `list_folder` says. */
  #apply(entry: Entry): void {
    const path = entry.path_lower ?? ''
    const isFolderAgain = entry['.tag'] === 'folder' && this.entries.get(path)?.kind === 'folder'
    if (!isFolderAgain) {
      for (const known of this.entries.keys()) {
        if (known === path || known.startsWith(`${path}/`)) this.entries.delete(known)
      }
    }
    if (entry['.tag'] === 'deleted') return
    const contentHash = entry['.tag'] === 'file' ? (entry.content_hash ?? null) : null
    this.entries.set(path, { kind: entry['.tag'], name: entry.name, contentHash })
  }
}

function isReset(error: unknown): boolean {
  return JSON.stringify(error).includes('"reset')
}
