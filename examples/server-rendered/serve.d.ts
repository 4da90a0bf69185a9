/** No inline script, no inline style, no `eval`, nothing from elsewhere. Pictures of uploads are blobs of the page. */
export declare const contentSecurityPolicy: string
/** The page and its Twinfolder server on one port, with an emulated Dropbox in the process. */
export declare function serve(port: number): Promise<{
  readonly url: string
  readonly close: () => Promise<void>
}>
//# sourceMappingURL=serve.d.ts.map
