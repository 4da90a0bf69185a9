import type { Mutant } from './mutant.ts'

/** A bug that shows in few sequences is looked for from a seed that shows it soon; any other one needs more of them. */
const small = (seed: number) => ({ model: 'small', sequences: 20_000, seed }) as const
const full = (seed: number) => ({ model: 'full', sequences: 5000, seed }) as const
const planFile = 'engine/3-plan/plan-file.ts'
const remoteEffects = 'engine/4-execute/remote-effects.ts'
const pull = 'engine/1-pull/pull.ts'
const cases = 'packages/core/src/engine/cases'

/** The twenty bugs that every check has to catch. */
export const planted: readonly Mutant[] = [
  {
    name: 'state written before the effect',
    rules: ['S3'],
    file: remoteEffects,
    find: 'const file = await pass.remoteAccount.upload(',
    replace: `if (cell.baseline) await pass.commit([{ type: 'putBaseline', baseline: { ...cell.baseline, contentHash: hash, hostVersion: host.version } }, ...settle(cell)])
  const file = await pass.remoteAccount.upload(`,
    caughtBy: small(17),
  },
  {
    name: 'no idempotency key',
    rules: ['S4'],
    file: 'engine/4-execute/create-in-host.ts',
    find: 'return JSON.stringify([link.id, pathLower, revision])',
    replace: 'return JSON.stringify([link.id, pathLower, revision, Math.random()])',
    caughtBy: small(17),
  },
  {
    name: 'last writer wins',
    rules: ['S2', 'S4'],
    file: planFile,
    find: `      return isAlike(state) ? { type: 'rebase', names: false } : { type: 'storeCopy' }`,
    replace: `      return isAlike(state) ? { type: 'rebase', names: false } : { type: 'upload', over: remote?.revision ?? null, why: 'edited' }`,
    caughtBy: small(1),
  },
  {
    name: 'a remote delete is re-uploaded',
    rules: ['S5'],
    file: planFile,
    find: `    case 'renamed/gone':
      return { type: 'detach' }`,
    replace: `    case 'renamed/gone':
      return { type: 'upload', over: null, why: 'putBack' }`,
    caughtBy: small(1),
  },
  {
    name: 'upload without the revision as its condition',
    rules: ['S3'],
    file: remoteEffects,
    find: `{ type: 'update', revision: op.over }`,
    replace: `{ type: 'update', revision: (((await pass.remoteAccount.get(op.path)) ?? {}) as { revision?: typeof op.over }).revision ?? op.over }`,
    caughtBy: small(25),
  },
  {
    name: 'delete without the revision as its condition',
    rules: ['S6'],
    file: remoteEffects,
    find: 'await pass.remoteAccount.deleteFile({ path, revision }, pass.call)',
    replace:
      'await pass.remoteAccount.deleteFile({ path, revision: (((await pass.remoteAccount.get(path)) ?? {}) as { revision?: typeof revision }).revision ?? revision }, pass.call)',
    caughtBy: small(81),
  },
  {
    name: 'no point read after a failed condition',
    rules: ['S3'],
    file: 'engine/4-execute/fail.ts',
    find: 'const writes: StoreWrite[] = []\n  for (const { path, lower } of placesOf(op)) {',
    replace: 'const writes: StoreWrite[] = []\n  if (op) return\n  for (const { path, lower } of placesOf(op)) {',
    caughtBy: { test: `${cases}/faults.test.ts`, title: 'C79' },
  },
  {
    name: 'version read after the write instead of taken from the reply',
    rules: ['S2'],
    file: remoteEffects,
    find: '...boundBaseline(pass, record, host, bound(file), hash),',
    replace:
      '...boundBaseline(pass, record, host, bound(((await pass.remoteAccount.get(file.path)) ?? file) as RemoteFile), hash),',
    caughtBy: small(34),
  },
  {
    name: 'the guard counts per pass',
    rules: ['S15'],
    file: 'engine/3-plan/hold-deletions.ts',
    find: 'const free = deletionLimit(bound + done) - done - asked',
    replace: 'const free = deletionLimit(bound + done) - done * 0 - asked * 0',
    caughtBy: { test: `${cases}/guards.test.ts`, title: 'C117' },
  },
  {
    name: 'a page is folded to its first entry',
    rules: ['S7'],
    file: pull,
    find: '    after.set(change.pathLower, entry)',
    replace: '    if (!after.has(change.pathLower)) after.set(change.pathLower, entry)',
    caughtBy: small(1),
  },
  {
    name: 'a tombstone is dropped when the CRM renames',
    rules: ['S5'],
    file: planFile,
    find: `      return { type: 'rebase', names: true }`,
    replace: `      return { type: 'forget' }`,
    caughtBy: small(18),
  },
  {
    name: '(2) is renumbered',
    rules: ['S12'],
    file: 'engine/3-plan/plan-names.ts',
    find: '  const name = nameOf(cell, host)',
    replace: '  const { name } = host',
    caughtBy: { test: `${cases}/names.test.ts`, title: 'C51' },
  },
  {
    name: 'a stale lease writes',
    rules: ['S17'],
    file: 'engine/pass.ts',
    find: `    if (pass.stopped instanceof SyncError && pass.stopped.code === 'lease_lost') throw pass.stopped
    await store.commit(lease, writes)`,
    replace: '    await store.commitUserRequest(link.id, writes)',
    caughtBy: { test: `${cases}/faults.test.ts`, title: 'C89' },
  },
  {
    name: 'a hold leaks after a restart',
    rules: ['S15'],
    file: 'engine/1-pull/guard-vanished.ts',
    find: '    if (vanished > limit) return holdLink(pass, vanished)',
    replace: '    if (pass.hasWorked && vanished > limit) return holdLink(pass, vanished)',
    caughtBy: { test: `${cases}/vanished.test.ts`, title: 'does not lose the question' },
  },
  {
    name: 'an import without the right to write',
    rules: ['S16'],
    file: planFile,
    find: `      return state.rules.importBlock ? block(state.rules.importBlock) : op
    case 'storeCopy':`,
    replace: `      return op
    case 'storeCopy':`,
    caughtBy: { test: `${cases}/users.test.ts`, title: 'C107' },
  },
  {
    name: 'the limit itself is too large',
    rules: ['S11'],
    file: planFile,
    find: 'host.sizeBytes > rules.maxFileBytes',
    replace: 'host.sizeBytes >= rules.maxFileBytes',
    caughtBy: { test: `${cases}/content.test.ts`, title: 'C64' },
  },
  {
    name: 'the cursor is stored before its page',
    rules: ['S14'],
    file: pull,
    find: `  await pass.commit([...drops, ...puts, ...marks, { type: 'updateLink', set: { cursor: page.cursor } }])`,
    replace: `  await pass.commit([{ type: 'updateLink', set: { cursor: page.cursor } }])
  await pass.commit([...drops, ...puts, ...marks])`,
    caughtBy: small(11),
  },
  {
    name: 'not found on delete is a failure',
    rules: ['S6'],
    file: remoteEffects,
    find: 'await pass.remoteAccount.deleteFile({ path, revision }, pass.call)',
    replace: `if ((await pass.remoteAccount.deleteFile({ path, revision }, pass.call)) === 'missing') throw new SyncError('name_refused', '')`,
    caughtBy: { test: `${cases}/faults.test.ts`, title: 'C76' },
  },
  {
    name: 'a detached file is re-uploaded by bulk only',
    rules: ['S5'],
    file: 'engine/2-record/expand-record.ts',
    find: '    ...clearKeys([whole]),',
    replace: `    ...clearKeys([whole]),
    ...(await store.baselinesOfRecord(link.id, view.record)).filter(({ status }) => status === 'detached').flatMap(({ record, fileId }): StoreWrite[] => [{ type: 'deleteBaseline', record, fileId }, { type: 'markDirty', key: { type: 'file', record, fileId } }]),`,
    caughtBy: small(15),
  },
  {
    name: 'a safe save over a page boundary makes two files',
    rules: ['S7'],
    file: planFile,
    find: `    case 'none/changed':
    case 'touched/changed':
    case 'renamed/changed':
      return { type: 'updateHost' }
    case 'none/unimportable':
    case 'touched/unimportable':
    case 'renamed/unimportable':
      return block(newerVersionCode(state))
    case 'edited/none':`,
    replace: `    case 'none/changed':
    case 'touched/changed':
    case 'renamed/changed':
      return { type: 'import', why: 'new' }
    case 'none/unimportable':
    case 'touched/unimportable':
    case 'renamed/unimportable':
      return block(newerVersionCode(state))
    case 'edited/none':`,
    caughtBy: { test: `${cases}/renames.test.ts`, title: 'C44' },
  },
]

