import type { Dropbox, files } from 'dropbox'

import type { DropboxAccount } from '../src/index.ts'
import type { Mode, Outcome, Tree } from './tree.ts'

/** Picks a whole number from 0 below `end`. */
export type Pick = (end: number) => number

export interface World {
  readonly dropbox: Dropbox
  readonly owner: DropboxAccount
  readonly tree: Tree
  readonly pick: Pick
  /** Whether renames of upper and lower case alone are without effect (switch `caseOnlyRename`). */
  readonly keepsCase: boolean
}

/** One thing that was done: what it was, what the model expected, and what came of it. */
export interface Step {
  readonly text: string
  readonly expected: Outcome
  readonly actual: Outcome
}

type Operation = (world: World) => Promise<readonly Step[]>

const names = ['a', 'B', 'c.txt', 'É', 'é.pdf', 'Z z']
const contents = ['', '1', '22', '333']

/** Operations with how often each is chosen. */
export const operations: readonly (readonly [weight: number, run: Operation])[] = [
  [8, upload],
  [2, uploadInPieces],
  [4, createFolder],
  [4, remove],
  [3, (world) => relocate(world, 'move')],
  [2, (world) => relocate(world, 'copy')],
  [2, makeFolderAgain],
  [1, removeMany],
  [2, writeAsOwner],
  [1, removeAsOwner],
]

async function upload(world: World): Promise<readonly Step[]> {
  const { dropbox, pick, tree } = world
  const path = somePath(world)
  const content = chosen(pick, contents) ?? ''
  const mode = someMode(world, path)
  const autorename = pick(4) === 0
  return [
    await step(
      `upload ${path} "${content}" ${JSON.stringify(mode)}${autorename ? ' autorename' : ''}`,
      withPrefix('path', tree.upload(path, content, mode, autorename)),
      async () => {
        const { result } = await dropbox.filesUpload({ path, contents: content, mode: wireMode(mode), autorename })
        return learned(tree, result)
      },
    ),
  ]
}

async function uploadInPieces(world: World): Promise<readonly Step[]> {
  const { dropbox, pick, tree } = world
  const path = somePath(world)
  const content = chosen(pick, contents) ?? ''
  const cut = pick(content.length + 1)
  return [
    await step(
      `upload in pieces ${path} "${content}" cut at ${cut}`,
      withPrefix('path', tree.upload(path, content, 'overwrite', false)),
      async () => {
        const { session_id } = (await dropbox.filesUploadSessionStart({ contents: content.slice(0, cut) })).result
        const { result } = await dropbox.filesUploadSessionFinish({
          cursor: { session_id, offset: cut },
          commit: { path, mode: { '.tag': 'overwrite' } },
          contents: content.slice(cut),
        })
        return learned(tree, result)
      },
    ),
  ]
}

async function createFolder(world: World): Promise<readonly Step[]> {
  const { dropbox, pick, tree } = world
  const path = somePath(world)
  const autorename = pick(4) === 0
  return [
    await step(
      `create folder ${path}${autorename ? ' autorename' : ''}`,
      withPrefix('path', tree.createFolder(path, autorename)),
      async () => placeOf((await dropbox.filesCreateFolderV2({ path, autorename })).result.metadata),
    ),
  ]
}

async function remove(world: World, path = knownPath(world)): Promise<readonly Step[]> {
  const { dropbox, tree } = world
  return [
    await step(`delete ${path}`, tree.delete(path), async () =>
      placeOf((await dropbox.filesDeleteV2({ path })).result.metadata),
    ),
  ]
}

/** A folder that is deleted and made again with another child: nothing of the old one may stay with a follower. */
async function makeFolderAgain(world: World): Promise<readonly Step[]> {
  const { dropbox, pick, tree } = world
  const folder = chosen(
    pick,
    world.tree.list().flatMap(([key, { kind }]) => (kind === 'folder' ? [key] : [])),
  )
  if (folder === undefined) return createFolder(world)
  const steps = await remove(world, folder)
  const path = `${folder}/${chosen(pick, names) ?? ''}`
  return [
    ...steps,
    await step(`upload ${path} "again"`, withPrefix('path', tree.upload(path, 'again', 'add', false)), async () =>
      learned(tree, (await dropbox.filesUpload({ path, contents: 'again' })).result),
    ),
  ]
}

async function relocate(world: World, kind: 'move' | 'copy'): Promise<readonly Step[]> {
  const { dropbox, keepsCase, pick, tree } = world
  const from_path = knownPath(world)
  const to_path = somePath(world)
  const autorename = pick(3) === 0
  return [
    await step(
      `${kind} ${from_path} to ${to_path}${autorename ? ' autorename' : ''}`,
      tree.relocate(kind, from_path, to_path, autorename, keepsCase),
      async () => {
        const arg = { from_path, to_path, autorename }
        const { result } = await (kind === 'move' ? dropbox.filesMoveV2(arg) : dropbox.filesCopyV2(arg))
        return learned(tree, result.metadata)
      },
    ),
  ]
}

