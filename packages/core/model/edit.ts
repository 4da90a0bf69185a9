import { type RecordKey, SyncError } from '../src/index.ts'
import type { PoorHostFiles } from '../src/testing/poor-host/poor-host-files.ts'
import {
  noteArrived,
  noteAskedFor,
  noteHeld,
  noteLeftUnseen,
  noteOverwritten,
  noteRemoved,
  noteTakenAway,
} from './book.ts'
import type { Edit } from './commands.ts'
import { contentsOf, newContents } from './contents.ts'
import { hashOfFile } from './fast-hash.ts'
import { type ModelWorld, person } from './model-world.ts'
import { Missing, expected, fileOf, homeOf, keyOf, nameInCrm, spokeOf } from './places.ts'

const encoder = new TextEncoder()
/** More files than people tidy up at once (S15). */
const FILLED = 24

type CrmEdit = Extract<Edit, { readonly type: `crm${string}` }>
type DropboxEdit = Exclude<Edit, CrmEdit>

/** What a person does with files, if it is possible now. */
export async function editFiles(world: ModelWorld, edit: Edit): Promise<void> {
  try {
    await (isOfCrm(edit) ? editCrm(world, edit) : editDropbox(world, edit))
  } catch (error) {
    // There is no such file, or something is in the way.
    if (!(error instanceof SyncError) && !(error instanceof Missing)) throw error
  }
}

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
      if (edit.type === 'crmPut') return putInCrm(world, record, name, text)
      await noteHeld(world, text)
      await host.putNew(record, name, encoder.encode(text), person)
      return
    }
    case 'crmRemove': {
      const file = fileOf(world, edit.record, name)
      const hash = await hashOfFile(host, file)
      await host.remove(expected(file), person)
      return noteRemoved(world, file, hash)
    }
    case 'crmFill': {
      const record = keyOf(world, edit.record)
      for (let at = 1; at <= FILLED; at += 1) await putInCrm(world, record, `fill ${at}`, newContents(world))
      return
    }
    case 'crmBulkRemove':
      for (const file of host.allFiles(keyOf(world, edit.record))) {
        const hash = await hashOfFile(host, file)
        await host.remove(expected(file), person)
        noteRemoved(world, file, hash)
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
      return noteAskedFor(world, await host.restore(last, person))
    }
    case 'crmToRecord': {
      const file = fileOf(world, edit.record, name)
      const to = keyOf(world, edit.to)
      if (to === file.record) return
      await noteLeftUnseen(world, file)
      return noteAskedFor(world, host.moveToRecord(file.record, file.id, to, person))
    }
  }
}

async function putInCrm(world: ModelWorld, record: RecordKey, name: string, text: string): Promise<void> {
  await noteHeld(world, text)
  await noteOverwritten(world, record, name)
  await world.host.put(record, name, encoder.encode(text), person)
}

async function editDropbox(world: ModelWorld, edit: DropboxEdit): Promise<void> {
  const spoke = spokeOf(world, edit.user)
  const { owner } = spoke.remote
  const home = await homeOf(world, spoke, edit.record)
  switch (edit.type) {
    case 'put': {
      const text = contentsOf(world, edit.text)
      await noteArrived(spoke, text)
      await owner.put(`${home}/${edit.name}`, encoder.encode(text))
      return
    }
    case 'remove':
      await noteTakenAway(world, spoke, `${home}/${edit.name}`, true)
      return owner.delete(`${home}/${edit.name}`)
    case 'move': {
      const from = `${home}/${edit.name}`
      const to = `${await homeOf(world, spoke, edit.toRecord)}/${edit.to}`
      await noteTakenAway(world, spoke, from, false)
      await owner.move(from, to)
      return
    }
    case 'safeSave': {
      const path = `${home}/${edit.name}`
      const text = contentsOf(world, edit.text)
      if (!owner.tree().some((entry) => entry.kind === 'file' && entry.path === path)) throw new Missing()
      await noteArrived(spoke, text)
      await owner.move(path, `${home}/backup`)
      await owner.put(path, encoder.encode(text))
      return owner.delete(`${home}/backup`)
    }
    case 'removeFolder':
      await noteTakenAway(world, spoke, home, true)
      return owner.delete(home)
    case 'moveFolder':
      await noteTakenAway(world, spoke, home, false)
      await owner.move(home, edit.to === '' ? `/Companies/Record ${edit.record + 1} (${edit.record + 1})` : edit.to)
  }
}
