import {
  type Baseline,
  type ContentHash,
  type HostFile,
  type PassReport,
  type RecordKey,
  SyncError,
} from '../src/index.ts'
import type { PoorHostFiles } from '../src/testing/poor-host/poor-host-files.ts'
import type { Command, Edit, FaultSpec } from './commands.ts'
import { hashOfFile, hashOfText } from './fast-hash.ts'
import { type ModelSpoke, type ModelWorld, linkRow } from './model-world.ts'
import { count, lowerPath } from './watch.ts'
import { Crash, type Meanwhile } from './wire.ts'

const person = { userId: 'user-0', name: 'Grace', via: 'host' as const }
const encoder = new TextEncoder()
/** A byte more than the limit of the full model, and exactly the limit. */
const LARGE = 'nine char'
/** Op types that leave a row in the activity, each one row. */
const toldOps = new Set([
  'upload',
  'import',
  'importFolder',
  'updateHost',
  'storeCopy',
  'move',
  'deleteRemote',
  'adopt',
  'detach',
  'hold',
  'createRecordFolder',
  'moveRecordFolder',
])

/** Carries a step out. What is not possible now, e.g. renaming a file that is not there, does nothing. */
export async function carryOut(world: ModelWorld, command: Command): Promise<void> {
  world.clock.advance(1000)
  switch (command.type) {
    case 'pass':
      return passStep(world, command)
    case 'passes': {
      const [a, b] = world.spokes
      if (!a || !b) return
      await Promise.all([runPass(world, a, null, command.fault, null), runPass(world, b, null, null, null)])
      return
    }
    case 'loseCursor':
      return spokeOf(world, command.user).remote.owner.loseCursors()
    case 'wait':
      return world.clock.advance(command.hours * 3_600_000)
    case 'renameRecord': {
      const key = keyOf(world, command.record)
      return world.records.set(key, { name: command.name, number: String(command.record + 1), singular: 'Company' })
    }
    case 'rights': {
      const { userId } = spokeOf(world, command.user)
      const [read, write] = [command.rights !== 'none', command.rights === 'all']
      const user = { tenantId: 'tenant-1', userId }
      return world.records.setAccess(user, keyOf(world, command.record), { read, write, missing: [] })
    }
    case 'authorize': {
      const { owner } = spokeOf(world, command.user).remote
      return command.isGranted ? owner.authorize() : owner.revoke()
    }
    case 'quota':
      return spokeOf(world, command.user).remote.owner.setAllocatedBytes(command.isFull ? 0 : null)
    default:
      return decide(world, command)
  }
}

async function passStep(world: ModelWorld, command: Extract<Command, { readonly type: 'pass' }>): Promise<void> {
  const spoke = spokeOf(world, command.user)
  const key = command.press === null ? null : keyOf(world, command.press)
  if (key && !spoke.isUnlinked) await spoke.engine.enrol(spoke.linkId, key, spoke.userId)
  const meanwhile = command.meanwhile
  await runPass(
    world,
    spoke,
    key && [key],
    command.fault,
    meanwhile && { at: meanwhile.at, run: () => editStep(world, meanwhile.edit) },
  )
}

/** One pass, with what goes wrong in it. A crash leaves the lease behind: another process has to wait for it. */
export async function runPass(
  world: ModelWorld,
  spoke: ModelSpoke,
  records: readonly RecordKey[] | null,
  fault: FaultSpec | null,
  meanwhile: Meanwhile | null,
): Promise<PassReport | null> {
  const { wire, engine, book, linkId } = spoke
  world.passes += 1
  if (fault) world.hadFaults = true
  wire.start(fault ? [fault] : [], meanwhile ? [meanwhile] : [])
  let report: PassReport | null = null
  book.isPassing = true
  try {
    report = await engine.runPass(linkId, { records, owner: `worker-${spoke.process}` })
  } catch (error) {
    if (!(error instanceof Crash)) throw error
    spoke.process += 1
    world.clock.advance(60_000)
  }
  book.isPassing = false
  await noteUnbound(world, spoke)
  wire.start([], [])
  world.trace.push(`${spoke.user} ${report ? `${report.outcome} ${JSON.stringify(report.ops)}` : 'crash'}`)
  for (const [type, times] of Object.entries(report?.ops ?? {})) if (toldOps.has(type)) world.toldOps += times
  return report
}

