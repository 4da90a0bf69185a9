import { decodeCursor } from '../state/cursor.ts'
import type { CursorState } from '../state/cursor.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import { namespacePrefixes, namespacesChangedSince } from '../state/feed.ts'
import { appView } from '../state/links.ts'
import type { View } from '../state/view.ts'
import { BadRequest, EndpointError, tagged } from '../wire/api-error.ts'
import { integer, optional, string, struct } from '../wire/decode.ts'
import { openRoute } from '../wire/route.ts'
import { openCursor } from './list-page.ts'

const longpoll = openRoute(
  {
    name: 'files/list_folder/longpoll',
    host: 'notify',
    auth: 'none',
    about: 'Waits until something changes',
    errors: ['reset'],
    rules: [
      'Refuses a request with a token',
      '`timeout` is 30 to 480 seconds',
      'What changed need not be in the listed folder',
    ],
  },
  struct({ cursor: string(), timeout: optional(integer(30, 480), 30) }),
  async ({ state, request }, { cursor: text, timeout }) => {
    const view = viewOf(state, text)
    const cursor = openCursor(state, view, text)
    if (cursor.after !== null || hasChanged(view, cursor)) return { changes: true }
    await changeOrTimeout(state, view, timeout * 1000, request.signal)
    return { changes: hasChanged(view, cursor) }
  },
)

export const longpollRoutes = [longpoll]

/** The cursor stands for its owner: long polls carry no token. */
function viewOf(state: EmulatorState, text: string): View {
  const cursor = decodeCursor(text)
  if (!cursor) throw new BadRequest(`Invalid "cursor" parameter: '${text}'`)
  const account = state.accounts.get(cursor.accountId)
  const app = state.apps.get(cursor.appKey)
  const link = account?.links.get(cursor.appKey)
  if (!account || !app || !link) throw new EndpointError(tagged('reset'))
  return appView(account, app, link)
}

/** Whether anything changed that the view can see: it need not be in the folder of the cursor. */
function hasChanged(view: View, cursor: CursorState): boolean {
  const visible = namespacePrefixes(view)
  return [...namespacesChangedSince(view.account, cursor.position)].some((namespaceId) => visible.has(namespaceId))
}

function changeOrTimeout(state: EmulatorState, view: View, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const deadline = state.clock.now() + timeoutMs
  return new Promise((resolve) => {
    const stops = [
      state.changes.onChange(({ account, namespaceIds }) => {
        if (account !== view.account) return
        const visible = namespacePrefixes(view)
        if ([...namespaceIds].some((namespaceId) => visible.has(namespaceId))) finish()
      }),
      state.clock.onAdvance(() => {
        if (state.clock.now() >= deadline) finish()
      }),
      state.changes.onClose(() => finish()),
    ]
    const timer = setTimeout(() => finish(), timeoutMs)
    signal.addEventListener('abort', finish, { once: true })
    function finish() {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      for (const stop of stops) stop()
      resolve()
    }
  })
}
