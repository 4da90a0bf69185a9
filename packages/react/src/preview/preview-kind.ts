import type { FileEntry } from '@twinfolder/protocol'

/** How a file is shown; `none`: by its facts only. What a page could run is text or a still picture, whatever it says it is. */
export type PreviewKind = 'picture' | 'drawing' | 'pdf' | 'text' | 'none'

const byExtension: Readonly<Record<Exclude<PreviewKind, 'none'>, string>> = {
  picture: 'png jpg jpeg jfif gif webp avif bmp ico',
  drawing: 'svg',
  pdf: 'pdf',
  text: 'txt text md markdown csv tsv log json jsonl xml yaml yml toml ini cfg conf html htm css js mjs ts tsx jsx py rb php java c h cpp cs go rs sh sql eml ics vcf srt tex',
}

const kinds = new Map(
  Object.entries(byExtension).flatMap(([kind, extensions]) =>
    extensions.split(' ').map((extension) => [extension, kind as PreviewKind]),
  ),
)

/** How a file is shown, by the extension of its name, else by its media type. */
export function previewKind({ name, mediaType }: Pick<FileEntry, 'name' | 'mediaType'>): PreviewKind {
  const dot = name.lastIndexOf('.')
  const known = dot < 0 ? undefined : kinds.get(name.slice(dot + 1).toLowerCase())
  if (known) return known
  if (mediaType === 'application/pdf') return 'pdf'
  if (mediaType === 'image/svg+xml') return 'drawing'
  if (/^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(mediaType)) return 'picture'
  return mediaType.startsWith('text/') ? 'text' : 'none'
}
