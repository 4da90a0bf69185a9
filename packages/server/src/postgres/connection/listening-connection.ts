import { Client } from 'pg'

/** A connection that listens to a channel and is replaced when it breaks. */
export interface Listening {
  isListening(): boolean
  /** Resolves when it listens for the first time. */
  ready(): Promise<void>
  close(): Promise<void>
}

const CONNECT_TIMEOUT_MS = 5000
/** A connection whose other end is gone without a word is found by asking. */
const HEARTBEAT_MS = 10_000
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 5000

/** Listens to a channel until it is closed. Each time that it listens again, `onGap` is called. */
export function listenTo(
  url: string,
  channel: string,
  on: {
    readonly onMessage: (message: string) => void
    /** Messages may have been lost. */
    readonly onGap: () => void
    readonly onTrouble: (error: Error) => void
  },
): Listening {
  let client: Client | null = null
  let isClosed = false
  let isListening = false
  let hasListened = false
  let attempts = 0
  let heartbeat: ReturnType<typeof setInterval> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let becomeReady: () => void = () => undefined
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve
  })

  const connect = async (): Promise<void> => {
    const own = new Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      fallback_application_name: 'twinfolder listener',
    })
    own.on('notification', ({ payload }) => on.onMessage(payload ?? ''))
    own.on('error', (error) => lose(own, error))
    own.on('end', () => lose(own, new Error('The listening connection ended.')))
    client = own
    try {
      await own.connect()
      await own.query(`listen ${channel}`)
    } catch (error) {
      return lose(own, error instanceof Error ? error : new Error(String(error)))
    }
    if (isClosed || client !== own) return
    heartbeat = setInterval(() => {
      own.query('select 1').catch((error: Error) => lose(own, error))
    }, HEARTBEAT_MS)
    attempts = 0
    isListening = true
    const isBack = hasListened
    hasListened = true
    becomeReady()
    if (isBack) on.onGap()
  }

  const lose = (own: Client, error: Error): void => {
    if (client !== own) return
    client = null
    isListening = false
    clearInterval(heartbeat)
    own.end().catch(() => undefined)
    if (isClosed) return
    on.onTrouble(error)
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** attempts, LONGEST_WAIT_MS)
    attempts += 1
    retry = setTimeout(() => void connect(), waitMs)
  }

  void connect()
  return {
    isListening: () => isListening,
    ready: () => ready,
    async close() {
      isClosed = true
      clearTimeout(retry)
      clearInterval(heartbeat)
      becomeReady()
      await client?.end().catch(() => undefined)
    },
  }
}
