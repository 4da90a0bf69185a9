import type { PathLower } from '../domain/remote-path.ts'
import { asFile } from '../engine/3-plan/cell.ts'
import { type PlanOp, groupOf, groups } from '../engine/3-plan/plan-op.ts'
import { freeName } from '../memory/free-name.ts'
import type { HostFile } from '../ports/host-files.ts'
import type { Baseline } from '../ports/sync-rows.ts'
import { type PlainTrees, addFolder, boundTo, placeFor, putHost, putRemote, root } from './plain-trees.ts'

/** Ops that leave everything as it is. */
const idle: readonly PlanOp['type'][] = ['clear', 'wait', 'block']

/** Whether a plan has nothing left to do. */
export function isIdle(ops: readonly PlanOp[]): boolean {
  return ops.every(({ type }) => idle.includes(type))
}

/**
 * Plays a plan on plain data, group after group, each in the order that `shuffle` gives.
 *
 * @throws Error when an op finds something else than the plan saw: no op of a plan may spoil another one
 */
export function playPlan(
  trees: PlainTrees,
  ops: readonly PlanOp[],
  shuffle: (ops: readonly PlanOp[]) => readonly PlanOp[],
): void {
  for (const group of groups) for (const op of shuffle(ops.filter((one) => groupOf(one) === group))) play(trees, op)
}

function play(trees: PlainTrees, op: PlanOp): void {
  const { baselines, remotes, hosts } = trees
  switch (op.type) {
    case 'clear':
    case 'wait':
    case 'block':
      return
    case 'rebase': {
      const { baseline, host, remote } = op.cell
      if (!baseline || !host) throw new Error('A rebase needs a bound file.')
      baselines.set(host.id, {
        ...baseline,
        hostVersion: host.version,
        contentHash: remote?.contentHash ?? baseline.contentHash,
        revision: remote?.revision ?? baseline.revision,
        ...(op.names && { hostName: host.name, hostFolder: host.folder }),
      })
      return
    }
    case 'adopt':
      if (!op.cell.host) throw new Error('Only a file that is there is adopted.')
      baselines.set(op.cell.host.id, boundTo(op.cell.host, op.remote))
      return
    case 'detach':
      baselines.set(op.baseline.fileId, { ...op.baseline, status: 'detached' })
      return
    case 'forget':
      baselines.delete(op.cell.fileId ?? '')
      return
    case 'import': {
      const host = newHost(
        trees,
        `import ${op.remote.pathLower} ${op.remote.revision}`,
        [...op.folder, op.name],
        op.remote,
      )
      if (op.cell.fileId !== null) baselines.delete(op.cell.fileId)
      baselines.set(host.id, boundTo(host, op.remote))
      return
    }
    case 'updateHost': {
      const { host, baseline } = op.cell
      if (!host || hosts.get(host.id)?.version !== host.version) throw new Error('The file of the host has changed.')
      const next = putHost(trees, host.id, nameOf(host), hashOf(op.remote), `${host.version}+`)
      baselines.set(next.id, withNames(boundTo(next, op.remote), baseline))
      return
    }
    case 'storeCopy': {
      const { host, baseline } = op.cell
      if (!host) throw new Error('A conflict needs a file of the host.')
      newHost(trees, `copy ${op.remote.pathLower} ${op.remote.revision}`, [...host.folder, op.name], op.remote)
      baselines.set(host.id, { ...withNames(boundTo(host, op.remote), baseline), hostVersion: '' })
      return
    }
    case 'createFolder':
      addFolder(trees, op.hostFolder)
      return
    case 'move': {
      const entry = asFile(remotes.get(op.from.pathLower))
      if (entry?.revision !== op.revision) throw new Error(`${op.from.path} is not what the plan saw.`)
      const name = op.to.slice(root.path.length + 1)
      if (remotes.has(placeFor(name).pathLower)) throw new Error(`Something is at ${op.to}.`)
      remotes.delete(op.from.pathLower)
      const moved = putRemote(trees, name, hashOf(entry), entry.remoteId, `${entry.revision}>`)
      const { host } = op.cell
      if (!host) throw new Error('A move follows a file of the host.')
      const names = op.isFinal ? {} : { hostName: op.from.hostName, hostFolder: op.from.hostFolder }
      const isEdited = host.version !== op.from.hostVersion && host.contentHash !== op.from.contentHash
      baselines.set(host.id, { ...boundTo(host, moved), ...names, ...(isEdited && { hostVersion: '' }) })
      return
    }
    case 'upload': {
      const { host, baseline } = op.cell
      if (!host) throw new Error('An upload needs a file of the host.')
      const there = remotes.get(op.pathLower)
      const isSame = there?.kind === 'file' && there.contentHash === host.contentHash
      if (op.over === null ? there && !isSame : there?.revision !== op.over)
        throw new Error(`${op.path} is not what the plan saw.`)
      const name = op.path.slice(root.path.length + 1)
      const stored = putRemote(
        trees,
        name,
        hashOf(host),
        there?.remoteId ?? `id:${op.pathLower} ${host.id}`,
        `${there?.revision ?? 'r'}^`,
      )
      baselines.set(host.id, op.over === null ? boundTo(host, stored) : withNames(boundTo(host, stored), baseline))
      return
    }
    case 'deleteRemote':
      if (remotes.get(op.baseline.pathLower)?.revision !== op.revision)
        throw new Error(`${op.baseline.path} has changed.`)
      remotes.delete(op.baseline.pathLower)
      baselines.delete(op.baseline.fileId)
      return
    default:
      throw new Error(`These trees lead to no "${op.type}".`)
  }
}

/** The host numbers a name that it has already. */
function newHost(
  trees: PlainTrees,
  id: string,
  path: readonly string[],
  remote: { readonly contentHash: HostFile['contentHash'] },
): HostFile {
  const folder = path
    .slice(0, -1)
    .map((part) => `${part}/`)
    .join('')
  const taken = new Set([...trees.hosts.values()].map(nameOf))
  const name = freeName(path.at(-1) ?? '', (candidate) => taken.has(folder + candidate))
  return putHost(trees, id, folder + name, hashOf(remote), 'v1')
}

function nameOf({ folder, name }: HostFile): string {
  return [...folder, name].join('/')
}

function hashOf({ contentHash }: { readonly contentHash: HostFile['contentHash'] }) {
  if (contentHash === null) throw new Error('These trees know every hash.')
  return contentHash
}

/** The host's new name is for the next round. */
function withNames(next: Baseline, before: Baseline | null): Baseline {
  return before ? { ...next, hostName: before.hostName, hostFolder: before.hostFolder } : next
}

/** Files with their contents, each side and the states, for comparing two ends. */
export function endOf({ hosts, remotes, baselines }: PlainTrees) {
  const files = (side: Iterable<{ readonly contentHash: unknown; readonly path: PathLower | string }>) =>
    [...side].map(({ path, contentHash }) => `${path}: ${String(contentHash)}`).toSorted()
  return {
    host: files([...hosts.values()].map((file) => ({ path: nameOf(file), contentHash: file.contentHash }))),
    remote: files([...remotes.values()].flatMap((entry) => asFile(entry) ?? [])),
    states: [...baselines.values()].map(({ pathLower, status }) => `${pathLower}: ${status}`).toSorted(),
  }
}
