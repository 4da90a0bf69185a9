// The one door for `npm start`, `npm test` and `npm run setup`. Plain JavaScript for any Node from 18 on: it installs
// what is missing, then runs the task on a current Node, which comes from npm where the machine's own is too old.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PNPM = 'pnpm@12.21.0'
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'node_modules', '.twinfolder-setup')

const tasks = {
  setup: null,
  start: ['examples/crm/start.ts'],
  test: ['scripts/check.ts'],
}

const [task, ...args] = process.argv.slice(2)
if (!(task in tasks)) fail(`Unknown task "${task}". One of: ${Object.keys(tasks).join(', ')}.`)

install()
const node = findNode()
if (tasks[task]) run(node, [...tasks[task], ...args])
else console.log('Everything is installed. `npm start` runs the example, `npm test` checks everything.')

/** Installs with pnpm when the lockfile, the platform or the processor changed since the last time. */
function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const npx = npxCli()
  const result = spawnSync(process.execPath, [npx, '-y', PNPM, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, npm_config_loglevel: 'error' },
  })
  if (result.status !== 0) fail('Installing failed; the lines above say why. Run `npm run setup` to try again.')
  writeFileSync(stamp, wanted)
}

/** npx as a script, so that neither a shell nor `npx.cmd` is needed. */
function npxCli() {
  const beside = process.env.npm_execpath && join(dirname(process.env.npm_execpath), 'npx-cli.js')
  const candidates = [
    beside,
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npx-cli.js'),
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npx-cli.js'),
  ]
  return candidates.find((path) => path && existsSync(path)) ?? fail('npm was not found beside this Node.')
}

/** The Node from npm where there is one for this machine, else the machine's own when it is new enough. */
function findNode() {
  const bundled = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(bundled)) return bundled
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 24 || (major === 24 && minor >= 15) || (major === 22 && minor >= 22)) return process.execPath
  return fail(`Node 24.15 or newer is needed (this is ${process.versions.node}). Get it at https://nodejs.org.`)
}

/**
 * Runs the task and ends with it. npm's shell does not pass SIGTERM on, so the parent's end is watched too; the IPC
 * channel tells the task when this process is killed outright.
 */
function run(nodePath, argv) {
  const path = [dirname(nodePath), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  const child = spawn(nodePath, argv, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: path, npm_config_loglevel: 'error' },
  })
  const stop = (signal) => child.exitCode === null && child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stop('SIGTERM'), 500).unref()
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
