import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'

/**
 * Watches the machine while something is measured.
 *
 * @returns what to write beside the figures: the processor, Node, the load before and now, and on Linux how much of its processors
 * other machines on the same host had meanwhile, as figures of one that was robbed of half of its time say nothing
 */
export function watchMachine(): () => string {
  const [loadBefore = 0] = loadavg()
  const ticksBefore = processorTicks()
  return () => {
    const [loadAfter = 0] = loadavg()
    const ticks = processorTicks()
    const parts = [
      `${cpus().length} cores of ${cpus()[0]?.model.trim() ?? 'an unknown processor'}`,
      `Node ${process.versions.node}`,
      `load of the last minute ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after`,
    ]
    if (ticks && ticksBefore) {
      const share = (ticks.stolen - ticksBefore.stolen) / Math.max(1, ticks.all - ticksBefore.all)
      parts.push(`${(100 * share).toFixed(0)} % of its processors taken by other machines`)
    }
    return parts.join(', ')
  }
}

/** What all processors have done since the machine was started, in the system's ticks; `null` where it does not tell. */
function processorTicks(): { readonly all: number; readonly stolen: number } | null {
  try {
    // cpu user nice system idle iowait irq softirq steal …: guests, which follow, are counted in user.
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
    const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number)
    return { all: ticks.reduce((sum, one) => sum + one, 0), stolen: ticks[7] ?? 0 }
  } catch {
    return null
  }
}
