/** `under('path', 'not_found', 'not_file')` is `path/not_found` and `path/not_file`. */
export function under(member: string, ...reasons: readonly string[]): readonly string[] {
  return reasons.map((reason) => `${member}/${reason}`)
}

/** Every reason for which a new name or place is refused. */
export const placeErrors: readonly string[] = [
  'malformed_path',
  'disallowed_name',
  'no_write_permission',
  'conflict/file',
  'conflict/folder',
  'conflict/file_ancestor',
  'too_many_write_operations',
]

/** Every reason for which new content is refused. */
export const writeErrors: readonly string[] = [...placeErrors, 'insufficient_space']
