import { accountOf } from './accounts.ts'
import { ApiProblem, optionalText, readFields, text } from './body.ts'
import type { ApiCall, Endpoint } from './endpoint.ts'
import { shownType } from './shown-type.ts'

/** Files and folders, as their owner has them in hand. Paths start at the account's root. */
export const fileEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: 'accounts/:email/tree', answer: (call) => accountOf(call).files.tree(pathOf(call, '')) },
  {
    method: 'GET',
    path: 'accounts/:email/entries',
    answer: (call) =>
      accountOf(call).files.list(pathOf(call, ''), { recursive: call.query.get('recursive') === 'true' }),
  },
  { method: 'GET', path: 'accounts/:email/files', answer: readFile },
  {
    method: 'PUT',
    path: 'accounts/:email/files',
    answer: (call) => accountOf(call).files.write(pathOf(call), call.request.body ?? ''),
  },
  { method: 'DELETE', path: 'accounts/:email/files', answer: (call) => accountOf(call).files.delete(pathOf(call)) },
  {
    method: 'POST',
    path: 'accounts/:email/move',
    async answer(call) {
      const fields = await readFields(call.request)
      return accountOf(call).files.move(text(fields, 'from'), text(fields, 'to'))
    },
  },
  {
    method: 'POST',
    path: 'accounts/:email/folder',
    answer: async (call) => accountOf(call).files.createFolder(text(await readFields(call.request), 'path')),
  },
  { method: 'GET', path: 'accounts/:email/deleted', answer: (call) => accountOf(call).files.deleted(pathOf(call, '')) },
  { method: 'GET', path: 'accounts/:email/revisions', answer: (call) => accountOf(call).files.revisions(pathOf(call)) },
  {
    method: 'POST',
    path: 'accounts/:email/restore',
    async answer(call) {
      const fields = await readFields(call.request)
      return accountOf(call).files.restore(text(fields, 'path'), optionalText(fields, 'rev'))
    },
  },
]

/** `rev` chooses a version; `open` lets a browser show what it can show without running anything. */
async function readFile(call: ApiCall): Promise<Response> {
  const { files } = accountOf(call)
  const path = pathOf(call)
  const rev = call.query.get('rev')
  const version = rev === null ? await files.get(path) : (await files.revisions(path)).find((each) => each.rev === rev)
  if (!version) throw new ApiProblem(404, `${path} has no version "${rev}".`)
  if ('kind' in version && version.kind === 'folder') throw new ApiProblem(409, `${version.path} is a folder.`)
  const name = path.slice(path.lastIndexOf('/') + 1)
  const type = call.query.has('open') ? shownType(name) : null
  return new Response(await files.stream(path, version.rev), {
    headers: {
      'Content-Type': type ?? 'application/octet-stream',
      'Content-Length': String(version.sizeBytes),
      'Content-Disposition': `${type ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
      'X-Content-Type-Options': 'nosniff',
      ETag: `"${version.rev}"`,
    },
  })
}

function pathOf({ query }: ApiCall, otherwise?: string): string {
  const path = query.get('path') ?? otherwise
  if (path === undefined) throw new ApiProblem(400, 'The parameter "path" is missing.')
  return path
}
