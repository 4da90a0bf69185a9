import type { FileEntry } from '@twinfolder/protocol'

/** Larger pictures keep their icon: a list may not cost more to look at than to open. */
const maxBytes = 4 * 1024 * 1024

/** Whether a file is a picture that is worth reading for a thumbnail. */
export function hasThumbnail({ name, sizeBytes }: Pick<FileEntry, 'name' | 'sizeBytes'>): boolean {
  return sizeBytes > 0 && sizeBytes <= maxBytes && /\.(png|jpe?g|gif|webp)$/i.test(name)
}
