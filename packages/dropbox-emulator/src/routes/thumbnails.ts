import { toBase64Url } from '../bytes.ts'
import type { Bytes } from '../bytes.ts'
import { colourOf, encodePicture, looksLikePicture } from '../picture/plain-picture.ts'
import type { PictureFormat } from '../picture/plain-picture.ts'
import { pathOf } from '../state/entry.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { Revision } from '../state/revision.ts'
import { lookupFile } from '../state/view.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import { boolean, ignored, list, optional, string, struct, union } from '../wire/decode.ts'
import { under } from '../wire/error-lists.ts'
import { entryResult, withErrors } from '../wire/failure-errors.ts'
import { headerJson } from '../wire/header-json.ts'
import { revisionMetadata } from '../wire/metadata.ts'
import { readPath } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import type { Call } from '../wire/route.ts'
import { requireOpen, sharedLink } from './shared-link-metadata.ts'

const scope = 'files.content.read'
const sizes = {
  w32h32: 'w32h32',
  w64h64: 'w64h64',
  w128h128: 'w128h128',
  w256h256: 'w256h256',
  w480h320: 'w480h320',
  w640h480: 'w640h480',
  w960h640: 'w960h640',
  w1024h768: 'w1024h768',
  w2048h1536: 'w2048h1536',
}
const pictureFields = {
  format: optional<PictureFormat, 'jpeg'>(union<PictureFormat>({ jpeg: 'jpeg', png: 'png', webp: 'webp' }), 'jpeg'),
  size: optional(union<string>(sizes), 'w64h64'),
  mode: optional(
    union({ strict: 'strict', bestfit: 'bestfit', fitone_bestfit: 'fitone_bestfit', original: 'original' }),
    'strict',
  ),
  quality: ignored,
  exclude_media_info: optional(boolean, null),
}
const thumbnailArg = struct({ path: readPath, ...pictureFields })
type PictureArg = Pick<ReturnType<typeof thumbnailArg>, 'format' | 'size'>

const linkArg = struct({ url: string(), path: ignored, password: optional(string(), null) })
const resource = union<{ readonly path: string } | { readonly link: ReturnType<typeof linkArg> }>({
  path: (fields, at) => struct({ path: readPath })(fields, at),
  link: (fields, at) => ({ link: linkArg(fields, at) }),
})

const pictureErrors = [
  ...under('path', 'malformed_path', 'not_found', 'not_file', 'restricted_content'),
  'unsupported_extension',
  'unsupported_image',
]
const rules = [
  'A real picture of the format and size asked for, in one colour that stands for the content',
  'Files by extension, of at most 20 MB, that begin like a picture',
]
const extensions = /\.(jpe?g|png|tiff?|gif|webp|ppm|bmp)$/i
const largestPictureBytes = 20 * 1024 * 1024

const thumbnailV2 = userRoute(
  {
    name: 'files/get_thumbnail_v2',
    host: 'content',
    style: 'download',
    scope,
    about: 'A small picture of a file, or of what a shared link leads to',
    errors: [...pictureErrors, 'access_denied', 'not_found'],
    rules,
  },
  struct({ resource, ...pictureFields, preserve_transparency: ignored }),
  async (call, arg) => {
    if ('path' in arg.resource) {
      const { metadata, revision } = requirePicture(call, arg.resource.path)
      return pictureResponse(await thumbnail(call.state, revision, arg), arg, { file_metadata: metadata })
    }
    const { revision, ...link } = linkedPicture(call, arg.resource.link)
    return pictureResponse(await thumbnail(call.state, revision, arg), arg, {
      link_metadata: { ...link, rev: revision.rev },
    })
  },
)

const thumbnailV1 = userRoute(
  {
    name: 'files/get_thumbnail',
    host: 'content',
    style: 'download',
    scope,
    about: 'The older form of `get_thumbnail_v2`',
    errors: pictureErrors,
    rules,
  },
  thumbnailArg,
  async (call, arg) => {
    const { metadata, revision } = requirePicture(call, arg.path)
    return pictureResponse(await thumbnail(call.state, revision, arg), arg, metadata)
  },
)

const thumbnailBatch = userRoute(
  {
    name: 'files/get_thumbnail_batch',
    host: 'content',
    scope,
    about: 'Small pictures of up to 25 files',
    errors: ['too_many_files'],
    rules: ['Each entry succeeds or fails by itself'],
  },
  struct({ entries: list(thumbnailArg, 1000) }),
  async (call, { entries }) => {
    if (entries.length > 25) throw new EndpointError(tagged('too_many_files'))
    const results: object[] = []
    for (const arg of entries) results.push(await batchEntry(call, arg))
    return { entries: results }
  },
)

export const thumbnailRoutes = [thumbnailV2, thumbnailV1, thumbnailBatch]

async function batchEntry(call: Call, arg: ReturnType<typeof thumbnailArg>): Promise<object> {
  try {
    const { metadata, revision } = requirePicture(call, arg.path)
    const picture = base64(await thumbnail(call.state, revision, arg))
    return entryResult(() => ({ metadata, thumbnail: picture }))
  } catch (error) {
    return entryResult(() => {
      throw error
    })
  }
}

/** The file at a path, if Dropbox would make a thumbnail of it. @throws EndpointError */
function requirePicture({ account, view }: Call, path: string) {
  const { file, revision } = withErrors({ lookup: 'path' }, () => lookupFile(view, path))
  const shownPath = file ? pathOf(file, view.root) : revision.path
  if (!extensions.test(shownPath)) throw new EndpointError(tagged('unsupported_extension'))
  return { revision, metadata: revisionMetadata(account, shownPath, revision.fileId, revision) }
}

function linkedPicture(call: Call, { password, url }: ReturnType<typeof linkArg>) {
  try {
    const { link } = sharedLink(call.state, url)
    const { entry } = requireOpen(call, link, password)
    if (entry.kind === 'folder' || !extensions.test(entry.name)) {
      throw new EndpointError(tagged('unsupported_extension'))
    }
    return { revision: entry.revision, url, id: entry.id }
  } catch (error) {
    const tag = error instanceof EndpointError ? error.error['.tag'] : ''
    if (tag === 'shared_link_not_found') throw new EndpointError(tagged('not_found'))
    if (tag === 'shared_link_access_denied') throw new EndpointError(tagged('access_denied'))
    throw error
  }
}

async function thumbnail(state: EmulatorState, revision: Revision, arg: PictureArg): Promise<Bytes> {
  const isSmall = revision.sizeBytes > 0 && revision.sizeBytes <= largestPictureBytes
  if (!isSmall || !looksLikePicture(await startOf(state, revision))) {
    throw new EndpointError(tagged('unsupported_image'))
  }
  const [, width, height] = /^w(\d+)h(\d+)$/.exec(arg.size) ?? []
  return encodePicture(arg.format, {
    width: Number(width),
    height: Number(height),
    colour: colourOf(revision.contentHash),
  })
}

async function startOf(state: EmulatorState, { contentHash, sizeBytes }: Revision): Promise<Bytes> {
  for await (const chunk of state.contents.read(contentHash, 0, Math.min(16, sizeBytes))) return chunk
  return new Uint8Array()
}

function pictureResponse(picture: Bytes, { format }: PictureArg, result: object): Response {
  return new Response(picture, {
    headers: {
      'Dropbox-API-Result': headerJson(result),
      'Content-Type': `image/${format}`,
      'Content-Length': String(picture.byteLength),
    },
  })
}

function base64(bytes: Bytes): string {
  const text = toBase64Url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}