/**
 * What a pass sent and could not write down is found by the next one, by its content. Where the CRM's file is another by then, it
 * comes in as a file of its own.
 */
async function noteUnbound({ store }: ModelWorld, { book, linkId }: ModelSpoke): Promise<void> {
  const sent = book.sent.splice(0)
  if (sent.length === 0) return
  const bound = await store.baselinesByPath(
    linkId,
    sent.map(({ pathLower }) => pathLower),
  )
  sent.forEach(({ revision, contentHash }, at) => {
    if (bound[at]?.revision !== revision && contentHash) count(book.arrivals, contentHash)
  })
}

async function decide(
  world: ModelWorld,
  command: Exclude<
    Command,
    { readonly type: 'pass' | 'passes' | 'loseCursor' | 'wait' | 'renameRecord' | 'rights' | 'authorize' | 'quota' }
  >,
): Promise<void> {
  try {
    switch (command.type) {
      case 'stop': {
        const spoke = spokeOf(world, command.user)
        return await spoke.engine.stop(spoke.linkId, keyOf(world, command.record), person)
      }
      case 'pause': {
        const { engine, linkId } = spokeOf(world, command.user)
        const record = command.record === null ? null : keyOf(world, command.record)
        return await (command.isPaused ? engine.pause(linkId, record, person) : engine.resume(linkId, record, person))
      }
      case 'unlink':
        return await unlink(world, spokeOf(world, command.user), command.account)
      case 'putBack': {
        const { engine, linkId, book } = spokeOf(world, command.user)
        const record = keyOf(world, command.record)
        const rows = await world.store.baselinesOfRecord(linkId, record)
        book.removed.clear()
        await engine.putBack(
          linkId,
          record,
          rows.map(({ fileId }) => fileId),
        )
        return
      }
      case 'answerHeld':
        return await answerHeld(world, spokeOf(world, command.user), keyOf(world, command.record), command.answer)
      case 'resolve': {
        const record = keyOf(world, command.record)
        const [conflict] = await world.store.conflicts(record)
        if (conflict) await spokeOf(world, 0).engine.resolveConflict(conflict, command.keep, person)
        return
      }
      case 'undo': {
        const page = await world.store.activity({ tenantId: 'tenant-1' }, { before: null, limit: 50 })
        const row = page.rows.filter(({ undo }) => undo)[command.nth]
        if (!row) return
        for (const { book } of world.spokes) book.removed.clear()
        await spokeOf(world, 0).engine.undo({ tenantId: 'tenant-1', id: row.id }, person)
        return
      }
      case 'backUp':
        world.backup = world.store.snapshot()
        return
      case 'restore':
        return await restore(world)
      case 'preview': {
        const { engine, linkId } = spokeOf(world, command.user)
        return void (await engine.preview(linkId, world.keys))
      }
      default:
        return await editStep(world, command)
    }
  } catch (error) {
    // It is not possible now, and says so with a code.
    if (!(error instanceof SyncError) || error.code === 'unexpected') throw error
  }
}

/** Answers deletions that are held; what is confirmed is no longer counted by the guard, what is taken back may come again. */
export async function answerHeld(
  { store }: ModelWorld,
  { engine, linkId, book }: ModelSpoke,
  record: RecordKey,
  answer: 'delete' | 'takeBack',
): Promise<void> {
  const held = (await store.baselinesOfRecord(linkId, record)).filter(({ deletion }) => deletion === 'held')
  for (const { contentHash } of held) count(book.arrivals, contentHash)
  if (answer === 'takeBack') return void (await engine.takeDeletionsBack(linkId, record, null, person))
  const confirmed = await engine.confirmDeletions(linkId, record, null, person)
  book.deletions.push(...Array.from({ length: confirmed }, () => -Infinity))
}

