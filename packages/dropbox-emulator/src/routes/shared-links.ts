import { newToken } from '../ids.ts'
import { isInside } from '../state/entry.ts'
import type { Entry } from '../state/entry.ts'
import { lookup } from '../state/view.ts'
import { addWebLink } from '../state/web-links.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import { boolean, ignored, optional, string, struct, timestamp, union } from '../wire/decode.ts'
import { under } from '../wire/error-lists.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { headerJson } from '../wire/header-json.ts'
import { listedPath, readPath } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import type { Call } from '../wire/route.ts'
import { fileResponse } from './file-response.ts'
import { linkMetadata, requireOpen, sharedLink } from './shared-link-metadata.ts'
import type { SharedLink } from './shared-link-metadata.ts'

const settingsArg = struct({
  require_password: optional(boolean, null),
  link_password: optional(string(), null),
  expires: optional(timestamp, null),
  audience: optional(union<'public' | 'no_one'>({ public: 'public', no_one: 'no_one', members: 'no_one' }), 'public'),
  access: ignored,
  requested_visibility: ignored,
  allow_download: optional(boolean, true),
})

const create = userRoute(
  {
    name: 'sharing/create_shared_link_with_settings',
    scope: 'sharing.write',
    about: 'Makes a link for others',
    errors: [
      ...under('path', 'malformed_path', 'not_found'),
      'email_not_verified',
      'shared_link_already_exists/metadata',
      ...under('settings_error', 'invalid_settings', 'not_authorized'),
    ],
    rules: [
      'One link for each file or folder and audience',
      'Passwords, expiry and forbidding downloads need a paid plan',
    ],
  },
  struct({ path: readPath, settings: optional(settingsArg, null) }),
  (call, arg) => {
    const { account, app, state, view } = call
    const entry = withErrors({ lookup: 'path' }, () => lookup(view, arg.path))
    if (!account.isEmailVerified) throw new EndpointError(tagged('email_not_verified'))
    const known = ownLinks(call).find((link) => link.entryId === entry.id)
    if (known) {
      const metadata = tagged('metadata', linkMetadata(call, known))
      throw new EndpointError(tagged('shared_link_already_exists', metadata))
    }
    const settings = checkedSettings(call, arg.settings)
    const secret = newToken('', 18)
    const link: SharedLink = {
      type: 'shared',
      accountId: account.profile.accountId,
      appKey: app.key,
      entryId: entry.id,
      url: linkUrl(entry, secret),
      ...settings,
      createdAt: state.clock.now(),
    }
    addWebLink(state, link, secret)
    return linkMetadata(call, link)
  },
)

const list = userRoute(
  {
    name: 'sharing/list_shared_links',
    scope: 'sharing.read',
    about: 'The links there are: all, or those to a path and the folders around it',
    errors: [...under('path', 'malformed_path', 'not_found'), 'reset'],
    rules: ['`direct_only` leaves the folders around it out'],
  },
  struct({ path: optional(listedPath, null), cursor: optional(string(), null), direct_only: optional(boolean, false) }),
  (call, arg) => {
    const start = arg.cursor === null ? 0 : Number(/^AAS(\d+)$/.exec(arg.cursor)?.[1] ?? Number.NaN)
    if (Number.isNaN(start)) throw new EndpointError(tagged('reset'))
    const wanted = arg.path === null ? null : withErrors({ lookup: 'path' }, () => lookup(call.view, arg.path ?? ''))
    const links = ownLinks(call).filter((link) => !wanted || concerns(call, link, wanted, arg.direct_only))
    const end = start + call.state.switches.pageSize
    const hasMore = links.length > end
    return {
      links: links.slice(start, end).map((link) => linkMetadata(call, link)),
      has_more: hasMore,
      ...(hasMore ? { cursor: `AAS${end}` } : {}),
    }
  },
)

