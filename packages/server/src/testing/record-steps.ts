import type { RecordKey } from '@twinfolder/core'

import { type TestServer, type Who, company, recordPath, sofie } from './test-server.ts'

/** Rows of the widget, as far as tests look at them. */
export interface FileRow {
  readonly kind: string
  readonly id: string
  readonly fileId?: string | null
  readonly name: string
  readonly sync: { readonly state: string; readonly code: string | null } | null
}

/** A row of activity, as far as tests look at it. */
export interface ActivityRow {
  readonly id: string
  readonly code: string
  readonly subject: string
  readonly undo: { readonly until: string } | null
}

/** Where the files of a company are in Dropbox. */
export const folderOf = (id = '1'): string => `/Companies/Company ${id} (${1000 + Number(id)})`

/** Bytes of a text. */
export const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value)

/** Saves files of a company in the CRM, named and filled as told. */
export async function saveFiles(test: TestServer, names: readonly string[], record: RecordKey = company('1')) {
  return Promise.all(names.map((name) => test.files.put(record, name, text(name))))
}

/** `file-1.txt`, `file-2.txt`, … */
export const manyNames = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `file-${index + 1}.txt`)

/** How one user sees a company. */
export function seenBy(test: TestServer, who: Who = sofie, id = '1') {
  const path = recordPath(id)
  const read = async <Value>(of: string): Promise<Value> => (await (await test.get(who, of)).json()) as Value
  const page = () => read<{ readonly entries: FileRow[]; readonly remoteOnly: FileRow[] }>(`${path}/files?limit=500`)
  const sync = async () => (await read<{ readonly sync: Record<string, unknown> }>(path)).sync
  return {
    page,
    sync,
    files: async () => (await page()).entries,
    activity: async (code: string) =>
      (await read<{ readonly rows: ActivityRow[] }>(`${path}/activity?limit=500`)).rows.filter(
        (row) => row.code === code,
      ),
    press: () => test.post(who, `${path}/sync`),
    post: (operation: string, body?: unknown) => test.post(who, `${path}/${operation}`, body),
    /** Presses, and waits until nothing is left to do. Needs a worker. */
    async settle(phase = 'settled'): Promise<void> {
      const { ok, status } = await test.post(who, `${path}/sync`)
      if (!ok) throw new Error(`The press was answered with ${status}.`)
      await test
        .until(async () => (await sync())['phase'] === phase)
        .catch(async (error: unknown) => {
          throw new Error(`The record does not settle: ${JSON.stringify(await sync())}`, { cause: error })
        })
    },
    isIn: async (phase: string) => (await sync())['phase'] === phase,
  }
}

/** The names of the files that a Dropbox has of a company. */
export function namesInDropbox(test: TestServer, who: 'sofie' | 'jonas' = 'sofie', id = '1'): readonly string[] {
  const folder = `${folderOf(id)}/`
  const paths = test.remotes[who].owner
    .tree()
    .filter(({ kind }) => kind === 'file')
    .map(({ path }) => path)
  return paths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length))
}
