/** A file or folder as the model knows it. */
export type Node = ModelFile | { readonly kind: 'folder'; readonly name: string }

export interface ModelFile {
  readonly kind: 'file'
  readonly name: string
  readonly content: string
  /** The revision that Dropbox told; `null` when it may have changed unseen. */
  readonly rev: string | null
}

export type Mode = 'add' | 'overwrite' | { readonly update: string }

/** What the model expects an operation to come to: a place, or the tags of an error from the outside in. */
export type Outcome = { readonly path: string } | { readonly error: string }

interface Place {
  readonly key: string
  readonly names: readonly string[]
}

/**
 * What Dropbox should hold, kept as plainly as possible: a map of lowercase paths. It shares nothing with the emulator,
 * so that the two cannot be wrong in the same way.
 */
export class Tree {
  readonly nodes = new Map<string, Node>()

  /** Paths of everything, in stored spelling of the last name. */
  list(): readonly (readonly [key: string, node: Node])[] {
    return [...this.nodes].sort(([a], [b]) => (a < b ? -1 : 1))
  }

  upload(path: string, content: string, mode: Mode, autorename: boolean): Outcome {
    const place = placeOf(path)
    const there = this.nodes.get(place.key)
    if (this.hasFileAbove(place)) return { error: 'conflict/file_ancestor' }
    if (there?.kind === 'folder') return { error: 'conflict/folder' }
    if (!there) return this.put(place, content)
    if (there.content === content) return { path: place.key }
    const isAllowed = mode === 'overwrite' || (typeof mode === 'object' && mode.update === there.rev)
    if (isAllowed) {
      this.nodes.set(place.key, { ...there, content, rev: null })
      return { path: place.key }
    }
    if (!autorename) return { error: 'conflict/file' }
    return this.put(this.free(place, 'file', mode === 'add' ? '' : 'conflicted copy'), content)
  }

  createFolder(path: string, autorename: boolean): Outcome {
    const place = placeOf(path)
    const there = this.nodes.get(place.key)
    if (this.hasFileAbove(place)) return { error: 'conflict/file_ancestor' }
    if (there && !autorename) return { error: `conflict/${there.kind}` }
    const made = there ? this.free(place, 'folder') : place
    this.makeFolders(made.names)
    return { path: made.key }
  }

  delete(path: string): Outcome {
    const { key } = placeOf(path)
    if (!this.nodes.has(key)) return { error: 'path_lookup/not_found' }
    for (const [each] of this.inside(key)) this.nodes.delete(each)
    return { path: key }
  }

  relocate(kind: 'move' | 'copy', from: string, to: string, autorename: boolean, keepsCase: boolean): Outcome {
    const source = placeOf(from)
    const target = placeOf(to)
    const node = this.nodes.get(source.key)
    if (!node) return { error: 'from_lookup/not_found' }
    if (this.hasFileAbove(target)) return { error: 'to/conflict/file_ancestor' }
    if (source.key === target.key && kind === 'move') return this.respell(target, node, keepsCase)
    if (source.key === target.key && node.kind === 'folder') return { error: 'duplicated_or_nested_paths' }
    if (node.kind === 'folder' && target.key.startsWith(`${source.key}/`)) {
      return { error: 'cant_move_folder_into_itself' }
    }
    const there = this.nodes.get(target.key)
    if (there && !autorename) return { error: `to/conflict/${there.kind}` }
    const place = there ? this.free(target, node.kind) : target
    const moved = this.inside(source.key)
    if (kind === 'move') for (const [key] of moved) this.nodes.delete(key)
    this.makeFolders(place.names.slice(0, -1))
    for (const [key, each] of moved) {
      const name = key === source.key ? (place.names.at(-1) ?? '') : each.name
      const forgotten = each.kind === 'file' ? { rev: null } : {}
      this.nodes.set(place.key + key.slice(source.key.length), { ...each, name, ...forgotten })
    }
    return { path: place.key }
  }

  /** Remembers the revision that Dropbox told for the file at `path`. */
  learn(path: string, rev: string): void {
    const { key } = placeOf(path)
    const node = this.nodes.get(key)
    if (node?.kind === 'file') this.nodes.set(key, { ...node, rev })
  }

  private respell(target: Place, node: Node, keepsCase: boolean): Outcome {
    const name = target.names.at(-1) ?? ''
    if (node.name === name) return { error: 'duplicated_or_nested_paths' }
    if (keepsCase) return { path: target.key }
    for (const [key, each] of this.inside(target.key)) {
      this.nodes.set(key, { ...each, ...(each.kind === 'file' ? { rev: null } : {}) })
    }
    this.nodes.set(target.key, { ...node, name, ...(node.kind === 'file' ? { rev: null } : {}) })
    return { path: target.key }
  }

  private put(place: Place, content: string): Outcome {
    this.makeFolders(place.names.slice(0, -1))
    this.nodes.set(place.key, { kind: 'file', name: place.names.at(-1) ?? '', content, rev: null })
    return { path: place.key }
  }

  private makeFolders(names: readonly string[]): void {
    names.forEach((name, index) => {
      const key = keyOf(names.slice(0, index + 1))
      if (!this.nodes.has(key)) this.nodes.set(key, { kind: 'folder', name })
    })
  }

  private hasFileAbove({ names }: Place): boolean {
    return names.some((_, index) => index > 0 && this.nodes.get(keyOf(names.slice(0, index)))?.kind === 'file')
  }

  private inside(key: string): readonly (readonly [string, Node])[] {
    return [...this.nodes].filter(([each]) => each === key || each.startsWith(`${key}/`))
  }

  private free(place: Place, kind: Node['kind'], suffix = ''): Place {
    const name = place.names.at(-1) ?? ''
    const dot = kind === 'file' ? name.lastIndexOf('.') : -1
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
    for (let number = suffix === '' ? 1 : 0; ; number += 1) {
      const words = [suffix, number === 0 ? '' : String(number)].filter(Boolean).join(' ')
      const names = [...place.names.slice(0, -1), `${stem} (${words})${extension}`]
      if (!this.nodes.has(keyOf(names))) return { names, key: keyOf(names) }
    }
  }
}

function placeOf(path: string): Place {
  const names = path.split('/').slice(1)
  return { names, key: keyOf(names) }
}

function keyOf(names: readonly string[]): string {
  return names.map((name) => `/${name.toLowerCase()}`).join('')
}
