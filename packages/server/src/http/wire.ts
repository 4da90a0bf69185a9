import type { z } from '@hono/zod-openapi'

/** The JSON of a shape of the protocol: what a route answers with cannot drift from the contract. */
export type Wire<Schema extends z.ZodType> = z.output<Schema>
