/** A window for the consent page, opened in the click itself so that no browser blocks it. */
export interface ConsentWindow {
  /** Sends the window to the consent page. */
  navigate(authorizeUrl: string): void
  /** The address that the consent page came back to. Never settles when the user gives up. */
  readonly callbackUrl: Promise<string>
  /** Settles when the user closes the window. The answer may still come: some browsers cut the connection to it. */
  readonly closed: Promise<void>
  /** Closes the window and stops listening. */
  end(): void
}

const channelName = 'twinfolder-link'

/** Opens the window; `null` where it is blocked. */
export function openConsentWindow(): ConsentWindow | null {
  const popup = window.open('', channelName, 'popup,width=640,height=760')
  if (!popup) return null
  const stop = new AbortController()
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(channelName)

  const callbackUrl = new Promise<string>((resolve) => {
    const receive = (message: unknown) => {
      const url = callbackUrlOf(message)
      if (url === null) return
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel is of one origin already
      channel?.postMessage({ type: 'twinfolder:callback-received' })
      resolve(url)
    }
    channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => receive(data), { signal: stop.signal })
    window.addEventListener(
      'message',
      ({ origin, data }: MessageEvent<unknown>) => {
        if (origin === window.location.origin) receive(data)
      },
      { signal: stop.signal },
    )
  })
  const closed = new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (!popup.closed) return
      clearInterval(timer)
      resolve()
    }, 300)
    stop.signal.addEventListener('abort', () => clearInterval(timer))
  })
  return {
    navigate: (authorizeUrl) => popup.location.replace(authorizeUrl),
    callbackUrl,
    closed,
    end() {
      stop.abort()
      channel?.close()
      popup.close()
    },
  }
}

/** The address in a message of the callback page; `null` for anybody else's message. */
function callbackUrlOf(message: unknown): string | null {
  if (typeof message !== 'object' || message === null) return null
  if (!('type' in message) || message.type !== 'twinfolder:callback') return null
  return 'url' in message && typeof message.url === 'string' ? message.url : null
}
