import { expect } from 'vitest'

import type { Baseline, Problem } from '../../ports/sync-rows.ts'
import { bytes, textOf } from '../bytes.ts'
import type { World } from './engine-world.ts'
import type { Spoke } from './spoke.ts'

/**
 * What holds for Acme and a link at rest, whatever happened before: nothing is lost (I1), what is bound is equal (I4), nothing is
 * bound to a file that is gone (I6), and every file has exactly one state (I7).
 */
export async function expectConsistent(world: World, spoke: Spoke): Promise<void> {
  const { acme, store } = world
  const enrolment = await store.enrolment(spoke.linkId, acme)
  // Nobody looks at such a record: what is stored of it is compared anew when it is taken up again.
  if (enrolment && ['orphaned', 'stopped', 'paused'].includes(enrolment.status)) return
  const baselines = await store.baselinesOfRecord(spoke.linkId, acme)
  const problems = await spoke.problems()
  await expectEqualPairs(world, spoke, baselines, problems)
  if (enrolment?.status !== 'active' || enrolment.folderLower === null) return
  if (problems.some(({ key }) => key.type === 'record')) return
  for (const file of world.host.allFiles(acme)) {
    const isKnown = baselines.some(({ fileId }) => fileId === file.id)
    expect(isKnown || isToldOf(problems, file.id), `[I7] ${file.name} has no state`).toBe(true)
  }
  await expectAllHeld(world, spoke, { root: `${enrolment.folderLower}/`, baselines, problems })
}

async function expectEqualPairs(
  { host, acme }: World,
  spoke: Spoke,
  baselines: readonly Baseline[],
  problems: readonly Problem[],
): Promise<void> {
  const files = new Map(host.allFiles(acme).map((file) => [file.id, file]))
  for (const row of baselines.filter(({ status }) => status !== 'suspended')) {
    const file = files.get(row.fileId)
    if (!file && isToldOf(problems, row.fileId)) continue
    expect(file, `[I6] ${row.path} is bound to a file that is gone`).toBeDefined()
    if (row.status !== 'on' || !file || isToldOf(problems, row.fileId)) continue
    const there = await spoke.remote.owner.bytesOf(row.path)
    expect(there && textOf(there), `[I4] ${row.path}`).toBe(textOf(host.bytesOf(acme, file.id) ?? bytes('')))
    expect(row.hostVersion, `[I4] ${row.path}`).toBe(file.version)
  }
}

async function expectAllHeld(
  { host, acme }: World,
  spoke: Spoke,
  {
    root,
    baselines,
    problems,
  }: { readonly root: string; readonly baselines: readonly Baseline[]; readonly problems: readonly Problem[] },
): Promise<void> {
  const texts = new Set(host.allFiles(acme).map(({ id }) => textOf(host.bytesOf(acme, id) ?? bytes(''))))
  // By paths as they are shown: a remote in disguise has other keys than its owner sees.
  const holders = new Map<string, Baseline>(
    baselines.filter(({ status }) => status === 'on').map((row) => [row.path.toLowerCase(), row]),
  )
  for (const entry of spoke.remote.owner.tree()) {
    if (entry.kind !== 'file' || !entry.pathLower.startsWith(root)) continue
    const holder = holders.get(entry.path.toLowerCase())
    const isTold = problems.some(({ key }) => key.type === 'path' && key.pathLower === entry.pathLower)
    if (isTold || (holder && isToldOf(problems, holder.fileId))) continue
    expect(holder, `[I7] ${entry.path} is in nobody's hands`).toBeDefined()
    const contents = await spoke.remote.owner.bytesOf(entry.path)
    expect(texts, `[I1] ${entry.path}`).toContain(contents ? textOf(contents) : '')
  }
}

function isToldOf(problems: readonly Problem[], fileId: string): boolean {
  return problems.some(({ key }) => key.type === 'file' && key.fileId === fileId)
}
