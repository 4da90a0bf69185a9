import type { AccountState } from './state/account-state.ts'
import { inOnePiece } from './state/contents.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import type { DocumentExport } from './state/revision.ts'
import { shareFolder, sharedRootOf } from './state/sharing.ts'
import { lookup, lookupFile, ownerView } from './state/view.ts'
import { writeFile } from './state/write-file.ts'

/** What an account can hold besides plain files and folders. Paths start at the account's root. */
export interface SpecialEntries {
  /**
   * Writes a document that apps cannot download but export, as Paper and Google documents are.
   *
   * @param path ends in `.paper`, `.gdoc`, …
   * @param exports its text by format, the usual format first: `{ markdown: '# Plan', html: '<h1>Plan</h1>' }`
   */
  addDocument(path: string, exports: Readonly<Record<string, string>>): Promise<void>
  /** Shares a folder, or changes how it is shared. @param options `isReadOnly`: its owner may only look @default false */
  shareFolder(path: string, options?: { readonly isReadOnly?: boolean | undefined }): void
  /** Takes a file down for legal reasons: it is listed, and reading it answers `restricted_content`. */
  restrict(path: string): void
}

export function specialEntries(state: EmulatorState, account: AccountState): SpecialEntries {
  const view = ownerView(account)
  return {
    async addDocument(path, texts) {
      const exports: DocumentExport[] = []
      for (const [format, text] of Object.entries(texts)) {
        const body = await state.contents.receive(inOnePiece(new TextEncoder().encode(text)))
        await body.keep()
        exports.push({ format, contentHash: body.contentHash, sizeBytes: body.sizeBytes })
      }
      const [usual] = exports
      if (!usual) throw new TypeError('A document needs at least one format that it can be exported to.')
      const { contentHash, sizeBytes } = usual
      const content = { contentHash, sizeBytes, clientModified: null, exports }
      const options = { mode: { type: 'overwrite' }, autorename: false, strictConflict: false } as const
      state.changes.track(account, null, () => writeFile(view, path, content, options))
    },
    shareFolder(path, { isReadOnly = false } = {}) {
      const entry = lookup(view, path)
      const isShared = sharedRootOf(entry) === entry
      const folder =
        isShared && entry.kind === 'folder'
          ? entry
          : state.changes.track(account, null, () => shareFolder(account, entry))
      folder.sharing = { isReadOnly }
      state.changes.touch()
    },
    restrict(path) {
      account.restrictedIds.add(lookupFile(view, path).revision.fileId)
      state.changes.touch()
    },
  }
}
