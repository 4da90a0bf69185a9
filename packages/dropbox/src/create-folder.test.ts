import { remotePath } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { fileReply, json, refusal, scriptedDropbox } from './testing/scripted-dropbox.ts'

const path = remotePath('/Companies/Acme (42)')
const folder = {
  name: 'Acme (42)',
  id: 'id:f',
  path_lower: '/companies/acme (42)',
  path_display: '/Companies/Acme (42)',
}
const conflict = (kind: string): Response =>
  refusal(`path/conflict/${kind}`, { '.tag': 'path', path: { '.tag': 'conflict', conflict: { '.tag': kind } } })

test('a folder is created under exactly its name', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/create_folder_v2': [json({ metadata: folder })] })
  expect(await remote.createFolder(path)).toEqual({
    kind: 'folder',
    id: 'id:f',
    name: 'Acme (42)',
    path: '/Companies/Acme (42)',
    pathLower: '/companies/acme (42)',
  })
  expect(sent('files/create_folder_v2')[0]?.arg).toEqual({ path: '/Companies/Acme (42)', autorename: false })
})

test('a folder that is there is returned, also after a lost reply', async () => {
  for (const first of [conflict('folder'), new TypeError('fetch failed')]) {
    const { remote } = scriptedDropbox({
      'files/create_folder_v2': [first, conflict('folder')],
      'files/get_metadata': [json({ '.tag': 'folder', ...folder })],
    })
    expect(await remote.createFolder(path)).toMatchObject({ id: 'id:f' })
  }
})

test('a file at the path, or as one of its parents, is precondition_failed', async () => {
  for (const kind of ['file', 'file_ancestor']) {
    const { remote } = scriptedDropbox({ 'files/create_folder_v2': [conflict(kind)] })
    await expect(remote.createFolder(path)).rejects.toMatchObject({ code: 'precondition_failed' })
  }
  const replaced = scriptedDropbox({
    'files/create_folder_v2': [conflict('folder')],
    'files/get_metadata': [json(fileReply())],
  })
  await expect(replaced.remote.createFolder(path)).rejects.toMatchObject({ code: 'precondition_failed' })
})
