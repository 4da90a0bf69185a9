import type { LogEntry } from '../options.ts'

const ranks = { info: 0, warn: 1, error: 2, silent: 3 } as const

/** What is left out of the log: everything below it. */
export type LogLevel = keyof typeof ranks

/**
 * A log of JSON lines for `ServerOptions.log`: `{"time":…,"level":…,"event":…}` and the fields of the entry. One entry is one line,
 * whatever is in it, and none can turn the direction of what follows.
 *
 * @param write takes a line with its end. @default standard output
 */
export function jsonLog({
  level = 'info',
  write = (line) => void process.stdout.write(line),
}: { readonly level?: LogLevel | undefined; readonly write?: ((line: string) => void) | undefined } = {}): (
  entry: LogEntry,
) => void {
  return ({ level: entryLevel, event, ...fields }) => {
    if (ranks[entryLevel] < ranks[level]) return
    write(`${jsonLine({ time: new Date().toISOString(), level: entryLevel, event, ...fields })}\n`)
  }
}

/** Data as one line of JSON. What JSON does not know is told in words; what breaks lines or turns text around is escaped. */
export function jsonLine(data: object): string {
  const seen = new Set<object>()
  const text = JSON.stringify(data, (_, value: unknown) => {
    if (typeof value === 'bigint') return String(value)
    if (value instanceof Error) return value.stack ?? value.message
    if (typeof value !== 'object' || value === null) return value
    if (seen.has(value)) return '[seen above]'
    seen.add(value)
    return value
  })
  return text.replaceAll(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Control characters that JSON leaves as they are, separators of lines, and overrides of direction. */
const unprintable = /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
