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

type Path = readonly (string | number)[]

/** Looks at everything once: what is compared here is not compared before. */
function compare(before: Json, after: Json, at: Path, patches: Patch[]): void {
  if (before === after) return
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, at, patches)
  if (!isObject(before) || !isObject(after) || Array.isArray(before) || Array.isArray(after)) {
    patches.push({ at, set: after })
    return
  }
  for (const key in before) if (after[key] === undefined) patches.push({ at: [...at, key], remove: true })
  for (const key in after) {
    const [old, value] = [before[key], after[key]]
    if (value === undefined || old === value) continue
    if (old === undefined || !isObject(value)) patches.push({ at: [...at, key], set: value })
    else compare(old, value, [...at, key], patches)
  }
}

function compareLists(before: readonly Json[], after: readonly Json[], at: Path, patches: Patch[]): void {
  if (before.length === after.length) {
    for (const [index, value] of after.entries()) {
      if (isObject(value)) compare(before[index], value, [...at, index], patches)
      else if (before[index] !== value) patches.push({ at: [...at, index], set: value })
    }
    return
  }
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && equal(before[start], after[start])) start += 1
  let same = 0
  while (same < shorter - start && equal(before.at(-1 - same), after.at(-1 - same))) same += 1
  patches.push({ at, from: start, count: before.length - same - start, by: after.slice(start, after.length - same) })
}

function equal(one: Json, other: Json): boolean {
  if (one === other) return true
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return false
  let fields = 0
  for (const key in other) {
    const value = other[key]
    if (value === undefined) continue
    const old = one[key]
    if (old !== value && !(isObject(value) && equal(old, value))) return false
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