const revoke = userRoute(
  {
    name: 'sharing/revoke_shared_link',
    scope: 'sharing.write',
    about: 'Ends a link',
    errors: ['shared_link_not_found', 'shared_link_access_denied', 'shared_link_malformed'],
    rules: ['One’s own only'],
  },
  struct({ url: string() }),
  ({ account, state }, { url }) => {
    if (!URL.canParse(url)) throw new EndpointError(tagged('shared_link_malformed'))
    const { link, secret } = sharedLink(state, url)
    if (link.accountId !== account.profile.accountId) throw new EndpointError(tagged('shared_link_access_denied'))
    state.webLinks.delete(secret)
    state.changes.touch()
    return null
  },
)

const linkErrors = ['shared_link_not_found', 'shared_link_access_denied']
const openArg = struct({ url: string(), path: ignored, link_password: optional(string(), null) })

const getMetadata = userRoute(
  {
    name: 'sharing/get_shared_link_metadata',
    scope: 'sharing.read',
    about: 'What a link leads to, also somebody else’s',
    errors: linkErrors,
    rules: ['A link with a password needs it; one that has expired is denied'],
  },
  openArg,
  (call, arg) => {
    const { link } = sharedLink(call.state, arg.url)
    requireOpen(call, link, arg.link_password)
    return linkMetadata(call, link)
  },
)

const getFile = userRoute(
  {
    name: 'sharing/get_shared_link_file',
    host: 'content',
    style: 'download',
    scope: 'sharing.read',
    about: 'The bytes of the file that a link leads to',
    errors: [...linkErrors, 'shared_link_is_directory'],
    rules: ['Needs a link that allows downloads'],
  },
  openArg,
  (call, arg) => {
    const { link } = sharedLink(call.state, arg.url)
    const { entry } = requireOpen(call, link, arg.link_password)
    if (!link.allowsDownload) throw new EndpointError(tagged('shared_link_access_denied'))
    if (entry.kind === 'folder') throw new EndpointError(tagged('shared_link_is_directory'))
    return fileResponse(call.state, call.request, entry.revision, {
      'Dropbox-API-Result': headerJson(linkMetadata(call, link)),
      'Content-Type': 'application/octet-stream',
    })
  },
)

export const sharedLinkRoutes = [create, list, revoke, getMetadata, getFile]

/** The links of the caller's account that lead to something the caller sees. */
function ownLinks({ account, state, view }: Call): readonly SharedLink[] {
  return [...state.webLinks.values()].filter((link): link is SharedLink => {
    const entry = link.type === 'shared' ? account.entriesById.get(link.entryId) : undefined
    return entry !== undefined && isInside(entry, view.root)
  })
}

/** Whether a link is asked for: one to `wanted`, or to a folder around it. */
function concerns({ account }: Call, link: SharedLink, wanted: Entry, directOnly: boolean): boolean {
  const entry = account.entriesById.get(link.entryId)
  return entry === wanted || (!directOnly && entry?.kind === 'folder' && isInside(wanted, entry))
}

type Settings = Pick<SharedLink, 'password' | 'audience' | 'allowsDownload' | 'expiresAt'>

/** @throws EndpointError `settings_error` */
function checkedSettings({ account, state }: Call, arg: ReturnType<typeof settingsArg> | null): Settings {
  const { audience = 'public', allow_download: allowsDownload = true } = arg ?? {}
  const password = arg?.require_password === false ? null : (arg?.link_password ?? null)
  const expiresAt = arg?.expires ?? null
  const refused = (reason: string) => new EndpointError(tagged('settings_error', tagged(reason)))
  if (arg?.require_password === true && password === null) throw refused('invalid_settings')
  if (expiresAt !== null && expiresAt <= state.clock.now()) throw refused('invalid_settings')
  const needsPlan = password !== null || expiresAt !== null || !allowsDownload
  if (needsPlan && account.plan === 'basic') throw refused('not_authorized')
  return { password, audience, allowsDownload, expiresAt }
}

function linkUrl(entry: Entry, secret: string): string {
  const name = encodeURIComponent(entry.kind === 'file' ? entry.name : newToken('', 12))
  return `https://www.dropbox.com/scl/${entry.kind === 'file' ? 'fi' : 'fo'}/${secret}/${name}?rlkey=${newToken('', 16)}&dl=0`
}
