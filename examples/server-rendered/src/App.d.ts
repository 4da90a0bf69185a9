import type { QueryClient } from '@tanstack/react-query'
import type { SyncClient } from '@twinfolder/client'
/** The record of the page. */
export declare const record: {
  readonly module: 'companies'
  readonly id: '1001'
}
/** The page, the same on the server and in the browser: a whole language and a time zone are given, so that both write the same text. */
export declare function App({
  client,
  queryClient,
}: {
  readonly client: SyncClient
  readonly queryClient: QueryClient
}): import('react').JSX.Element
//# sourceMappingURL=App.d.ts.map
