import type { SyncClient } from '@twinfolder/client'
/** Renders the page, with the queries of the widget answered beforehand. Both go to the browser. */
export declare function render(client: SyncClient): Promise<{
  readonly html: string
  readonly state: unknown
}>
//# sourceMappingURL=server.d.ts.map