/** One more for each rule that none of them breaks, and one for the invariant that only a mass deletion can break. */
const further: readonly Mutant[] = [
  {
    name: 'what one user adds is not told to the others',
    rules: ['S1'],
    file: 'engine/1-pull/read-feed.ts',
    find: '.filter((change) => enrolments?.has(change.record))',
    replace: `.filter((change) => enrolments?.has(change.record) && change.type === 'delete')`,
    caughtBy: { test: `${cases}/users.test.ts`, title: 'C96' },
  },
  {
    name: 'a rename in the host is only noted',
    rules: ['S8'],
    file: planFile,
    find: `      return { type: 'move' }`,
    replace: `      return { type: 'rebase', names: true }`,
    caughtBy: { test: `${cases}/renames.test.ts`, title: 'C39' },
  },
  {
    name: 'a record folder is known by its path only',
    rules: ['S9'],
    file: 'engine/2-record/plan-record.ts',
    find: `folderById?.kind === 'folder' ? folderById : folderAtPath`,
    replace: `folderAtPath?.kind === 'folder' ? folderAtPath : folderAtPath`,
    caughtBy: { test: `${cases}/record-folders.test.ts`, title: 'C46' },
  },
  {
    name: 'a record without its folder goes on',
    rules: ['S10'],
    file: 'engine/2-record/leave-record.ts',
    find: `set: { status: 'folderMissing' }`,
    replace: `set: { folder: null, folderId: null, folderLower: null }`,
    caughtBy: { test: `${cases}/record-folders.test.ts`, title: 'C29' },
  },
  {
    name: 'a folder comes into the host because it is there',
    rules: ['S13'],
    file: 'engine/2-record/expand-record.ts',
    find: `.filter(({ kind, pathLower }) => kind === 'file' && !bound.has(pathLower))`,
    replace: `.filter(({ pathLower }) => !bound.has(pathLower) && !view.folderMaps.some((map) => map.pathLower === pathLower))`,
    caughtBy: { test: `${cases}/record-folders.test.ts`, title: 'S13' },
  },
  {
    name: 'failures are tried again at once',
    rules: ['S14'],
    file: 'engine/problems.ts',
    find: 'return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 4 ** (attempts - 1))',
    replace: 'return attempts * 0',
    caughtBy: { test: `${cases}/back-off.test.ts`, title: 'S14' },
  },
  {
    name: 'the guard of deletions is off',
    rules: ['S15'],
    file: 'engine/3-plan/hold-deletions.ts',
    find: 'deletionLimit(bound + done) - done - asked',
    replace: 'Infinity - deletionLimit(bound + done) - done - asked',
    caughtBy: full(1),
  },
  {
    name: 'a deletion made while unlinked is carried out',
    rules: ['S18'],
    file: planFile,
    find: `op.type === 'deleteRemote' ? { type: 'hold' } : op`,
    replace: `op`,
    caughtBy: { test: `${cases}/links.test.ts`, title: 'C105' },
  },
  {
    name: 'a record that was stopped is taken up as if nothing had been',
    rules: ['S19'],
    file: 'engine/requests/enrol.ts',
    find: `return { status: 'active', resuming: true }`,
    replace: `return { status: 'active', resuming: false }`,
    caughtBy: { test: `${cases}/links.test.ts`, title: 'C119' },
  },
]

/** All of them. */
export const mutants: readonly Mutant[] = [...planted, ...further]
