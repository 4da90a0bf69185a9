import { accountOf } from './accounts.ts'
import { ApiProblem, readFields, text } from './body.ts'
import type { ApiCall, Endpoint } from './endpoint.ts'

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
]

async function readFile(call: ApiCall): Promise<Response> {
  const { files } = accountOf(call)
  const file = await files.get(pathOf(call))
  if (file.kind === 'folder') throw new ApiProblem(409, `${file.path} is a folder.`)
  return new Response(await files.stream(file.path), {
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(file.sizeBytes),
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'X-Content-Type-Options': 'nosniff',
      ETag: `"${file.rev}"`,
    },
  })
}

function pathOf({ query }: ApiCall, otherwise?: string): string {
  const path = query.get('path') ?? otherwise
  if (path === undefined) throw new ApiProblem(400, 'The parameter "path" is missing.')
  return path
}
