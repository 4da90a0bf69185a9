import type { QueryClient } from '@tanstack/react-query'
import type { LiveStatus, SyncClient } from '@twinfolder/client'

import type { BulkDialogRequest } from '../bulk/bulk-dialog-request.ts'
import { type Authorize, lateLinking } from '../link/late-linking.ts'
import { lateUploadQueue } from '../uploads/late-upload-queue.ts'
import { queryKeys } from './query-keys.ts'
import { createStore } from './store.ts'
import type { Toast } from './Toasts.tsx'
import { createTransferStore } from './transfer-store.ts'
import type { Services } from './twinfolder-context.ts'

/** Which client last filled a query cache: what another one put there belongs to another session. */
const owners = new WeakMap<QueryClient, SyncClient>()

/** Makes what a provider holds for one client. */
export function createServices(
  client: SyncClient,
  queryClient: QueryClient,
  authorize: () => Authorize | undefined,
  user: string | undefined,
): Services {
  const owner = owners.get(queryClient)
  if (owner && owner !== client) queryClient.removeQueries({ queryKey: queryKeys.all })
  owners.set(queryClient, client)
  return {
    client,
    queryClient,
    user,
    live: createStore<LiveStatus>('connecting'),
    transfers: createTransferStore(),
    uploads: lateUploadQueue(() => loadUploads(client, queryClient, user), user !== undefined),
    linking: lateLinking(client, queryClient, authorize),
    announcement: createStore(''),
    toasts: createStore<readonly Toast[]>([]),
    bulkDialog: createStore<BulkDialogRequest | null>(null),
  }
}

async function loadUploads(client: SyncClient, queryClient: QueryClient, user: string | undefined) {
  const [{ createUploadQueue }, { uploadKeeperOf }] = await Promise.all([
    import('../uploads/upload-queue.ts'),
    import('../uploads/late-upload-keeper.ts'),
  ])
  return createUploadQueue(client, {
    onUploaded: (record) => queryClient.invalidateQueries({ queryKey: queryKeys.record(record) }),
    keeper: user === undefined ? undefined : uploadKeeperOf(user, client.adapter.address ?? ''),
  })
}
