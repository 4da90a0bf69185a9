import { expect, test } from 'vitest'
import type { files } from 'dropbox'

import { connect, setup } from '../testing/setup.ts'

type Mirror = Map<string, string>

/** Applies entries as the documentation of `list_folder` says. */
function apply(mirror: Mirror, entries: readonly files.ListFolderResult['entries'][number][]): void {
  for (const entry of entries) {
    const path = entry.path_lower ?? ''
    const isFolderAgain = entry['.tag'] === 'folder' && mirror.get(path) === 'folder'
    if (isFolderAgain) continue
    for (const known of mirror.keys()) if (known === path || known.startsWith(`${path}/`)) mirror.delete(known)
    if (entry['.tag'] === 'folder') mirror.set(path, 'folder')
    if (entry['.tag'] === 'file') mirror.set(path, entry.rev)
  }
}

/** A small generator of random numbers, so that a failure can be repeated. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 0x1_0000_0000) * below)
  }
}

const seeds = Array.from({ length: 12 }, (_, index) => index + 1)

test.each(seeds)('replaying the feed in order yields the state (seed %i)', async (seed) => {
  const random = randomOf(seed)
  const { dropbox, owner } = setup({
    switches: {
      folderDeletion: random(2) ? 'folder' : 'children',
      moveRevision: random(2) ? 'new' : 'kept',
      caseOnlyRename: random(2) ? 'ignored' : 'applied',
      emptyPages: random(4) === 0,
    },
  })
  const names = ['a', 'B', 'c', 'É']
  const path = () => Array.from({ length: 1 + random(3) }, () => `/${names[random(names.length)]}`).join('')
  const steps = [
    () => dropbox.filesUpload({ path: path(), contents: String(random(5)), mode: { '.tag': 'overwrite' } }),
    () => dropbox.filesUpload({ path: path(), contents: String(random(5)), autorename: true }),
    () => dropbox.filesCreateFolderV2({ path: path() }),
    () => dropbox.filesDeleteV2({ path: path() }),
    () => dropbox.filesMoveV2({ from_path: path(), to_path: path() }),
    () => dropbox.filesCopyV2({ from_path: path(), to_path: path(), autorename: true }),
    () => owner.files.move(`/Apps/Demo CRM${path()}`, `/Outside${path()}`),
    () => owner.files.move(`/Outside${path()}`, `/Apps/Demo CRM${path()}`),
    () => (random(8) ? owner.files.createFolder(`/Outside${path()}`) : owner.files.delete('/Apps')),
  ]
  const mirror: Mirror = new Map()
  let { result } = await dropbox.filesListFolder({ path: '', recursive: true, limit: 1 + random(4) })
  apply(mirror, result.entries)
  for (let round = 0; round < 60; round += 1) {
    // Most random steps are impossible at the moment; they must change nothing.
    await steps[random(steps.length)]?.().catch(() => undefined)
    if (random(3) === 0) {
      result = (await dropbox.filesListFolderContinue({ cursor: result.cursor })).result
      apply(mirror, result.entries)
    }
  }
  do {
    result = (await dropbox.filesListFolderContinue({ cursor: result.cursor })).result
    apply(mirror, result.entries)
  } while (result.has_more)

  const state: Mirror = new Map()
  let listing = (await dropbox.filesListFolder({ path: '', recursive: true })).result
  apply(state, listing.entries)
  while (listing.has_more) {
    listing = (await dropbox.filesListFolderContinue({ cursor: listing.cursor })).result
    apply(state, listing.entries)
  }
  expect(Object.fromEntries(mirror)).toEqual(Object.fromEntries(state))
  const files = await owner.files.list('', { recursive: true })
  expect(owner.usedBytes).toBe(files.reduce((sum, file) => sum + (file.kind === 'file' ? file.sizeBytes : 0), 0))
})

test('an app that sees the whole account can replay changes inside mounted app folders', async () => {
  const world = setup()
  const { emulator, owner } = world
  emulator.apps.add({ key: 'full', secret: 'full', access: 'full' })
  const full = connect(emulator, owner.email, 'full')
  const { cursor } = (await full.dropbox.filesListFolder({ path: '', recursive: true })).result
  await world.dropbox.filesUpload({ path: '/x/a.txt', contents: 'a' })
  await owner.files.move('/Apps/Demo CRM', '/CRM')
  const mirror: Mirror = new Map()
  apply(mirror, (await full.dropbox.filesListFolderContinue({ cursor })).result.entries)
  expect([...mirror.keys()].sort()).toEqual(['/crm', '/crm/x', '/crm/x/a.txt'])
})
