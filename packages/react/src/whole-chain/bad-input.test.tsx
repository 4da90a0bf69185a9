import { createHash } from 'node:crypto'

import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { describe, expect, test, vi } from 'vitest'

import {
  type WholeChain,
  acme,
  acmeFolder,
  keyOf,
  riverside,
  riversideFolder,
  wholeChain,
} from '../testing/whole-chain.tsx'

vi.setConfig({ testTimeout: 40_000 })

const limit = 50 * 1024 * 1024
const key = keyOf(acme)
/** Large files make the page busy, and a page that looks at itself all the time is busier. */
const patient = { timeout: 30_000, interval: 200 }
const anna = { userId: 'anna', name: 'Anna', via: 'host' } as const
const text = (content: string) => new TextEncoder().encode(content)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const press = async () =>
  userEvent.click(await screen.findByRole('button', { name: 'Synchronise with Dropbox' }, patient))
const settled = () => screen.findByText(/^Last synchronised/, {}, patient)
/** The row of a file, once it shows this state. */
const rowIn = async (name: string, state: string | RegExp) => {
  const row = await screen.findByRole('row', { name }, patient)
  await within(row).findByRole('img', { name: state }, patient)
  return row
}
const choose = async (...files: readonly File[]) => {
  const [input] = await screen.findAllByLabelText('Upload files', { selector: 'input' }, patient)
  if (input) await userEvent.upload(input, [...files])
}
const inDropbox = async (chain: WholeChain, name: string, folder = acmeFolder) =>
  new TextDecoder().decode(await chain.dropboxOf('sofie').read(`${folder}/${name}`))
const namesInDropbox = async (chain: WholeChain) =>
  (await chain.dropboxOf('sofie').list(acmeFolder)).map(({ name }) => name).sort()
const namesInCrm = ({ crm }: WholeChain) => crm.files.allFiles(key).map(({ name }) => name)
const inCrm = ({ crm }: WholeChain, name: string) => {
  const file = crm.files.allFiles(key).find((one) => one.name === name)
  return new TextDecoder().decode((file && crm.files.bytesOf(key, file.id)) ?? text('none'))
}

/** A linked chain, with these files of the company in the CRM. */
async function linkedChain(...files: readonly (readonly [place: string, content: string])[]) {
  const chain = wholeChain()
  for (const [place, content] of files) await chain.crm.files.put(key, place, text(content))
  await chain.link()
  return chain
}

