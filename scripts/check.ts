import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'

/**
 * Everything that must hold, with the time that each lane took. `npm test` runs all lanes; `npm test -- types lint` only the named
 * ones. The lanes run one after the other; beside them, with what they leave of the cores, those that only compute.
 */
const model = 'packages/core/model/main.ts'
type Lane = readonly [name: string, command: string, ...args: string[]]
const lanes: readonly Lane[] = [
  ['format', 'oxfmt', '--check', '.'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings', '.'],
  ['types', 'tsc', '-b'],
  ['boundaries', 'node', 'scripts/check-boundaries.ts'],
  ['sdk-calls', 'node', 'scripts/check-sdk-calls.ts'],
  ['protocol', 'node', 'scripts/generate-protocol.ts', '--check'],
  ['security', 'node', 'scripts/generate-security.ts', '--check'],
  ['emulator', 'node', 'packages/dropbox-emulator/scripts/generate.ts', '--check'],
  ['rules', 'node', 'scripts/check-rules.ts'],
  ['size', 'node', 'scripts/check-size.ts'],
  ['unit', 'vitest', 'run', '--project', 'node', '--project', 'jsdom', '--reporter', 'dot'],
  ['postgres', 'vitest', 'run', '--project', 'postgres', '--reporter', 'dot'],
  ['promises', 'node', 'packages/server/promises/main.ts', '--fast'],
  // The widget's tests once more, over the oldest React that it supports.
  ['react-18', 'vitest', 'run', '--project', 'react-18', '--project', 'react-18-server', '--reporter', 'dot'],
  ['browser', 'vitest', 'run', '--project', 'browser', '--reporter', 'dot'],
  ['stories', 'vitest', 'run', '--project', 'stories', '--reporter', 'dot'],
  ['journeys', 'playwright', 'test', '--config', 'examples/crm/playwright.config.ts'],
]
/** Told when they are done, so that what they say does not mix with the others. */
const quietLanes: readonly Lane[] = [
  ['small-model', 'node', model, '--model', 'small', '--sequences', '50000'],
  ['full-model', 'node', model, '--model', 'full', '--sequences', '2000'],
  ['mutants', 'node', 'packages/core/model/mutants.ts'],
]

const wanted = process.argv.slice(2)
const all = [...lanes, ...quietLanes]
const unknown = wanted.filter((name) => !all.some(([lane]) => lane === name))
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. The lanes are ${all.map(([lane]) => lane).join(', ')}.`)
  process.exit(2)
}

process.on('disconnect', () => process.exit(143))
const failed: { readonly name: string; readonly output: string }[] = []
const times: string[] = []
await Promise.all([runLanes(lanes, 'loud'), runLanes(quietLanes, 'quiet')])
// Once more at the end: what a lane complained of may stand thousands of lines above.
for (const { name, output } of failed) console.log(`\n── ${name} failed, its last lines\n${lastLines(output, 100)}`)
console.log(`\n${times.join(' · ')}`)
if (failed.length > 0) console.log(`Failed: ${failed.map(({ name }) => name).join(', ')}`)
console.log(`${times.length - failed.length} passed, ${failed.length} failed`)
process.exit(failed.length === 0 ? 0 : 1)

async function runLanes(chain: readonly Lane[], how: 'loud' | 'quiet'): Promise<void> {
  for (const [name, command, ...args] of chain) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    if (how === 'loud') console.log(`\n── ${name}`)
    const started = performance.now()
    const { isPassed, output } = await run(command, args, how)
    if (how === 'quiet') console.log(`\n── ${name}\n${output.trimEnd()}`)
    if (!isPassed) failed.push({ name, output })
    times.push(`${name} ${((performance.now() - started) / 1000).toFixed(1)} s`)
  }
}

function run(
  command: string,
  args: readonly string[],
  how: 'loud' | 'quiet',
): Promise<{ readonly isPassed: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    const isColoured = how === 'loud' && process.stdout.isTTY && process.env['NO_COLOR'] === undefined
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      env: isColoured ? { ...process.env, FORCE_COLOR: '1' } : process.env,
    })
    let output = ''
    for (const [stream, shown] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      stream.on('data', (data: Buffer) => {
        output += data.toString()
        if (how === 'loud') shown.write(data)
      })
    }
    if (how === 'quiet' && child.pid !== undefined) yieldTo(child.pid)
    child.on('error', (error) => {
      console.error(error.message)
      resolve({ isPassed: false, output })
    })
    child.on('close', (code) => resolve({ isPassed: code === 0, output }))
  })
}

function lastLines(output: string, count: number): string {
  return output.trimEnd().split('\n').slice(-count).join('\n')
}

/** Others go first; where that is not allowed, it takes its share. */
function yieldTo(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW)
  } catch {
    // A system without priorities.
  }
}
