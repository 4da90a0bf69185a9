import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const bin = join(import.meta.dirname, '..', '..', 'packages', 'dropbox-emulator', 'bin', 'dropbox-emulator.mjs')

/** The command `dropbox-emulator` in a process of its own, as its users run it. */
export interface ServerProcess {
  readonly url: string
  /** The most memory it had at any time, in MB; `null` where the system does not tell. */
  readonly peakMb: () => number | null
  readonly cpuSeconds: () => number | null
  readonly stop: () => Promise<void>
}

export async function startServer(args: readonly string[], nodeArgs: readonly string[] = []): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...nodeArgs, bin, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const lines = await Promise.race([once(child.stdout, 'data'), exited.then(() => [])])
  const url = /http:\/\/[\d.]+:\d+/.exec(String(lines[0]))?.[0]
  if (url === undefined) throw new Error('The emulator did not start.')
  return {
    url,
    peakMb: () => statusMb(child.pid, 'VmHWM'),
    cpuSeconds: () => cpuSeconds(child.pid),
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

function statusMb(pid: number | undefined, field: string): number | null {
  const kilobytes = new RegExp(`${field}:\\s+(\\d+)`).exec(procFile(pid, 'status'))?.[1]
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024)
}

/** Time on the processor in all threads: other load on the machine does not count into it. */
function cpuSeconds(pid: number | undefined): number | null {
  const fields = procFile(pid, 'stat').split(') ')[1]?.split(' ')
  return fields ? (Number(fields[11]) + Number(fields[12])) / 100 : null
}

function procFile(pid: number | undefined, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}
