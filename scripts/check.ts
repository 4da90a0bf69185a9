import { spawn } from 'node:child_process'

/**
 * Everything that must hold, one lane after the other (each uses all cores itself), with the time that it took.
 * `npm test` runs all lanes; `npm test -- types lint` only the named ones.
 */
const model = 'packages/core/model/main.ts'
const lanes: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['format', 'oxfmt', '--check', '.'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings', '.'],
  ['types', 'tsc', '-b'],
  ['boundaries', 'node', 'scripts/check-boundaries.ts'],
  ['sdk-calls', 'node', 'scripts/check-sdk-calls.ts'],
  ['protocol', 'node', 'scripts/generate-protocol.ts', '--check'],
  ['rules', 'node', 'scripts/check-rules.ts'],
  ['unit', 'vitest', 'run', '--project', 'node', '--project', 'jsdom', '--reporter', 'dot'],
  ['small-model', 'node', model, '--model', 'small', '--sequences', '50000'],
  ['full-model', 'node', model, '--model', 'full', '--sequences', '2000'],
  ['mutants', 'node', 'packages/core/model/mutants.ts'],
  ['browser', 'vitest', 'run', '--project', 'browser', '--reporter', 'dot'],
  ['stories', 'vitest', 'run', '--project', 'stories', '--reporter', 'dot'],
  ['journeys', 'playwright', 'test', '--config', 'examples/crm/playwright.config.ts'],
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !lanes.some(([lane]) => lane === name))
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. The lanes are ${lanes.map(([lane]) => lane).join(', ')}.`)
  process.exit(2)
}

process.on('disconnect', () => process.exit(143))
const failed: string[] = []
const times: string[] = []
for (const [name, command, ...args] of lanes) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n── ${name}`)
  const started = performance.now()
  if (!(await succeeds(command, args))) failed.push(name)
  times.push(`${name} ${((performance.now() - started) / 1000).toFixed(1)} s`)
}
console.log(`\n${times.join(' · ')}`)
if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`)
console.log(`${times.length - failed.length} passed, ${failed.length} failed`)
process.exit(failed.length === 0 ? 0 : 1)

function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' })
    child.on('error', (error) => {
      console.error(error.message)
      resolve(false)
    })
    child.on('exit', (code) => resolve(code === 0))
  })
}
