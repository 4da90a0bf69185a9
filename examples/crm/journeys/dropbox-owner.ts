/** A file of an account as its owner sees it. */
export interface OwnedFile {
  readonly path: string
  readonly sizeBytes: number
}

/** One request that reached the emulator. */
export interface LoggedRequest {
  readonly path: string
  readonly status: number
}

/** What a person does in their own Dropbox, by plain requests to the emulator's API. Paths are of the whole account. */
export interface DropboxOwner {
  files(): Promise<readonly OwnedFile[]>
  folders(): Promise<readonly string[]>
  read(path: string): Promise<Uint8Array>
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Renames or moves a file or a folder. */
  move(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Dropbox's own id of what a file holds now. */
  revision(path: string): Promise<string>
  /** Requests to Dropbox's API since the last {@link DropboxOwner.forgetRequests}. */
  requests(): Promise<readonly LoggedRequest[]>
  forgetRequests(): Promise<void>
  setWebhooks(on: boolean): Promise<void>
  /** Takes the app's permission back, on the page of connected apps. */
  disconnectApp(): Promise<void>
  /** Lets a route answer with a status the next so many times. */
  failNext(route: string, status: number, count: number): Promise<void>
  clearFaults(): Promise<void>
}

/** The owner of an account in the emulator at `dropboxUrl`. */
export function dropboxOwner(dropboxUrl: string, email: string): DropboxOwner {
  const api = `${dropboxUrl}/_emulator/api`
  const account = `${api}/accounts/${encodeURIComponent(email)}`
  const entries = async (): Promise<readonly { kind: string; path: string; sizeBytes?: number }[]> =>
    (await ok(fetch(`${account}/entries?recursive=true`))).json()
  return {
    files: async () =>
      (await entries()).filter(({ kind }) => kind === 'file').map(({ path, sizeBytes = 0 }) => ({ path, sizeBytes })),
    folders: async () => (await entries()).filter(({ kind }) => kind === 'folder').map(({ path }) => path),
    async read(path) {
      const response = await ok(fetch(`${account}/files?path=${encodeURIComponent(path)}`))
      return new Uint8Array(await response.arrayBuffer())
    },
    async write(path, bytes) {
      await ok(
        fetch(`${account}/files?path=${encodeURIComponent(path)}`, {
          method: 'PUT',
          body: new Blob([new Uint8Array(bytes)]),
        }),
      )
    },
    move: async (from, to) => void (await ok(fetch(`${account}/move`, json('POST', { from, to })))),
    remove: async (path) =>
      void (await ok(fetch(`${account}/files?path=${encodeURIComponent(path)}`, { method: 'DELETE' }))),
    revision: async (path) =>
      (await ok(fetch(`${account}/files?path=${encodeURIComponent(path)}`))).headers.get('etag') ?? '',
    requests: async () => (await ok(fetch(`${api}/log`))).json(),
    forgetRequests: async () => void (await ok(fetch(`${api}/log`, { method: 'DELETE' }))),
    setWebhooks: async (on) => void (await ok(fetch(`${api}/webhooks`, json('PUT', { isEnabled: on })))),
    async disconnectApp() {
      const apps: readonly { readonly key: string }[] = await (await ok(fetch(`${account}/apps`))).json()
      for (const { key } of apps) await ok(fetch(`${account}/apps/${key}`, { method: 'DELETE' }))
    },
    failNext: async (route, status, count) =>
      void (await ok(fetch(`${api}/faults`, json('POST', { type: 'status', route, status, count })))),
    clearFaults: async () => void (await ok(fetch(`${api}/faults`, { method: 'DELETE' }))),
  }
}

function json(method: string, body: object): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function ok(request: Promise<Response>): Promise<Response> {
  const response = await request
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
  return response
}
