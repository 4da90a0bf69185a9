import { accountPath, api } from './api.js'
import { byId } from './elements.js'
import { act, chosenPlace, say } from './place.js'

/** @typedef {{ file: File, path: string }} Upload a file and where it goes, below the folder */

/** Connects the button and the drop area. */
export function startUpload() {
  const input = byId('upload-files')
  byId('upload').addEventListener('click', () => input.click())
  input.addEventListener('change', () => {
    const files = [...input.files]
    input.value = ''
    void upload(files.map((file) => ({ file, path: file.name })))
  })
  const area = byId('drop')
  area.addEventListener('dragover', (event) => {
    event.preventDefault()
    area.dataset.dropping = ''
  })
  area.addEventListener('dragleave', () => delete area.dataset.dropping)
  area.addEventListener('drop', async (event) => {
    event.preventDefault()
    delete area.dataset.dropping
    await upload(await droppedFiles(event.dataTransfer))
  })
}

/** @param {readonly Upload[]} uploads */
async function upload(uploads) {
  if (uploads.length === 0) return
  await act(async () => {
    const { email, path } = await chosenPlace()
    for (const each of uploads) {
      say(`Uploading ${each.file.name}…`)
      await api(accountPath(email, 'files', { path: `${path}/${each.path}` }), { method: 'PUT', body: each.file })
    }
    return uploads.length === 1 ? `${uploads[0].file.name} is uploaded.` : `${uploads.length} files are uploaded.`
  })
}

/**
 * The files that were dropped, those in dropped folders too.
 *
 * @param {DataTransfer | null} transfer
 * @returns {Promise<readonly Upload[]>}
 */
async function droppedFiles(transfer) {
  // To be asked for now: the list is empty after the event.
  const items = [...(transfer?.items ?? [])].map((item) => ({
    entry: item.webkitGetAsEntry?.(),
    file: item.getAsFile(),
  }))
  const found = await Promise.all(
    items.map(async ({ entry, file }) => {
      if (entry?.isDirectory) return filesBelow(entry)
      return file ? [{ file, path: file.name }] : []
    }),
  )
  return found.flat()
}

/**
 * @param {any} directory
 * @returns {Promise<readonly Upload[]>}
 */
async function filesBelow(directory) {
  const reader = directory.createReader()
  const found = []
  for (;;) {
    // It tells a hundred at a time.
    const entries = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))
    if (entries.length === 0) return found
    for (const entry of entries) {
      if (entry.isDirectory) found.push(...(await filesBelow(entry)))
      else found.push({ file: await fileOf(entry), path: entry.fullPath.slice(1) })
    }
  }
}

/** @param {any} entry @returns {Promise<File>} */
function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}
