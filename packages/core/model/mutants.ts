import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, env, execPath } from 'node:process'

import { mutants, planted } from './mutants/list.ts'
import type { Mutant } from './mutants/mutant.ts'

/**
 * Plants bugs in the engine, one after the other, and runs what must catch each: `pnpm test:mutants [name …]`. The last line is
 * `caught N/N`; before it stands which rules have a bug that one of their tests or the model catches.
 */
const folder = import.meta.dirname
const root = join(folder, '..', '..', '..')
/** So many mutants are tried at a time. */
const LANES = 2
const reports = mkdtempSync(join(tmpdir(), 'twinfolder-mutants-'))

interface Outcome {
  readonly isCaught: boolean
  readonly told: string
}

const wanted = argv.slice(2)
const chosen = mutants.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
if (chosen.length === 0) {
  console.error(`There is no such mutant. There are:\n${mutants.map(({ name }) => `  ${name}`).join('\n')}`)
  process.exit(2)
}

// A bug whose place has moved would never be planted.
const lost = chosen.filter(({ file, find }) => {
  const path = join(root, 'packages', 'core', 'src', file)
  return !existsSync(path) || !readFileSync(path, 'utf8').includes(find)
})
for (const { name, file } of lost) console.error(`"${name}" has no place in ${file} any more.`)
if (lost.length > 0) process.exit(1)

const outcomes = new Map<Mutant, Outcome>()
let next = 0
await Promise.all(
  Array.from({ length: LANES }, async () => {
    for (let mutant = chosen[next++]; mutant; mutant = chosen[next++]) {
      const started = performance.now()
      const outcome = await run(mutant)
      outcomes.set(mutant, outcome)
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${outcome.isCaught ? 'caught ' : 'MISSED '} ${mutant.name}: ${outcome.told} (${seconds} s)`)
    }
  }),
)

rmSync(reports, { recursive: true })

const isCaught = (mutant: Mutant): boolean => outcomes.get(mutant)?.isCaught === true
if (wanted.length === 0) {
  const rules = Array.from({ length: 19 }, (_, at) => `S${at + 1}`)
  const proved = rules.filter((rule) => mutants.some((mutant) => mutant.rules.includes(rule) && isCaught(mutant)))
  console.log(`rules with a bug that is caught: ${proved.length}/${rules.length}`)
  if (proved.length < rules.length) process.exitCode = 1
}
const asked = wanted.length === 0 ? planted : chosen
const caught = asked.filter(isCaught).length
if (chosen.some((mutant) => !isCaught(mutant))) process.exitCode = 1
console.log(`caught ${caught}/${asked.length}`)

function run(mutant: Mutant): Promise<Outcome> {
  return 'model' in mutant.caughtBy ? runModel(mutant, mutant.caughtBy) : runTest(mutant, mutant.caughtBy)
}

async function runModel(
  mutant: Mutant,
  { model, sequences, seed }: Extract<Mutant['caughtBy'], { readonly seed: number }>,
): Promise<Outcome> {
  const { code, output } = await start(mutant, execPath, [
    '--import',
    new URL('./mutants/hooks.ts', import.meta.url).href,
    join(folder, 'main.ts'),
    '--model',
    model,
    '--sequences',
    String(sequences),
    '--seed',
    String(seed),
    '--threads',
    '1',
    '--first-failure',
  ])
  const [, played = '', failures = ''] = /(\d+) sequences, \d+ passes, (\d+) failures/.exec(output) ?? []
  const invariant = /^\[(I\d+)\]/m.exec(output)?.[1] ?? 'an error'
  if (played === '') return { isCaught: false, told: `the model did not run: ${output.slice(-500)}` }
  if (failures === '0' || code === 0) return { isCaught: false, told: `the ${model} model played ${played} sequences` }
  return { isCaught: true, told: `${invariant} of the ${model} model, ${played} sequences from seed ${seed}` }
}

async function runTest(
  mutant: Mutant,
  { test, title }: { readonly test: string; readonly title: string },
): Promise<Outcome> {
  const pattern = title.replaceAll(/[[\]().*+?^$|]/g, String.raw`\$&`)
  const report = join(reports, `${mutants.indexOf(mutant)}.json`)
  const { output } = await start(mutant, join(root, 'node_modules', '.bin', 'vitest'), [
    'run',
    '--project',
    'node',
    // What is kept between runs has no bug in it, or another one's.
    '--fsModuleCache=false',
    '--reporter',
    'json',
    '--outputFile',
    report,
    test,
    '-t',
    pattern,
  ])
  if (!existsSync(report)) return { isCaught: false, told: `the tests did not run: ${output.slice(-500)}` }
  const { numFailedTests = 0, numPassedTests = 0 } = JSON.parse(readFileSync(report, 'utf8')) as TestReport
  if (numFailedTests > 0) return { isCaught: true, told: `${title} in ${test}` }
  return { isCaught: false, told: `${title} in ${test}: ${numPassedTests} passed` }
}

/** What is read of Vitest's report. */
interface TestReport {
  readonly numFailedTests?: number
  readonly numPassedTests?: number
}

function start(
  { name }: Mutant,
  command: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: { ...env, MUTANT: name } })
    let output = ''
    child.stdout.on('data', (data: Buffer) => (output += data.toString()))
    child.stderr.on('data', (data: Buffer) => (output += data.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}
