import { z } from '@hono/zod-openapi'
import { config } from 'zod'

// A page with a strict Content-Security-Policy refuses the compiled parsers that zod would try first.
config({ jitless: true })

export { z }
