/** How a process of the benchmarked server runs. */
export interface BenchSetting {
  readonly role: 'web' | 'worker' | 'both'
  /** `null` is the embedded database. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  readonly emulatorUrl: string
  readonly port: number
}

export const APP_KEY = 'bench'
export const APP_SECRET = 'secret'
/** The header by which a request says who sends it. */
export const USER_HEADER = 'x-user'
