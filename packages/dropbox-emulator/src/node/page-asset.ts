import { readFile } from 'node:fs/promises'

import { textResponse } from '../wire/respond.ts'

const folder = new URL('../page/', import.meta.url)

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** A file of the owner's page; `''` is the page itself. */
export async function pageAsset(path: string): Promise<Response> {
  const name = path === '' ? 'index.html' : path
  const [, extension = ''] = /^[a-z-]+\.([a-z]+)$/.exec(name) ?? []
  const type = types[extension]
  if (type === undefined) return textResponse('Not found.', 404)
  const content = await readFile(new URL(name, folder)).catch(() => null)
  if (!content) return textResponse('Not found.', 404)
  return new Response(content, {
    headers: {
      'Content-Type': type,
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    },
  })
}
