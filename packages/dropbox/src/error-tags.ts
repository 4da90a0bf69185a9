import { isFields, tagOf, textOrNull } from './reply-fields.ts'

/**
 * The way through Dropbox's error unions, outermost first, e.g. `['path', 'conflict', 'file']`. The wire has three shapes
 * for it: nested under the tag's name, flattened beside the tag as `reason` (upload), and `reason` without a tag (429).
 * The summary text serves when there is no union; it ends in random dots.
 */
export function errorTags(body: unknown): readonly string[] {
  if (!isFields(body)) return []
  const tags: string[] = []
  for (let at: unknown = body['error']; isFields(at);) {
    const tag = tagOf(at)
    if (tag !== null) tags.push(tag)
    const inner: unknown = tag === null ? undefined : at[tag]
    const next: unknown = tagOf(inner) === null ? at['reason'] : inner
    if (typeof next === 'string') tags.push(next)
    at = next
  }
  return tags.length > 0 ? tags : summaryTags(textOrNull(body, 'error_summary') ?? '')
}

function summaryTags(summary: string): readonly string[] {
  return summary.split('/').filter((part) => /^[a-z_]+$/.test(part))
}
