import { type RawBuilder, type SqlBool, sql } from 'kysely'

import type { PathLower } from '@twinfolder/core'

/**
 * Conditions on the remote paths of a table. A path may be longer than an index entry: `path_digest` finds it, and
 * `path_head`, its first characters, narrows what is below it; both are exact at any length.
 */
export function isAtOrBelow(root: PathLower): RawBuilder<SqlBool> {
  return isIn(sql`${root}::text`)
}

/** At or below `root`, an expression. */
export function isIn(root: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`((path_head = left(${root}, 500) and path_lower = ${root}) or ${isBelow(root)})`
}

/** One of these paths. */
export function isAt(paths: readonly PathLower[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`path_digest = any (array(select md5(at) from unnest(${[...paths]}::text[]) as at))`
}

/** Below `root`, an expression. */
export function isBelow(root: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`(path_head >= left(${root} || '/', 500) and path_head <= left(${root} || '0', 500)
    and starts_with(path_lower, ${root} || '/'))`
}
