import type { HostFile, RecordKey } from '../src/index.ts'
import type { ModelSpoke, ModelWorld } from './model-world.ts'

/** There is no such file: the step is not possible now. */
export class Missing extends Error {
  override readonly name = 'Missing'
}

/** The record of a step; steps count modulo the records. */
export function keyOf({ keys }: ModelWorld, record: number): RecordKey {
  const key = keys[record % keys.length]
  if (!key) throw new Error('A world has records.')
  return key
}

/** The user of a step; steps count modulo the users. */
export function spokeOf({ spokes }: ModelWorld, user: number): ModelSpoke {
  const spoke = spokes[user % spokes.length]
  if (!spoke) throw new Error('A world has users.')
  return spoke
}

/** A file of the CRM by its path in its record. @throws Missing */
export function fileOf(world: ModelWorld, record: number, path: string): HostFile {
  const found = world.host.allFiles(keyOf(world, record)).find((file) => pathOf(file) === path)
  if (!found) throw new Missing(path)
  return found
}

/** A path as the CRM has it: a host with flat folders has one label where others have a path. */
export function nameInCrm({ size }: ModelWorld, path: string): string {
  const end = path.lastIndexOf('/')
  if (size.host !== 'poor' || end === -1) return path
  return `${path.slice(0, end).replaceAll('/', ' ')}/${path.slice(end + 1)}`
}

/** The path of a file in its record. */
export function pathOf({ folder, name }: HostFile): string {
  return [...folder, name].join('/')
}

/** A file at the version that was seen. */
export function expected({ record, id, version }: HostFile) {
  return { record, id, expectedVersion: version }
}

/** Where a record's folder is for a user, or will be. */
export async function homeOf({ store, keys }: ModelWorld, { linkId }: ModelSpoke, record: number): Promise<string> {
  const at = record % keys.length
  const key = keys[at]
  const enrolment = key ? await store.enrolment(linkId, key) : null
  return enrolment?.folder ?? `/Companies/Record ${at + 1} (${at + 1})`
}
