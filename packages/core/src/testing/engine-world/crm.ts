import type { RecordKey } from '../../domain/record-ref.ts'
import type { HostUsers } from '../../memory/index.ts'
import type { Actor, HostFile, HostFiles } from '../../ports/host-files.ts'
import { bytes, textOf } from '../bytes.ts'

/** A host together with what its own users do. */
export type WorldHost = HostFiles & HostUsers

/** What people do in the CRM, for one record. Names may have folders: `offers/quote.pdf`. */
export interface Crm {
  put(name: string, text: string): Promise<HostFile>
  /** Adds a file also where one of that name is. */
  putNew(name: string, text: string): Promise<HostFile>
  remove(name: string): Promise<void>
  rename(name: string, to: string): Promise<HostFile>
  /** Another name, another folder, or both. */
  move(name: string, to: string): Promise<void>
  file(name: string): HostFile
  /** `path: text` of every file, sorted. */
  files(): readonly string[]
  /** The texts that the CRM still holds somewhere: current, in a history, in the trash. */
  textsEver(): readonly string[]
  of(record: RecordKey): Crm
}

const grace: Actor = { userId: 'user-grace', name: 'Grace Hopper', via: 'host' }

export function crmOf(host: WorldHost, record: RecordKey): Crm {
  const pathOf = (file: HostFile): string => [...file.folder, file.name].join('/')
  const file = (name: string): HostFile => {
    const found = host.allFiles(record).find((candidate) => pathOf(candidate) === name)
    if (!found) throw new Error(`The CRM has no "${name}": ${host.allFiles(record).map(pathOf).join(', ')}`)
    return found
  }
  const expected = (name: string) => {
    const { id, version } = file(name)
    return { record, id, expectedVersion: version }
  }
  return {
    put: (name, text) => host.put(record, name, bytes(text), grace),
    putNew: (name, text) => host.putNew(record, name, bytes(text), grace),
    remove: (name) => host.remove(expected(name), grace),
    rename: (name, to) => host.rename?.(expected(name), to, grace) ?? Promise.reject(new Error('No renames here.')),
    async move(name, to) {
      const at = to.lastIndexOf('/')
      const folder = at < 0 ? [] : to.slice(0, at).split('/')
      const { id, folder: present } = file(name)
      const target = () => {
        const found = host.allFiles(record).find((one) => one.id === id)
        return { record, id, expectedVersion: found?.version ?? '' }
      }
      if (folder.join('/') !== present.join('/')) await host.move?.(target(), folder, grace)
      if (to.slice(at + 1) !== file([...folder, name.slice(name.lastIndexOf('/') + 1)].join('/')).name)
        await host.rename?.(target(), to.slice(at + 1), grace)
    },
    file,
    files: () =>
      host
        .allFiles(record)
        .map((found) => `${pathOf(found)}: ${textOf(host.bytesOf(record, found.id) ?? bytes('?'))}`)
        .sort(),
    textsEver: () => host.contentsEver(record).map(({ bytes: contents }) => textOf(contents)),
    of: (other) => crmOf(host, other),
  }
}
