/** A file of the tree, with its place in a record. */
export interface TreeFile {
  readonly record: number
  readonly folder: readonly string[]
  readonly name: string
  readonly sizeBytes: number
  readonly seed: number
}

/** Records with a folder of their own and folders in it, 1,000 in all, five files in each. */
export const records = 20
const foldersPerRecord = 50
const filesPerFolder = 5
const smallest = 4 * 1024
const largest = 64 * 1024

/** The same tree each time: 5,000 files of 4 to 64 KB. `scale` makes it smaller, for trying out. */
export function tree(scale = 1): readonly TreeFile[] {
  const files: TreeFile[] = []
  for (let record = 0; record < records; record += 1) {
    for (let folder = 0; folder < Math.max(1, foldersPerRecord * scale); folder += 1) {
      for (let file = 0; file < filesPerFolder; file += 1) {
        const seed = files.length + 1
        files.push({
          record,
          folder: folder === 0 ? [] : [`Folder ${folder}`],
          name: `file ${file}.bin`,
          sizeBytes: smallest + ((seed * 48_271) % (largest - smallest)),
          seed,
        })
      }
    }
  }
  return files
}

/** Bytes that no other file has. */
export function contentsOf({ sizeBytes, seed }: Pick<TreeFile, 'sizeBytes' | 'seed'>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes)
  const words = new Uint32Array(bytes.buffer, 0, sizeBytes >> 2)
  let state = seed >>> 0 || 1
  for (let at = 0; at < words.length; at += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[at] = state
  }
  return bytes
}

/** Every hundredth file with other contents. */
export function changedOf(files: readonly TreeFile[]): readonly TreeFile[] {
  return files.filter((_, index) => index % 100 === 0).map((file) => ({ ...file, seed: file.seed + 1_000_000 }))
}
