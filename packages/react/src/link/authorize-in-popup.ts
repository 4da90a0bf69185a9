import { linkWindowName } from './late-linking.ts'

/** The window of the consent page. */
export interface ConsentWindow {
  /** Sends the window to the consent page. */
  navigate(authorizeUrl: string): void
  /** The address that the consent page came back to. Never settles when the user gives up. */
  readonly callbackUrl: Promise<string>
  /** Settles when the user closes the window. The answer may still come: some browsers cut the connection to it. */
  readonly closed: Promise<void>
  /** Stops listening; the window stays, for another attempt. */
  leave(): void
  /** Closes the window and stops listening. */
  end(): void
}

/** Follows an open, empty window to the consent page and back. */
export function consentWindow(popup: Window): ConsentWindow {
  const stop = new AbortController()
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(linkWindowName)

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
  const leave = () => {
    stop.abort()
    channel?.close()
  }
  return {
    navigate: (authorizeUrl) => popup.location.replace(authorizeUrl),
    callbackUrl,
    closed,
    leave,
    end() {
      leave()
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
