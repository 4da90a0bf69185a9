/** The app that both contestants use. */
export const appKey = 'bench-app'

/** How the emulator is to be. */
export interface EmulatorSettings {
  /** What every call takes longer. */
  readonly latencyMs: number
  /** How long a write keeps others out of its namespace. */
  readonly lockMs: number
  /** Where contents rest; in memory when it is not given. */
  readonly data?: string | undefined
}

/** What arrived since it was last asked. */
export interface Counts {
  readonly calls: number
  /** Answered with 429. */
  readonly refused: number
  readonly bytesUp: number
  readonly bytesDown: number
  readonly byRoute: Record<string, number>
}

/** What the emulator's process answers. */
export type EmulatorAnswer = Counts | string

/** A step of a contestant, as its process tells it. */
export interface Step {
  readonly step: string
  readonly seconds: number
  /** What the processors worked for it, in all threads. */
  readonly cpuSeconds: number | null
  readonly peakRssBytes: number
  /** What the process took before it did anything. */
  readonly idleRssBytes: number
}

/** How a contestant in JavaScript reaches Dropbox. */
export interface Reach {
  readonly refreshToken: string
  /** Dropbox's own hosts, through the proxy of the environment, when it is not given. */
  readonly baseUrl?: string | undefined
  readonly scale: number
}