async function unlink(world: ModelWorld, spoke: ModelSpoke, account: 'same' | 'other' | null): Promise<void> {
  const { engine, store } = { engine: spoke.engine, store: world.store }
  if (!spoke.isUnlinked) await engine.unlink(spoke.linkId)
  spoke.isUnlinked = true
  if (account === null) return
  await relink(world, spoke, account, store)
}

/** Links the same Dropbox again, or as another account: the model keeps its tree, as only the account's name counts. */
export async function relink(
  world: ModelWorld,
  spoke: ModelSpoke,
  account: 'same' | 'other',
  store: ModelWorld['store'] = world.store,
): Promise<void> {
  if (!spoke.isUnlinked) return
  spoke.isUnlinked = false
  if (account === 'same') return spoke.engine.relink(spoke.linkId)
  spoke.linkId = `${spoke.linkId}+`
  spoke.book.removed.clear()
  // To the new link everything that is there has just arrived.
  for (const entry of spoke.remote.owner.tree()) {
    if (entry.kind === 'file' && entry.contentHash) count(spoke.book.arrivals, entry.contentHash)
  }
  await store.createLink(linkRow(spoke.userId, spoke.linkId, 100 + spoke.user * 100 + spoke.linkId.length))
  for (const key of world.keys) await spoke.engine.enrol(spoke.linkId, key, spoke.userId)
}

/** The saved database takes the place of the present one: every record is compared again, and nothing is deleted unasked. */
async function restore(world: ModelWorld): Promise<void> {
  const { backup, store, spokes } = world
  const isWhole = backup && spokes.every(({ linkId }) => backup.links.some(({ id }) => id === linkId))
  if (!isWhole) return
  store.restore(backup)
  world.hasForgotten = true
  for (const spoke of spokes) {
    spoke.book.removed.clear()
    spoke.process += 1
    spoke.isUnlinked = (await store.link(spoke.linkId))?.status === 'revoked'
    await spoke.engine.distrust(spoke.linkId)
  }
  world.clock.advance(60_000)
}

/** What a person does, if it is possible now. */
async function editStep(world: ModelWorld, edit: Edit): Promise<void> {
  try {
    await (isOfCrm(edit) ? editCrm(world, edit) : editDropbox(world, edit))
  } catch (error) {
    // There is no such file, or something is in the way.
    if (!(error instanceof SyncError) && !(error instanceof Missing)) throw error
  }
}

class Missing extends Error {}

type CrmEdit = Extract<Edit, { readonly type: `crm${string}` }>
type DropboxEdit = Exclude<Edit, CrmEdit>

function isOfCrm(edit: Edit): edit is CrmEdit {
  return edit.type.startsWith('crm')
}

async function editCrm(world: ModelWorld, edit: CrmEdit): Promise<void> {
  const { host } = world
  const name = 'name' in edit ? nameInCrm(world, edit.name) : ''
  switch (edit.type) {
    case 'crmPut':
    case 'crmAdd': {
      const record = keyOf(world, edit.record)
      const text = contentsOf(world, edit.text)
      await heldNow(world, text)
      if (edit.type === 'crmPut') await overwrittenNow(world, record, name)
      const bytes = encoder.encode(text)
      await (edit.type === 'crmPut' ? host.put(record, name, bytes, person) : host.putNew(record, name, bytes, person))
      return
    }
    case 'crmRemove': {
      const file = fileOf(world, edit.record, name)
      const hash = await hashOfFile(host, file)
      await host.remove(expected(file), person)
      return removedNow(world, file, hash)
    }
    case 'crmBulkRemove':
      for (const file of host.allFiles(keyOf(world, edit.record))) {
        const hash = await hashOfFile(host, file)
        await host.remove(expected(file), person)
        await removedNow(world, file, hash)
      }
      return
    case 'crmRename': {
      const file = fileOf(world, edit.record, name)
      const to = edit.to.slice(edit.to.lastIndexOf('/') + 1)
      if (host.rename) await host.rename(expected(file), to, person)
      else if ('renameAsUser' in host) await (host as PoorHostFiles).renameAsUser(file.record, file.id, to, person)
      return
    }
    case 'crmRestore': {
      const last = world.removed.pop()
      if (!last || !host.restore) return
      return askedFor(world, await host.restore(last, person))
    }
    case 'crmToRecord': {
      const file = fileOf(world, edit.record, name)
      const to = keyOf(world, edit.to)
      if (to === file.record) return
      return askedFor(world, host.moveToRecord(file.record, file.id, to, person))
    }
  }
}

