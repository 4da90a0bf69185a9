/** Part of a JSON value. */
type Json = unknown

/** One difference between two JSON values, at a path of keys and indexes. */
export type Patch =
  | { readonly at: readonly (string | number)[]; readonly set: Json }
  | { readonly at: readonly (string | number)[]; readonly remove: true }
  /** So many elements at `from` are replaced. */
  | { readonly at: readonly (string | number)[]; readonly from: number; readonly count: number; readonly by: Json[] }

/**
 * What must be done to `before` to get `after`. Fields that are `undefined` are absent, as in JSON.
 *
 * It looks at everything and is made for little that has changed: lists are compared from both ends.
 */
export function patchesBetween(before: Json, after: Json): readonly Patch[] {
  const patches: Patch[] = []
  compare(before, after, [], patches)
  return patches
}

/** Changes `value`. Patches are used up: parts of them become parts of `value`. */
export function applyPatches(value: Json, patches: readonly Patch[]): Json {
  const root = { value }
  for (const patch of patches) {
    const path = ['value', ...patch.at]
    const last = path.pop() ?? ''
    let holder: Json = root
    for (const key of path) holder = fieldsOf(holder)[key]
    const fields = fieldsOf(holder)
    const target = fields[last]
    if ('set' in patch) fields[last] = patch.set
    else if ('remove' in patch) delete fields[last]
    else if (Array.isArray(target)) replace(target, patch.from, patch.count, patch.by)
  }
  return root.value
}

/** Not one `splice` with everything as arguments, as those are limited. */
function replace(list: unknown[], from: number, count: number, by: readonly Json[]): void {
  const rest = list.splice(from)
  for (const each of by) list.push(each)
  for (const each of rest.slice(count)) list.push(each)
}

function compare(before: Json, after: Json, at: readonly (string | number)[], patches: Patch[]): void {
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, at, patches)
  if (!isObject(before) || !isObject(after) || Array.isArray(before) || Array.isArray(after)) {
    if (before !== after) patches.push({ at, set: after })
    return
  }
  for (const key of Object.keys(before)) if (after[key] === undefined) patches.push({ at: [...at, key], remove: true })
  for (const [key, value] of Object.entries(after)) {
    if (value === undefined || equal(before[key], value)) continue
    if (before[key] === undefined) patches.push({ at: [...at, key], set: value })
    else compare(before[key], value, [...at, key], patches)
  }
}

function compareLists(before: Json[], after: Json[], at: readonly (string | number)[], patches: Patch[]): void {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && equal(before[start], after[start])) start += 1
  let same = 0
  while (same < shorter - start && equal(before.at(-1 - same), after.at(-1 - same))) same += 1
  const count = before.length - same - start
  if (before.length !== after.length) {
    patches.push({ at, from: start, count, by: after.slice(start, after.length - same) })
    return
  }
  for (let index = start; index < start + count; index += 1)
    compare(before[index], after[index], [...at, index], patches)
}

function equal(one: Json, other: Json): boolean {
  if (one === other) return true
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return false
  let fields = 0
  for (const key in other) {
    if (other[key] === undefined) continue
    if (!equal(one[key], other[key])) return false
    fields += 1
  }
  for (const key in one) if (one[key] !== undefined) fields -= 1
  return fields === 0
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null
}

function fieldsOf(value: Json): Record<string | number, Json> {
  if (!isObject(value)) throw new TypeError('A patch leads to nothing.')
  return value
}
