import * as shapes from '../shapes.ts'
import { z } from '../zod.ts'
import type { OperationRight } from '../../rights.ts'

export const problem = {
  description: 'What went wrong, with a code.',
  content: { 'application/problem+json': { schema: shapes.Problem } },
}
export const answers = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
})
export const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
})
export const recordParams = z.object({ module: shapes.Module, recordId: z.string().min(1).max(200) })
export const fileParams = recordParams.extend({ fileId: z.string().min(1).max(200) })
export const folderQuery = z.string().max(4000).default('').openapi({
  description: 'Names from the record root, each percent-encoded, joined by "/"; the root is empty.',
})
/** The same request with the same key is carried out once and answered alike for a day; another one with it is refused (422). */
export const idempotencyHeader = z.object({ 'idempotency-key': z.string().min(8).max(200).optional() })
export const offset = z.coerce.number().int().min(0).default(0)
export const limit = z.coerce.number().int().min(1).max(500).default(100)
export const before = z.string().max(200).optional()

/** Declares what a user needs for an operation. One without it is refused by `pnpm generate:protocol`. */
export const needs = <Right extends OperationRight>(right: Right) => ({ 'x-twinfolder-right': right }) as const
