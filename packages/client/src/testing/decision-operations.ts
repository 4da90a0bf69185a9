import type { AnswerResult, Conflict } from '@twinfolder/protocol'

import { readable, refOf, writable } from './memory-access.ts'
import { contentOf, isDetached } from './memory-file.ts'
import type { MemoryOperations } from './memory-operations.ts'
import type { MemoryRecord, StoredConflict } from './memory-record.ts'
import type { MemoryWorld } from './memory-world.ts'
import { refusal } from './refusal.ts'

/** What a person decides on: files that were removed in Dropbox, deletions that wait, two versions of a file. */
export function decisionOperations(
  world: MemoryWorld,
): Pick<MemoryOperations, 'answerDetached' | 'answerHeld' | 'listConflicts' | 'resolveConflict'> {
  return {
    answerDetached({ path, body: { answer, files: ids } }) {
      const ref = refOf(path)
      const record = answer === 'putBack' ? readable(world, ref) : writable(world, ref)
      const detached = record.files().filter((file) => isDetached(file) && (ids?.includes(file.id) ?? true))
      for (const file of detached) {
        if (answer === 'deleteHere') record.remove(file.id)
        else record.patch(record.byId(file.id), { sync: 'waiting' })
      }
      world.changed(record)
      if (answer === 'putBack') world.goOn(record, ref)
      const found = detached.map(({ id }) => id)
      return resultOf(found, ids)
    },
    answerHeld({ path, body: { answer, files: ids } }) {
      const ref = refOf(path)
      const record = answer === 'delete' ? readable(world, ref) : writable(world, ref)
      const remoteOnly = record.settings.remoteOnly ?? []
      const held = remoteOnly.filter(({ fileId }) => fileId !== null && (ids?.includes(fileId) ?? true))
      record.settings = { ...record.settings, remoteOnly: remoteOnly.filter((entry) => !held.includes(entry)) }
      for (const { name, folder, fileId } of held) {
        if (answer === 'takeBack') record.add({ name, folder, via: 'remote', sync: 'synced' })
        else world.activity.add({ code: 'deletedInRemote', subject: name, fileId, record: ref, direction: 'toDropbox' })
      }
      world.changed(record)
      return resultOf(
        held.flatMap(({ fileId }) => fileId ?? []),
        ids,
      )
    },
    listConflicts({ path }) {
      const record = readable(world, refOf(path))
      return { conflicts: record.conflicts().map((conflict) => conflictOf(record, conflict)) }
    },
    resolveConflict({ path, body: { fileId, copyId, keep } }) {
      const ref = refOf(path)
      const record = writable(world, ref)
      const conflict = record.conflicts().find(({ hostId, remoteId }) => hostId === fileId && remoteId === copyId)
      if (!conflict) throw refusal('not_found')
      if (!conflict.choices.includes(keep)) throw refusal('host_refused')
      record.endConflict(conflict)
      const { name } = record.byId(fileId).entry
      resolve(record, conflict, keep)
      world.activity.add({ code: 'conflictResolved', subject: name, fileId, record: ref, details: { keep } })
      world.changed(record)
      return world.syncOf(record)
    },
  }
}

function resolve(record: MemoryRecord, { hostId, remoteId }: StoredConflict, keep: 'host' | 'remote' | 'both'): void {
  const copy = record.byId(remoteId)
  if (keep === 'both') record.patch(copy, { sync: 'synced' })
  else record.remove(remoteId)
  const { sizeBytes, updatedAt, updatedBy, via } = copy.entry
  const contents = { sizeBytes, updatedAt, updatedBy, via, content: contentOf(copy) }
  record.patch(record.byId(hostId), { ...(keep === 'remote' ? contents : {}), sync: 'synced' })
}

function conflictOf(record: MemoryRecord, { hostId, remoteId, choices }: StoredConflict): Conflict {
  const versionOf = (id: string): Conflict['host'] => {
    const { name, sizeBytes, mediaType, updatedAt, updatedBy } = record.byId(id).entry
    return { fileId: id, name, sizeBytes, mediaType, updatedAt, updatedBy }
  }
  return { folder: record.byId(hostId).entry.folder, host: versionOf(hostId), remote: versionOf(remoteId), choices }
}

/** @param asked `null`: all that there were */
function resultOf(found: readonly string[], asked: readonly string[] | null): AnswerResult {
  const missing = (asked ?? []).filter((id) => !found.includes(id))
  return { done: found.length, failed: missing.map((id) => ({ id, code: 'file_unknown' })) }
}