async function editDropbox(world: ModelWorld, edit: DropboxEdit): Promise<void> {
  const spoke = spokeOf(world, edit.user)
  const { owner } = spoke.remote
  const home = await homeOf(world, spoke, edit.record)
  switch (edit.type) {
    case 'put': {
      const text = contentsOf(world, edit.text)
      await arrivedNow(spoke, text)
      await owner.put(`${home}/${edit.name}`, encoder.encode(text))
      return
    }
    case 'remove':
      await removedThere(world, spoke, `${home}/${edit.name}`, true)
      return owner.delete(`${home}/${edit.name}`)
    case 'move': {
      const from = `${home}/${edit.name}`
      const to = `${await homeOf(world, spoke, edit.toRecord)}/${edit.to}`
      await removedThere(world, spoke, from, false)
      await owner.move(from, to)
      return
    }
    case 'safeSave': {
      const path = `${home}/${edit.name}`
      const text = contentsOf(world, edit.text)
      if (!owner.tree().some((entry) => entry.kind === 'file' && entry.path === path)) throw new Missing()
      await arrivedNow(spoke, text)
      await owner.move(path, `${home}/backup`)
      await owner.put(path, encoder.encode(text))
      return owner.delete(`${home}/backup`)
    }
    case 'removeFolder':
      await removedThere(world, spoke, home, true)
      return owner.delete(home)
    case 'moveFolder':
      await removedThere(world, spoke, home, false)
      await owner.move(home, edit.to === '' ? `/Companies/Record ${edit.record + 1} (${edit.record + 1})` : edit.to)
  }
}

/** Notes what a user takes away from a path in Dropbox: bound contents are not to be sent again unasked (I5). */
async function removedThere(world: ModelWorld, spoke: ModelSpoke, path: string, isDeleted: boolean): Promise<void> {
  const root = lowerPath(path)
  for (const entry of spoke.remote.owner.tree()) {
    if (entry.kind !== 'file' || entry.contentHash === null) continue
    if (entry.pathLower !== root && !entry.pathLower.startsWith(`${root}/`)) continue
    const { contentHash } = entry
    count(spoke.book.arrivals, contentHash)
    // Under its new name it is a new file for everybody else.
    if (!isDeleted) for (const other of world.spokes) if (other !== spoke) other.book.removed.delete(contentHash)
    const [bound] = await world.store.baselinesByPath(spoke.linkId, [entry.pathLower])
    if (bound?.revision !== entry.revision || repeated.has(contentHash)) continue
    const isGone = isDeleted && !(await isElsewhere(world, bound, entry.pathLower))
    spoke.book.removed.set(contentHash, { path: entry.pathLower, isGone })
  }
}