async function removeMany(world: World): Promise<readonly Step[]> {
  const { dropbox, tree } = world
  const paths = Array.from({ length: 1 + world.pick(3) }, () => knownPath(world))
  const expected = paths.map((path) => tree.delete(path))
  const { result } = await dropbox.filesDeleteBatch({ entries: paths.map((path) => ({ path })) })
  const async_job_id = result['.tag'] === 'async_job_id' ? result.async_job_id : ''
  for (;;) {
    const { result: status } = await dropbox.filesDeleteBatchCheck({ async_job_id })
    if (status['.tag'] === 'in_progress') continue
    const entries = status['.tag'] === 'complete' ? status.entries : []
    return paths.map((path, index) => ({
      text: `delete in a batch ${path}`,
      expected: expected[index] ?? { error: 'no expectation' },
      actual: batchOutcome(entries[index]),
    }))
  }
}

/** What the owner does on the website or in a synchronized folder. */
async function writeAsOwner(world: World): Promise<readonly Step[]> {
  const { owner, pick, tree } = world
  const appFolder = appFolderOf(owner)
  if (appFolder === null) return upload(world)
  const path = somePath(world)
  const content = chosen(pick, contents) ?? ''
  return [
    await step(`the owner writes ${path} "${content}"`, tree.upload(path, content, 'overwrite', false), async () => {
      const file = await owner.files.write(appFolder + path, content)
      return { path: file.path.slice(appFolder.length).toLowerCase() }
    }),
  ]
}

async function removeAsOwner(world: World): Promise<readonly Step[]> {
  const { owner, pick, tree } = world
  const appFolder = appFolderOf(owner)
  if (appFolder === null) return upload(world)
  if (pick(12) === 0) {
    tree.nodes.clear()
    const emptied = { path: '' }
    return [
      await step('the owner deletes the app folder', emptied, async () => {
        await owner.files.delete(appFolder)
        return emptied
      }),
    ]
  }
  const path = knownPath(world)
  const expected = tree.delete(path)
  return [
    await step(`the owner deletes ${path}`, 'error' in expected ? { error: 'not_found' } : expected, async () => {
      await owner.files.delete(appFolder + path)
      return { path: path.toLowerCase() }
    }),
  ]
}

/** Where the app folder is; `null` while its owner has deleted it: it comes back when the app writes. */
function appFolderOf(owner: DropboxAccount): string | null {
  return owner.connectedApps()[0]?.folderPath ?? null
}

async function step(text: string, expected: Outcome, work: () => Promise<Outcome>): Promise<Step> {
  try {
    return { text, expected, actual: await work() }
  } catch (error) {
    return { text, expected, actual: { error: tagsOf(error) } }
  }
}

/** The tags of a refused call, or the code of what the owner cannot do. */
function tagsOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) throw error
  if ('code' in error && typeof error.code === 'string') return error.code
  const body = 'error' in error ? error.error : null
  const summary = typeof body === 'object' && body && 'error_summary' in body ? body.error_summary : null
  if (typeof summary !== 'string') throw error
  return summary.replace(/\/\.*$/, '')
}

function batchOutcome(entry: files.DeleteBatchResultEntry | undefined): Outcome {
  if (entry?.['.tag'] === 'success') return placeOf(entry.metadata)
  const failure = entry?.['.tag'] === 'failure' ? entry.failure : null
  return failure?.['.tag'] === 'path_lookup'
    ? { error: `path_lookup/${failure.path_lookup['.tag']}` }
    : { error: JSON.stringify(failure) }
}

function placeOf({ path_lower }: { readonly path_lower?: string | undefined }): Outcome {
  return { path: path_lower ?? 'no path' }
}

function learned(tree: Tree, metadata: { readonly path_lower?: string; readonly rev?: string }): Outcome {
  if (metadata.path_lower !== undefined && metadata.rev !== undefined) tree.learn(metadata.path_lower, metadata.rev)
  return placeOf(metadata)
}

function withPrefix(member: string, outcome: Outcome): Outcome {
  return 'error' in outcome ? { error: `${member}/${outcome.error}` } : outcome
}

function somePath({ pick }: World): string {
  const path = Array.from({ length: 1 + pick(3) }, () => `/${chosen(pick, names) ?? ''}`).join('')
  return pick(4) === 0 ? path.toUpperCase() : path
}

/** Mostly something that exists: what is not there is refused and teaches little. */
function knownPath(world: World): string {
  const { pick, tree } = world
  return pick(5) === 0 ? somePath(world) : (chosen(pick, [...tree.nodes.keys()]) ?? somePath(world))
}

function someMode({ pick, tree }: World, path: string): Mode {
  const node = tree.nodes.get(path.toLowerCase())
  const rev = node?.kind === 'file' ? node.rev : null
  const kind = pick(4)
  if (kind === 0) return 'overwrite'
  if (kind === 1 && rev !== null) return { update: pick(2) === 0 ? rev : '0123456789' }
  return 'add'
}

function wireMode(mode: Mode): files.WriteMode {
  return typeof mode === 'object' ? { '.tag': 'update', update: mode.update } : { '.tag': mode }
}

function chosen<T>(pick: Pick, from: readonly T[]): T | undefined {
  return from[pick(from.length)]
}
