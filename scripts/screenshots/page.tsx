import type { SyncAdapter } from '@twinfolder/client'
import { memoryAdapter } from '@twinfolder/client/testing'
import { FilesWidget, TwinfolderProvider } from '@twinfolder/react'
import { createRoot } from 'react-dom/client'

import { type State, states } from './states.ts'

// ?state=…&theme=…&locale=…
const asked = new URLSearchParams(location.search)
const locale = asked.get('locale') ?? 'en'
const state: State | undefined = new Map<string, State>(Object.entries(states)).get(asked.get('state') ?? 'list')
if (!state) throw new RangeError(`There is no state "${asked.get('state')}".`)
document.documentElement.lang = locale
document.documentElement.dataset['theme'] = asked.get('theme') ?? 'light'

createRoot(document.querySelector('#root') ?? document.body).render(
  <TwinfolderProvider
    adapter={pausedUploads(memoryAdapter(state.memory), state.choose ?? [])}
    locale={locale}
    timeZone="Europe/Berlin"
    crmName="Demo CRM"
  >
    <FilesWidget record={state.record} />
  </TwinfolderProvider>,
)

/** Uploads come as far as the picture wants them, and stay there. */
function pausedUploads(adapter: SyncAdapter, choose: NonNullable<State['choose']>): SyncAdapter {
  return {
    ...adapter,
    upload: (upload, options) => {
      const chosen = choose.find(({ name }) => name === upload.name)
      options?.onProgress?.((chosen?.sentPart ?? 0) * (chosen?.sizeBytes ?? 0))
      return new Promise(() => undefined)
    },
  }
}
