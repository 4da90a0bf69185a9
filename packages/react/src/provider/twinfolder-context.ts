import type { QueryClient } from '@tanstack/react-query'
import type { LiveStatus, SyncClient } from '@twinfolder/client'
import { createContext, useContext } from 'react'

import type { BulkDialogRequest } from '../bulk/bulk-dialog-request.ts'
import type { Linking } from '../link/late-linking.ts'
import type { LoadedLanguage } from '../messages/use-loaded-language.ts'
import type { Words } from '../messages/words.ts'
import type { LateUploadQueue } from '../uploads/late-upload-queue.ts'
import type { Store } from './store.ts'
import type { Toast } from './Toasts.tsx'
import type { Transfers } from './transfer-store.ts'

/** What lives as long as the provider and its client, and never changes meanwhile. */
export interface Services {
  readonly client: SyncClient
  readonly queryClient: QueryClient
  readonly user: string | undefined
  readonly live: Store<LiveStatus>
  readonly transfers: Store<Transfers>
  readonly uploads: LateUploadQueue
  readonly linking: Linking
  /** What the one polite live region says now. */
  readonly announcement: Store<string>
  readonly toasts: Store<readonly Toast[]>
  readonly bulkDialog: Store<BulkDialogRequest | null>
}

/** What the provider hands down. */
export interface Twinfolder {
  readonly services: Services
  readonly locale: string
  readonly timeZone: string | undefined
  /** `null` while the first language is being loaded. */
  readonly language: LoadedLanguage | null
  /** Texts and formats together; `null` while the first language is being loaded. */
  readonly words: Words | null
}

export const TwinfolderContext = createContext<Twinfolder | null>(null)

/** @throws Error without a `TwinfolderProvider` above */
export function useTwinfolder(): Twinfolder {
  const context = useContext(TwinfolderContext)
  if (!context) throw new Error('No TwinfolderProvider above. Wrap this component in one: it knows the client to ask.')
  return context
}

/** The services of the provider. */
export function useServices(): Services {
  return useTwinfolder().services
}

/** The typed client of the provider, for what has no hook of its own. */
export function useSyncClient(): SyncClient {
  return useServices().client
}
