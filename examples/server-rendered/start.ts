import { env } from 'node:process'

import { serve } from './serve.ts'

const { url } = await serve(Number(env['PORT'] ?? 4310))
console.log(`A page that a server rendered, under a strict Content Security Policy: ${url}`)
