import type { IconName } from './Icon.tsx'

/** What a file is, as far as its icon tells. */
export type FileKind = Extract<
  IconName,
  'pdf' | 'text' | 'sheet' | 'slides' | 'image' | 'video' | 'audio' | 'archive' | 'code' | 'mail' | 'file'
>

const kinds: Readonly<Record<Exclude<FileKind, 'file'>, string>> = {
  pdf: 'pdf',
  text: 'doc docx odt rtf pages txt md',
  sheet: 'xls xlsx xlsm ods csv tsv numbers',
  slides: 'ppt pptx odp key',
  image: 'png jpg jpeg gif webp avif heic svg bmp tif tiff psd ai',
  video: 'mp4 mov avi mkv webm m4v',
  audio: 'mp3 wav m4a flac ogg aac',
  archive: 'zip 7z rar tar gz bz2',
  code: 'json xml html css js ts py java yml yaml sql',
  mail: 'eml msg',
}

const byExtension = new Map(
  Object.entries(kinds).flatMap(([kind, extensions]) => extensions.split(' ').map((one) => [one, kind as FileKind])),
)

/** The kind of a file by its extension. */
export function fileKind(name: string): FileKind {
  return byExtension.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) ?? 'file'
}
