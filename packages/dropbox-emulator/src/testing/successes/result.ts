import { expect } from 'vitest'

import type { WireWorld } from '../wire-world.ts'

/** Whatever a route answers. */
export type Json = Readonly<Record<string, never>>

/** What a call comes to that must not be refused. */
export async function resultOf(
  answer: Promise<{ readonly status: number; readonly result: unknown; readonly error: string | null }>,
) {
  const { error, result, status } = await answer
  expect(error).toBeNull()
  expect(status).toBeLessThan(400)
  return result as Json
}

/** Waits for a job. @returns its last status */
export async function finished({ call }: WireWorld, route: string, launched: Promise<Json>): Promise<Json> {
  const { async_job_id } = await launched
  expect(await resultOf(call(route, { async_job_id }))).toEqual({ '.tag': 'in_progress' })
  return resultOf(call(route, { async_job_id }))
}

export const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
