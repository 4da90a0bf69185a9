import type { RecordKey } from '../../domain/record-ref.ts'
import type { World } from '../engine-world/engine-world.ts'
import { textOf } from '../bytes.ts'

/** What is there in the end, in words: both trees, what binds them, and what is told. Ids, versions and times do not count. */
export interface EndState {
  readonly crm: readonly string[]
  /** Every content that the CRM still holds, each as often as it holds it. */
  readonly crmEver: readonly string[]
  readonly dropbox: readonly string[]
  readonly bound: readonly string[]
  readonly folders: readonly string[]
  readonly records: readonly string[]
  readonly problems: readonly string[]
  readonly conflicts: readonly string[]
  readonly link: string
}

/** Reads the {@link EndState} of the first link. */
export async function endStateOf(world: World): Promise<EndState> {
  const { ada, crm, store, acme } = world
  const enrolments = await store.enrolments(ada.linkId)
  const records = new Map<string, RecordKey>([[acme.id, acme]])
  for (const { record } of enrolments) records.set(record.id, record)
  const of = async <Row>(read: (record: RecordKey) => Promise<readonly Row[]> | readonly Row[]) =>
    (await Promise.all([...records.values()].map(async (record) => read(record)))).flat()
  const conflicts = await of((record) => store.conflicts(record))
  const link = await store.link(ada.linkId)
  return {
    crm: await of((record) =>
      crm
        .of(record)
        .files()
        .map((file) => `${record.id}/${file}`),
    ),
    crmEver: (await of((record) => crm.of(record).textsEver())).toSorted(),
    dropbox: await treeOf(world),
    bound: (await of((record) => store.baselinesOfRecord(ada.linkId, record)))
      .map(({ record, hostFolder, hostName, path, status, deletion }) =>
        [record.id, [...hostFolder, hostName].join('/'), path, status, deletion ?? ''].join(' '),
      )
      .toSorted(),
    folders: (await of((record) => store.folderMaps(ada.linkId, record)))
      .map(({ hostFolder, path }) => `${hostFolder.join('/')} ${path}`)
      .toSorted(),
    records: enrolments.map(({ record, status, folder, lastNameWeSet, resuming }) =>
      [record.id, status, folder, lastNameWeSet, resuming].join(' '),
    ),
    problems: (await ada.problems()).map(({ code, subject }) => `${code} ${subject}`).toSorted(),
    conflicts: conflicts.map(({ name, copyName }) => `${name} ${copyName}`).toSorted(),
    link: JSON.stringify([link?.status, link?.hold]),
  }
}

async function treeOf({ ada }: World): Promise<readonly string[]> {
  const { owner } = ada.remote
  const lines: string[] = []
  for (const { kind, path } of owner.tree()) {
    const contents = kind === 'file' ? await owner.bytesOf(path) : null
    lines.push(contents ? `${path}: ${textOf(contents)}` : `${path}/`)
  }
  return lines
}
