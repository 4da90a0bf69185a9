/** An app as its developer registered it with Dropbox. */
export interface AppState {
  readonly key: string
  readonly secret: string
  /** Shown on the consent page. */
  readonly name: string
  /** Whether the app gets a folder of its own or the whole account. */
  readonly access: 'folder' | 'full'
  /** Name of the app folder. */
  readonly folderName: string
  /** `null` accepts every loopback address and every https address. */
  readonly redirectUris: readonly string[] | null
  /** The most an app may ask for; `null` is everything. */
  readonly scopes: readonly string[] | null
  webhookUris: readonly string[]
}

export interface NewApp {
  readonly key: string
  readonly secret: string
  /** @default the folder name, or the key */
  readonly name?: string | undefined
  /** @default 'folder' */
  readonly access?: 'folder' | 'full' | undefined
  /** @default the name, or the key */
  readonly folderName?: string | undefined
  /** @default every loopback address and every https address */
  readonly redirectUris?: readonly string[] | undefined
  /** The permissions the app may ask for. @default all */
  readonly scopes?: readonly string[] | undefined
  readonly webhookUris?: readonly string[] | undefined
}

/** The scopes an app gets when it does not ask for certain ones. */
export const allScopes: readonly string[] = [
  'account_info.read',
  'account_info.write',
  'files.content.read',
  'files.content.write',
  'files.metadata.read',
  'files.metadata.write',
  'sharing.read',
  'sharing.write',
]

export function appState(app: NewApp): AppState {
  return {
    key: app.key,
    secret: app.secret,
    name: app.name ?? app.folderName ?? app.key,
    access: app.access ?? 'folder',
    folderName: app.folderName ?? app.name ?? app.key,
    redirectUris: app.redirectUris ?? null,
    scopes: app.scopes ?? null,
    webhookUris: app.webhookUris ?? [],
  }
}

/** What the app's Permissions tab allows. */
export function scopesOf(app: AppState): readonly string[] {
  return app.scopes ?? allScopes
}