/** Whether a content is under another path, or in another file of the CRM as well: then it may come from there. */
async function isElsewhere(
  { spokes, keys, host }: ModelWorld,
  { contentHash, fileId }: Baseline,
  path: string,
): Promise<boolean> {
  for (const { remote } of spokes) {
    for (const entry of remote.owner.tree()) {
      if (entry.kind === 'file' && entry.contentHash === contentHash && entry.pathLower !== path) return true
    }
  }
  for (const key of keys) {
    for (const file of host.allFiles(key)) {
      if (file.id !== fileId && (await hashOfFile(host, file)) === contentHash) return true
    }
  }
  return false
}

const repeated = new Set([await hashOfText('x'), await hashOfText('y'), await hashOfText(LARGE)])

/** Contents that say nothing of themselves, since several files may have them. */
export function isRepeated(hash: string): boolean {
  return [...repeated].some((one) => one === hash)
}

async function heldNow(world: ModelWorld, text: string): Promise<void> {
  const hash = await hashOfText(text)
  world.held.add(hash)
  world.put.add(hash)
  for (const { book } of world.spokes) book.removed.delete(hash)
}

async function arrivedNow({ book }: ModelSpoke, text: string): Promise<void> {
  const hash = await hashOfText(text)
  book.ever.add(hash)
  count(book.arrivals, hash)
}

/** Notes what a user of the CRM writes over: a pass that stored it just now, and is not through, stores it once more. */
async function overwrittenNow(world: ModelWorld, record: RecordKey, name: string): Promise<void> {
  const old = world.host.allFiles(record).find((file) => pathOf(file) === name)
  const hash = old && (await hashOfFile(world.host, old))
  if (hash) for (const { book } of world.spokes) count(book.arrivals, hash)
}

/** Notes what a user took out of the CRM: its content may come in again, once for each attempt that did not know of it. */
async function removedNow(world: ModelWorld, file: HostFile, hash: ContentHash | null): Promise<void> {
  world.removed.push({ record: file.record, id: file.id })
  if (hash) for (const { book } of world.spokes) count(book.arrivals, hash)
}

/** What a user puts somewhere in the CRM may be sent again. */
async function askedFor(world: ModelWorld, file: HostFile): Promise<void> {
  const hash = await hashOfFile(world.host, file)
  if (hash) for (const { book } of world.spokes) book.removed.delete(hash)
}

function contentsOf(world: ModelWorld, text: string): string {
  if (text !== 'new') return text
  world.nextContent += 1
  if (world.size.name === 'full' && world.nextContent % 9 === 0) return LARGE
  return `n${world.nextContent}`.padEnd(world.nextContent % 5 === 0 ? LARGE.length - 1 : 0, '.')
}

function keyOf({ keys }: ModelWorld, record: number): RecordKey {
  const key = keys[record % keys.length]
  if (!key) throw new Error('A world has records.')
  return key
}

function spokeOf({ spokes }: ModelWorld, user: number): ModelSpoke {
  const spoke = spokes[user % spokes.length]
  if (!spoke) throw new Error('A world has users.')
  return spoke
}

function fileOf(world: ModelWorld, record: number, path: string): HostFile {
  const found = world.host.allFiles(keyOf(world, record)).find((file) => pathOf(file) === path)
  if (!found) throw new Missing(path)
  return found
}

/** A host with flat folders has one label where others have a path. */
function nameInCrm({ size }: ModelWorld, path: string): string {
  const end = path.lastIndexOf('/')
  if (size.host !== 'poor' || end === -1) return path
  return `${path.slice(0, end).replaceAll('/', ' ')}/${path.slice(end + 1)}`
}

function pathOf({ folder, name }: HostFile): string {
  return [...folder, name].join('/')
}

function expected({ record, id, version }: HostFile) {
  return { record, id, expectedVersion: version }
}

/** Where a record's folder is for a user, or will be. */
async function homeOf({ store, keys }: ModelWorld, { linkId }: ModelSpoke, record: number): Promise<string> {
  const at = record % keys.length
  const key = keys[at]
  const enrolment = key ? await store.enrolment(linkId, key) : null
  return enrolment?.folder ?? `/Companies/Record ${at + 1} (${at + 1})`
}