describe('50 MB', () => {
  test('[P56] [P57] [C64] one byte more is refused in the widget before a request, by name and limit; its sibling goes through', async () => {
    const chain = await linkedChain()
    chain.open()
    await press()
    await settled()
    await choose(new File([new Uint8Array(limit + 1)], 'film.mov'), new File(['a plan'], 'plan.txt'))
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('1 file was not uploaded')
    expect(alert).toHaveTextContent('film.mov is larger than 50 MB.')
    await rowIn('plan.txt', 'Synchronised')
    expect(chain.requests.filter((request) => /^POST .*\/files$/.test(request))).toHaveLength(1)
    expect(namesInCrm(chain)).toEqual(['plan.txt'])
    expect(await namesInDropbox(chain)).toEqual(['plan.txt'])
  })

  test('[P57] [S11] [C64] one byte more in the CRM is not sent and says so in its row; its sibling is', async () => {
    const chain = await linkedChain(['plan.txt', 'a plan'])
    await chain.crm.files.put(key, 'film.mov', new Uint8Array(limit + 1))
    chain.open()
    await press()
    await rowIn('plan.txt', 'Synchronised')
    expect(await rowIn('film.mov', 'Larger than 50 MB; not synchronised')).toHaveTextContent('Larger than 50 MB')
    expect(await screen.findByText('1 needs attention', {}, patient)).toBeInTheDocument()
    expect(await namesInDropbox(chain)).toEqual(['plan.txt'])
    expect(chain.uploadCalls()).toBe(1)
  })

  test('[P57] [S11] [C65] one byte more in Dropbox is a row with the reason and is not downloaded; its sibling comes in', async () => {
    const chain = await linkedChain()
    chain.open()
    await press()
    await settled()
    await chain.dropboxOf('sofie').write(`${acmeFolder}/film.mov`, new Uint8Array(limit + 1))
    await chain.dropboxOf('sofie').write(`${acmeFolder}/signed.pdf`, 'signed')
    await rowIn('signed.pdf', 'Synchronised')
    const row = await screen.findByRole('row', { name: 'film.mov' }, patient)
    expect(row).toHaveTextContent('Larger than 50 MB; not synchronised')
    await userEvent.click(screen.getByRole('button', { name: 'Actions for film.mov' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Explain why' }))
    expect(await screen.findByRole('dialog')).toHaveTextContent('Make the file smaller, or open it where it is.')
    expect(chain.emulator.log.entries({ route: 'files/download', containing: 'film.mov' })).toEqual([])
    expect(namesInCrm(chain)).toEqual(['signed.pdf'])
  })

  test('[P57] [C64] [C68] exactly the limit goes both ways, and what shrinks to it comes in', async () => {
    const maxFileBytes = 1024 * 1024
    const chain = wholeChain({ maxFileBytes })
    await chain.link()
    chain.open()
    await press()
    await settled()
    const exact = new Uint8Array(maxFileBytes).fill(7)
    await choose(new File([exact], 'film.mov'))
    await rowIn('film.mov', 'Synchronised')
    expect(sha256(await chain.dropboxOf('sofie').read(`${acmeFolder}/film.mov`))).toBe(sha256(exact))

    await chain.dropboxOf('sofie').write(`${acmeFolder}/other.mov`, new Uint8Array(maxFileBytes + 1))
    await rowIn('other.mov', 'Larger than 1 MB; not synchronised')
    await chain.dropboxOf('sofie').write(`${acmeFolder}/other.mov`, exact)
    await waitFor(() => expect(namesInCrm(chain)).toEqual(['film.mov', 'other.mov']), patient)
    await rowIn('other.mov', 'Synchronised')
    const other = chain.crm.files.allFiles(key).find(({ name }) => name === 'other.mov')
    expect(sha256((other && chain.crm.files.bytesOf(key, other.id)) ?? text('none'))).toBe(sha256(exact))
  })
})

describe('names', () => {
  test('[P58] [S12] [C55] names that Dropbox refuses are replaced there, kept here, and stay so', async () => {
    const names = ['a:b?.txt', 'CON', 'desktop.ini', 'end. ', '~$x.docx', 'plain.txt']
    const chain = await linkedChain(...names.map((name) => [name, `this is ${name}`] as const))
    chain.open()
    await press()
    await settled()
    const expected = ['-CON', '-desktop.ini', '-~$x.docx', 'a-b-.txt', 'end-', 'plain.txt']
    expect(await namesInDropbox(chain)).toEqual(expected)
    expect(await inDropbox(chain, 'a-b-.txt')).toBe('this is a:b?.txt')

    // An edit in Dropbox under the replaced name comes back to the file with the real one.
    await chain.dropboxOf('sofie').write(`${acmeFolder}/a-b-.txt`, 'edited in Dropbox')
    await waitFor(() => expect(inCrm(chain, 'a:b?.txt')).toBe('edited in Dropbox'), patient)
    expect(namesInCrm(chain).sort()).toEqual([...names].sort())
    expect(await namesInDropbox(chain)).toEqual(expected)
  })

  test('[S14] [C55] a name that only Dropbox knows to refuse blocks its file with the reason, and no other', async () => {
    const chain = await linkedChain(['party 🎉.txt', 'cake'], ['plain.txt', 'bread'])
    chain.emulator.switches.astralNames = 'refused'
    chain.open()
    await press()
    await rowIn('plain.txt', 'Synchronised')
    const row = await rowIn('party 🎉.txt', 'Dropbox does not accept this name')
    expect(row).toHaveAttribute('data-state', 'blocked')
    expect(await screen.findByText('1 needs attention', {}, patient)).toBeInTheDocument()
    expect(await namesInDropbox(chain)).toEqual(['plain.txt'])
    expect(inCrm(chain, 'party 🎉.txt')).toBe('cake')
  })

  test('[S12] [C51] two files of one name are two files in Dropbox, and never change places', async () => {
    const chain = await linkedChain()
    const first = await chain.crm.files.putNew(key, 'doc.pdf', text('the first'))
    await chain.crm.files.putNew(key, 'doc.pdf', text('the second'))
    chain.open()
    await press()
    await settled()
    expect(await namesInDropbox(chain)).toEqual(['doc (2).pdf', 'doc.pdf'])
    const contents = [await inDropbox(chain, 'doc.pdf'), await inDropbox(chain, 'doc (2).pdf')]
    expect([...contents].sort()).toEqual(['the first', 'the second'])

    await chain.crm.files.remove({ record: key, id: first.id, expectedVersion: first.version }, anna)
    await waitFor(async () => expect(await namesInDropbox(chain)).toHaveLength(1), patient)
    const [left] = await namesInDropbox(chain)
    expect(left).toBe(contents[0] === 'the second' ? 'doc.pdf' : 'doc (2).pdf')
    expect(await inDropbox(chain, left ?? '')).toBe('the second')
  })

  test('[C52] names that differ in case only are two files in Dropbox, too', async () => {
    const chain = await linkedChain(['Doc.pdf', 'large'], ['doc.PDF', 'small'])
    chain.open()
    await press()
    await settled()
    const names = await namesInDropbox(chain)
    expect(names).toHaveLength(2)
    const contents = await Promise.all(names.map((name) => inDropbox(chain, name)))
    expect(contents.sort()).toEqual(['large', 'small'])
  })
})

describe('Dropbox is down', () => {
  const ways = {
    'answers 500': (chain: WholeChain) => {
      const fault = chain.emulator.faults.add({ type: 'status', status: 500 })
      return () => chain.emulator.faults.remove(fault)
    },
    'cannot be reached': (chain: WholeChain) => {
      chain.network.use(http.all('https://*.dropboxapi.com/*', () => HttpResponse.error()))
      return () => chain.network.resetHandlers()
    },
  }

  test.each(Object.entries(ways))(
    '[J9] [S14] it %s: the record says so and waits, nothing is lost, and the next press works',
    async (_, goDown) => {
      const chain = await linkedChain(['a.txt', 'a'], ['b.txt', 'b'])
      chain.open()
      const comeUp = goDown(chain)
      await press()
      expect(await screen.findByText(/^Dropbox does not answer/, {}, patient)).toBeInTheDocument()
      await rowIn('a.txt', 'Waiting')
      expect(screen.queryByText(/^Last synchronised/)).not.toBeInTheDocument()
      expect(namesInCrm(chain)).toEqual(['a.txt', 'b.txt'])

      comeUp()
      await press()
      await settled()
      expect(await namesInDropbox(chain)).toEqual(['a.txt', 'b.txt'])
      expect(await inDropbox(chain, 'b.txt')).toBe('b')
    },
  )

  test('[S14] [C79] one file fails, says so, its siblings go through, and it follows at the next press', async () => {
    // Larger than what goes together with others in one call.
    const large = 'b'.repeat(9 * 1024 * 1024)
    const chain = await linkedChain(['a.txt', 'a'], ['b.txt', large], ['c.txt', 'c'])
    const route = 'files/upload_session/finish'
    const fault = chain.emulator.faults.add({ type: 'status', status: 503, route, containing: 'b.txt' })
    chain.open()
    await press()
    await rowIn('a.txt', 'Synchronised')
    await rowIn('c.txt', 'Synchronised')
    await rowIn('b.txt', 'Dropbox does not answer')
    expect(await namesInDropbox(chain)).toEqual(['a.txt', 'c.txt'])
    chain.emulator.log.clear()
    chain.emulator.faults.remove(fault)
    await press()
    await rowIn('b.txt', 'Synchronised')
    expect((await inDropbox(chain, 'b.txt')) === large).toBe(true)
    expect(chain.emulator.log.entries({ containing: 'a.txt' })).toEqual([])
    expect(chain.emulator.log.entries({ route })).toHaveLength(1)
  })

  test('[C79] replies that are lost make no second file', async () => {
    const chain = await linkedChain(['a.txt', 'a'], ['b.txt', 'b'])
    chain.emulator.faults.add({ type: 'lostReply', route: 'files/upload_session/finish_batch_v2', count: 2 })
    chain.open()
    await press()
    await settled()
    expect(await namesInDropbox(chain)).toEqual(['a.txt', 'b.txt'])
    expect(namesInCrm(chain)).toEqual(['a.txt', 'b.txt'])
  })
})

describe('a file that changes on its way', () => {
  const large = (fill: number) => new Uint8Array(9 * 1024 * 1024).fill(fill)

  test('[C71] [C93] in the CRM while it is sent: Dropbox ends with the new one, siblings as they are', async () => {
    const chain = await linkedChain(['plan.txt', 'old'], ['sibling.txt', 'sibling'])
    // Whichever call names it: together with its sibling, or alone where that was slower.
    chain.emulator.faults.add({ type: 'delay', ms: 500, containing: 'plan.txt', count: 1 })
    chain.open()
    await press()
    await waitFor(() => expect(chain.emulator.faults.list()).toEqual([]), patient)
    await chain.crm.files.put(key, 'plan.txt', text('new'))
    await waitFor(async () => expect(await inDropbox(chain, 'plan.txt')).toBe('new'), patient)
    await settled()
    expect(await inDropbox(chain, 'sibling.txt')).toBe('sibling')
    expect(await namesInDropbox(chain)).toEqual(['plan.txt', 'sibling.txt'])
    expect(namesInCrm(chain)).toEqual(['plan.txt', 'sibling.txt'])
    expect(inCrm(chain, 'plan.txt')).toBe('new')
  })

  test('[C71] in the CRM between two pieces of it: no mixture is ever stored', async () => {
    const chain = await linkedChain(['sibling.txt', 'sibling'])
    await chain.crm.files.put(key, 'film.mov', large(1))
    chain.emulator.faults.add({ type: 'delay', ms: 500, route: 'files/upload_session/append_v2', count: 1 })
    chain.open()
    await press()
    await waitFor(() => expect(chain.emulator.faults.list()).toEqual([]), patient)
    await chain.crm.files.put(key, 'film.mov', large(2))
    await waitFor(async () => {
      const [first] = await chain.dropboxOf('sofie').read(`${acmeFolder}/film.mov`)
      expect(first).toBe(2)
    }, patient)
    await settled()
    expect(sha256(await chain.dropboxOf('sofie').read(`${acmeFolder}/film.mov`))).toBe(sha256(large(2)))
    expect(await namesInDropbox(chain)).toEqual(['film.mov', 'sibling.txt'])
  })

  test('[C72] in Dropbox while it comes in: the CRM ends with the new one, siblings as they are', async () => {
    const chain = await linkedChain(['sibling.txt', 'sibling'])
    chain.open()
    await press()
    await settled()
    chain.emulator.faults.add({ type: 'delay', ms: 500, route: 'files/download', count: 1 })
    await chain.dropboxOf('sofie').write(`${acmeFolder}/signed.pdf`, 'signed once')
    await waitFor(() => expect(chain.emulator.faults.list()).toEqual([]), patient)
    await chain.dropboxOf('sofie').write(`${acmeFolder}/signed.pdf`, 'signed twice')
    await waitFor(() => expect(inCrm(chain, 'signed.pdf')).toBe('signed twice'), patient)
    await rowIn('signed.pdf', 'Synchronised')
    expect(namesInCrm(chain)).toEqual(['sibling.txt', 'signed.pdf'])
    expect(await inDropbox(chain, 'signed.pdf')).toBe('signed twice')
    expect(await inDropbox(chain, 'sibling.txt')).toBe('sibling')
  })

  test('[S4] [C8] on both sides at once: both versions are on both sides until somebody decides, and the CRM keeps the name', async () => {
    const chain = await linkedChain(['plan.txt', 'old'])
    chain.open()
    await press()
    await settled()
    // Nothing arrives while both are changed.
    const fault = chain.emulator.faults.add({ type: 'status', status: 503 })
    await chain.crm.files.put(key, 'plan.txt', text('edited here'))
    await chain.dropboxOf('sofie').write(`${acmeFolder}/plan.txt`, 'edited there')
    chain.emulator.faults.remove(fault)
    await press()
    await waitFor(async () => expect(await namesInDropbox(chain)).toHaveLength(2), patient)
    await waitFor(async () => expect(await inDropbox(chain, 'plan.txt')).toBe('edited here'), patient)
    const [copy] = (await namesInDropbox(chain)).filter((name) => name !== 'plan.txt')
    expect(copy).toMatch(/^plan \(Dropbox, Sofie, \d{4}-\d\d-\d\d\)\.txt$/)
    expect(await inDropbox(chain, copy ?? '')).toBe('edited there')
    for (const name of ['plan.txt', copy ?? '']) await rowIn(name, 'Two versions')
    expect(inCrm(chain, 'plan.txt')).toBe('edited here')
    expect(inCrm(chain, copy ?? '')).toBe('edited there')

    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Compare…' }, patient))
    const version = await screen.findByRole('group', { name: 'The version from Dropbox' }, patient)
    await user.click(within(version).getByRole('button', { name: 'Keep this one' }))
    await waitFor(() => expect(screen.queryByRole('row', { name: copy ?? '' })).not.toBeInTheDocument(), patient)
    await rowIn('plan.txt', 'Synchronised')
    expect(inCrm(chain, 'plan.txt')).toBe('edited there')
    await waitFor(async () => expect(await namesInDropbox(chain)).toEqual(['plan.txt']), patient)
    await waitFor(async () => expect(await inDropbox(chain, 'plan.txt')).toBe('edited there'), patient)
  })
})

describe('a project that may not be edited', () => {
  const project = keyOf(riverside)
  const missing = [{ code: 'edit', label: 'Edit rights on this project', howTo: 'Ask its owner.' }]

  test('[J7] [P38] [P39] [P40] [C107] its files go to Dropbox only, it says which right is missing, and the right brings the rest', async () => {
    const chain = wholeChain()
    const jonas = { tenantId: 'demo', userId: 'jonas' }
    chain.crm.records.setAccess(jonas, project, { read: true, write: false, missing })
    await chain.crm.files.put(project, 'Plans/site.png', text('a site'))
    await chain.link('jonas')
    chain.open(riverside, { as: 'jonas' })
    const note = await screen.findByRole('note', {}, patient)
    expect(note).toHaveTextContent('You may not edit this project. Changes from Dropbox will not come back.')
    expect(within(note).getByRole('list', { name: 'What is missing' })).toHaveTextContent(
      'Edit rights on this project Ask its owner.',
    )
    await press()
    expect(await screen.findByText('To Dropbox only', {}, patient)).toBeInTheDocument()
    const dropbox = chain.dropboxOf('jonas')
    await waitFor(
      async () =>
        expect(Object.keys(await dropbox.tree(riversideFolder))).toContain(`${riversideFolder}/Plans/site.png`),
      patient,
    )
    await dropbox.write(`${riversideFolder}/remark.txt`, 'a remark')
    const row = await screen.findByRole('row', { name: 'remark.txt' }, patient)
    expect(row).toHaveTextContent('You may not edit this record')
    expect(chain.crm.files.allFiles(project).map(({ name }) => name)).toEqual(['site.png'])

    chain.crm.records.setAccess(jonas, project, { read: true, write: true, missing: [] })
    await press()
    await waitFor(
      () => expect(chain.crm.files.allFiles(project).map(({ name }) => name)).toEqual(['site.png', 'remark.txt']),
      patient,
    )
    await waitFor(() => expect(screen.queryByText('To Dropbox only')).not.toBeInTheDocument(), patient)
  })
})
