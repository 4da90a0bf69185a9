import { createHash } from 'node:crypto'

import type { Cluster } from '../cluster/cluster.ts'
import { company, folderOf } from '../cluster/host-records.ts'
import { sideBySide } from '../waiting.ts'

/** Who changes a file: a person in the CRM, the owner of the Dropbox, or both at once. */
export type Story = 'crm' | 'dropbox' | 'both'

/** What people did with one file. Each of its contents is unique in the world. */
export interface BookedFile {
  readonly record: number
  readonly story: Story
  /** Where it is now; `null` when its person deleted it. */
  name: string | null
  /** Names that it had before. */
  readonly earlier: string[]
  /** Every text that was written into it by whom, oldest first. */
  readonly written: { readonly by: 'crm' | 'dropbox'; readonly text: string }[]
}

/** A file as it was found on one side: `name` is its path in the record's folder. */
interface Found {
  readonly name: string
  readonly text: string
}

/** What was found of one record on both sides. */
interface Sides {
  readonly crm: readonly Found[]
  readonly dropbox: readonly Found[]
  /** Texts that the CRM keeps as old versions. */
  readonly kept: ReadonlySet<string>
}

/**
 * A model of both sides: what people put where, and what has to be there when everything has come to rest. It knows nothing of the server,
 * its database or its mirror of Dropbox.
 */
export class Book {
  readonly files: BookedFile[] = []

  add(record: number, story: Story, name: string): BookedFile {
    const file: BookedFile = { record, story, name, earlier: [], written: [] }
    this.files.push(file)
    return file
  }

  /** Everything that is lost, doubled, torn or in the wrong place, one sentence each. */
  async violations(cluster: Pick<Cluster, 'crm' | 'dropbox'>, email: string): Promise<readonly string[]> {
    const records = [...new Set(this.files.map(({ record }) => record))]
    const found: string[] = []
    for (const record of records) {
      const sides = await lookAt(cluster, email, record)
      found.push(...this.#ofRecord(record, sides))
    }
    return found
  }

  #ofRecord(record: number, sides: Sides): readonly string[] {
    const booked = this.files.filter((file) => file.record === record)
    const owners = new Map(booked.flatMap((file) => file.written.map(({ text }) => [text, file] as const)))
    const strange = (['crm', 'dropbox'] as const).flatMap((side) =>
      sides[side]
        .filter(({ text }) => !owners.has(text))
        .map(
          ({ name, text }) => `${side}: "${name}" of company ${record} is torn: ${JSON.stringify(text.slice(0, 60))}`,
        ),
    )
    return [...strange, ...booked.flatMap((file) => ofFile(file, ownOf(sides, file, owners)))]
  }
}

/** The first text of a file, or the next: unique, and long enough to be torn. */
export function nextText({ record, written }: BookedFile, sizeBytes: number): string {
  const number = written.length + 1
  const head = `company ${record}, text ${number}, ${crypto.randomUUID()}\n`
  const filler = createHash('sha256').update(head).digest('hex')
  return head.padEnd(sizeBytes, filler)
}

function ownOf({ crm, dropbox, kept }: Sides, file: BookedFile, owners: ReadonlyMap<string, BookedFile>): Sides {
  const own = (found: readonly Found[]): readonly Found[] => found.filter(({ text }) => owners.get(text) === file)
  return { crm: own(crm), dropbox: own(dropbox), kept }
}

function ofFile(file: BookedFile, sides: Sides): readonly string[] {
  const texts = file.written.map(({ text }) => text)
  const last = texts.at(-1) ?? ''
  const label = `"${file.name ?? file.earlier.at(-1)}" of company ${file.record} (${file.story})`
  const wrong: string[] = []
  const expect = (claim: boolean, what: string): void => {
    if (claim) return
    const shown = (found: readonly Found[]): string =>
      found.map(({ name, text }) => `${name}=${texts.indexOf(text) + 1}/${texts.length}`).join(', ') || 'nothing'
    wrong.push(`${label}: ${what}; the CRM has ${shown(sides.crm)}, Dropbox has ${shown(sides.dropbox)}`)
  }
  const isOnly = (found: readonly Found[], name: string): boolean =>
    found.length === 1 && found[0]?.name === name && found[0].text === last
  if (file.story === 'both') {
    const safe = new Set([...sides.crm.map(({ text }) => text), ...sides.kept])
    for (const by of ['crm', 'dropbox'] as const) {
      const own = file.written.findLast((one) => one.by === by)
      expect(own === undefined || safe.has(own.text), `the last version of ${by} is lost`)
    }
    const key = (found: readonly Found[]): string => JSON.stringify(found.map(({ text }) => text).toSorted())
    expect(key(sides.crm) === key(sides.dropbox), 'both sides differ')
    expect(new Set(sides.crm.map(({ text }) => text)).size === sides.crm.length, 'a version is there twice')
    return wrong
  }
  if (file.name !== null) {
    const { name } = file
    expect(isOnly(sides.dropbox, name), 'Dropbox has to have the last version, once')
    // A rename in Dropbox makes a second file in the CRM (S7): the old one stays, under its old name.
    const stayed = file.story === 'dropbox' ? sides.crm.filter((found) => file.earlier.includes(found.name)) : []
    const others = sides.crm.filter((found) => !stayed.includes(found))
    expect(isOnly(others, name), 'the CRM has to have the last version, once')
    expect(stayed.length <= file.earlier.length, 'the CRM has copies of an earlier name')
    return wrong
  }
  expect(sides.dropbox.length === 0, 'it was deleted, and Dropbox has it')
  // A deletion in Dropbox never reaches the CRM (S5); one before the first import leaves nothing there.
  if (file.story === 'crm') expect(sides.crm.length === 0, 'it was deleted, and the CRM has it')
  else expect(sides.crm.length <= 1 + file.earlier.length, 'the CRM has it twice')
  return wrong
}

async function lookAt(
  { crm, dropbox }: Pick<Cluster, 'crm' | 'dropbox'>,
  email: string,
  record: number,
): Promise<Sides> {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
  const owner = dropbox.account(email)
  const folder = folderOf(record)
  const paths = [...(await owner.tree(folder))].filter(([, { kind }]) => kind === 'file').map(([path]) => path)
  const inDropbox: Found[] = []
  await sideBySide(paths, 8, async (path) => {
    inDropbox.push({ name: path.slice(folder.length + 1), text: text(await owner.read(path)) })
  })
  const inCrm: Found[] = []
  const kept = new Set<string>()
  await sideBySide(await crm.files(company(record)), 4, async (file) => {
    inCrm.push({ name: [...file.folder, file.name].join('/'), text: text(await crm.read(file)) })
    for (const old of await crm.history(file)) kept.add(text(old))
  })
  return { crm: inCrm, dropbox: inDropbox, kept }
}
