import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { BenchSetting } from './setting.ts'

/** A process of the server, seen by the benchmark. */
export interface BenchProcess {
  readonly role: BenchSetting['role']
  /** What it takes now and what it took at most, in MB; `null` where the system does not tell. */
  memoryMb(): { readonly rssMb: number | null; readonly peakMb: number | null }
  /** Time on the processor: other load on the machine does not count into it. */
  cpuSeconds(): number
  stop(): Promise<void>
}

/** Starts a process of the server; resolves when it answers. */
export async function startBenchProcess(setting: BenchSetting): Promise<BenchProcess> {
  const child = fork(join(import.meta.dirname, 'bench-server.ts'), {
    execArgv: [],
    env: { ...process.env, BENCH_SETTING: JSON.stringify(setting) },
  })
  const ended = once(child, 'exit')
  await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error(`The ${setting.role} process did not start.`))),
  ])
  const file = (name: string): string => {
    try {
      return readFileSync(`/proc/${child.pid}/${name}`, 'utf8')
    } catch {
      return ''
    }
  }
  const field = (name: string): number | null => {
    const kilobytes = new RegExp(`${name}:\\s+(\\d+)`).exec(file('status'))?.[1]
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024)
  }
  return {
    role: setting.role,
    memoryMb: () => ({ rssMb: field('VmRSS'), peakMb: field('VmHWM') }),
    cpuSeconds() {
      const fields = file('stat').split(') ')[1]?.split(' ')
      return fields ? (Number(fields[11]) + Number(fields[12])) / 100 : 0
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
