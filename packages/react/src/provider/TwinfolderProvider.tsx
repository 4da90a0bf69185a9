import { QueryClient, QueryClientContext } from '@tanstack/react-query'
import { type SyncAdapter, type SyncClient, createSyncClient } from '@twinfolder/client'
import { type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

import { BulkDialogHost } from '../bulk/BulkDialogHost.tsx'
import type { Authorize } from '../link/late-linking.ts'
import { type MessagesOption, useLoadedLanguage } from '../messages/use-loaded-language.ts'
import { createWords } from '../messages/words.ts'
import { Announcer } from './Announcer.tsx'
import { createServices } from './create-services.ts'
import { createLiveHints } from './live-hints.ts'
import { createStore } from './store.ts'
import { Toasts } from './Toasts.tsx'
import { type Services, type Twinfolder, TwinfolderContext } from './twinfolder-context.ts'

/** Props of {@link TwinfolderProvider}. */
export type TwinfolderProviderProps = {
  /** Language and formats, e.g. `de-AT`. @default the language of `messages`, else `en` */
  readonly locale?: string | undefined
  /** The time zone of dates, e.g. `Europe/Berlin`. Give it when you render on a server. @default the browser's */
  readonly timeZone?: string | undefined
  /**
   * Who is signed in, as any text that differs for each user. With it uploads that are under way go on after a reload: the browser
   * keeps their files until they have arrived, a day at most, and no other user's page sends them. Without it leaving the page asks first.
   */
  readonly user?: string | undefined
  /** How the CRM is called in sentences such as "Only in Demo CRM". */
  readonly crmName?: string | undefined
  /**
   * A whole language (`import { de } from '@twinfolder/react/locales/de'`): it is there at once, safe for server rendering. Or some
   * texts of your own over the language of `locale`. To change a text of a whole language: `{ ...de, upload: 'Hochladen' }`.
   */
  readonly messages?: MessagesOption | undefined
  /** @default the nearest `QueryClientProvider`'s, else one of its own */
  readonly queryClient?: QueryClient | undefined
  /** Opens the consent page and gives the address that it came back to. @default a popup, or the page itself where popups are blocked */
  readonly authorize?: Authorize | undefined
  readonly children: ReactNode
} & (
  | { readonly client: SyncClient; readonly adapter?: undefined }
  /** Shorthand for `client={createSyncClient(adapter)}`. Make it once, outside of components. */
  | { readonly adapter: SyncAdapter; readonly client?: undefined }
)

/** Gives the components below it one client, one query cache, one stream of hints and one language. */
export function TwinfolderProvider(props: TwinfolderProviderProps) {
  const { client: given, adapter, locale, timeZone, crmName, messages: option, children } = props
  const language = useLoadedLanguage(locale ?? 'en', option)
  const client = useMemo(() => given ?? createSyncClient(adapter), [given, adapter])
  const services = useLiveServices(client, useOneQueryClient(props.queryClient), props.authorize, props.user)
  const formats = localeOfFormats(locale, language?.locale)
  const value = useMemo((): Twinfolder => {
    const texts = language?.texts
    const words = texts ? createWords(texts, formats, timeZone, crmName ?? texts.crm) : null
    return { services, locale: formats, timeZone, language, words }
  }, [services, formats, timeZone, language, crmName])
  return (
    <TwinfolderContext.Provider value={value}>
      {children}
      {language ? (
        <>
          <Announcer />
          <Toasts />
          <BulkDialogHost />
        </>
      ) : null}
    </TwinfolderContext.Provider>
  )
}

/** The locale as it was given, e.g. `de-AT`, once its language is the one that is shown: half a sentence in each would be odd. */
function localeOfFormats(given: string | undefined, shown: string | undefined): string {
  if (given === undefined || shown === undefined) return shown ?? given ?? 'en'
  return given.toLowerCase().split('-')[0] === shown.split('-')[0] ? given : shown
}

/** The given one, else the nearest, else one of our own. */
function useOneQueryClient(given: QueryClient | undefined): QueryClient {
  const nearest = useContext(QueryClientContext)
  const [own] = useState(() => new QueryClient())
  const queryClient = given ?? nearest ?? own
  useEffect(() => {
    if (queryClient !== own) return
    own.mount()
    return () => own.unmount()
  }, [queryClient, own])
  return queryClient
}

/** The services of a client, and its one stream of hints while mounted. */
function useLiveServices(
  client: SyncClient,
  queryClient: QueryClient,
  authorize: Authorize | undefined,
  user: string | undefined,
): Services {
  const [latest] = useState(() => createStore(authorize))
  useEffect(() => latest.set(() => authorize), [latest, authorize])
  const [services, setServices] = useState(() => createServices(client, queryClient, latest.get, user))
  useEffect(() => {
    const hints = createLiveHints(services.queryClient, services.live, services.transfers)
    const unsubscribe = services.client.subscribe(hints)
    services.uploads.start()
    return () => {
      unsubscribe()
      hints.stop()
      services.uploads.stop()
      services.linking.stop()
    }
  }, [services])
  const isSame = services.client === client && services.queryClient === queryClient && services.user === user
  if (isSame) return services
  const next = createServices(client, queryClient, latest.get, user)
  setServices(next)
  return next
}
