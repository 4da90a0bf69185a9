import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'

import { FilesWidget } from '../files/FilesWidget.tsx'
import { DropboxIntegrationCard } from '../link/DropboxIntegrationCard.tsx'
import { type Person, type WholeChain, acme, acmeFolder, keyOf, wholeChain } from '../testing/whole-chain.tsx'

vi.setConfig({ testTimeout: 40_000 })

const patient = { timeout: 30_000 }
const press = async () =>
  userEvent.click(await screen.findByRole('button', { name: 'Synchronise with Dropbox' }, patient))
const settled = () => screen.findByText(/^Last synchronised/, {}, patient)
const both = (
  <>
    <DropboxIntegrationCard />
    <FilesWidget record={acme} />
  </>
)

async function chainWithOffer() {
  const chain = wholeChain()
  await chain.crm.files.put(keyOf(acme), 'offer.docx', new TextEncoder().encode('an offer'))
  return chain
}

async function offerOf(chain: WholeChain, person: Person = 'sofie'): Promise<string> {
  return new TextDecoder().decode(await chain.dropboxOf(person).read(`${acmeFolder}/offer.docx`))
}

async function connectionOf(chain: WholeChain, person: Person = 'sofie'): Promise<string> {
  const connection = await chain.adapterOf(person).call('getConnection', {})
  return connection.ok ? connection.value.state : connection.error.code
}

test('[J1] [P8] [P9] [P10] a press without a Dropbox asks for consent, then goes on with the files', async () => {
  const chain = await chainWithOffer()
  const asked: URL[] = []
  chain.open(both, {
    authorize(url) {
      asked.push(new URL(url))
      return chain.consent('sofie')(url)
    },
  })
  expect(await screen.findAllByText('Dropbox is not connected')).not.toEqual([])
  await press()
  await settled()
  expect(asked).toHaveLength(1)
  expect(asked[0]?.origin).toBe('https://www.dropbox.com')
  expect(asked[0]?.searchParams.get('code_challenge_method')).toBe('S256')
  expect(screen.getByText('Connected as sofie@example.com')).toBeInTheDocument()
  expect(await offerOf(chain)).toBe('an offer')
  const tops = await chain.dropboxOf('sofie').list('', { recursive: true })
  expect(tops.every(({ path }) => path === '/Apps' || path.startsWith('/Apps/Demo CRM'))).toBe(true)
})

test('[J1] [P11] each user has a link of their own', async () => {
  const chain = await chainWithOffer()
  await chain.link('sofie')
  chain.open(<DropboxIntegrationCard />, { as: 'jonas' })
  expect(await screen.findByText('Dropbox is not connected')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Connect Dropbox' }))
  expect(await screen.findByText('Connected as jonas@example.com', {}, patient)).toBeInTheDocument()
})

test('[P14] [X8] consent that is denied leaves a calm widget, and the next try works', async () => {
  const chain = await chainWithOffer()
  const answers = (['deny', 'allow'] as const).map((decision) => chain.consent('sofie', decision))
  chain.open(both, { authorize: (url) => answers.shift()?.(url) ?? Promise.reject(new Error('asked too often')) })
  await screen.findByRole('row', { name: 'offer.docx' })
  await press()
  await waitFor(() => expect(answers).toHaveLength(1))
  await waitFor(() => expect(screen.getAllByText('Dropbox is not connected')).toHaveLength(2))
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  expect(await connectionOf(chain)).toBe('none')
  expect(await chain.dropboxOf('sofie').tree()).toEqual({})

  await press()
  await settled()
  expect(await offerOf(chain)).toBe('an offer')
})

test('[P13] [P14] [X1] a wrong state links nothing and says what to do, and the next try works', async () => {
  const chain = await chainWithOffer()
  let attempts = 0
  chain.open(both, {
    async authorize(url) {
      attempts += 1
      const callback = new URL(await chain.consent('sofie')(url))
      if (attempts === 1) callback.searchParams.set('state', 'of-somebody-else')
      return callback.href
    },
  })
  await screen.findByRole('row', { name: 'offer.docx' })
  await press()
  const problem = await screen.findByRole('alert')
  expect(problem).toHaveTextContent("Couldn't connect. Log out of Dropbox, log in again and retry.")
  expect(problem).toHaveTextContent('This attempt to connect has expired. Start again with Connect Dropbox.')
  const widget = screen.getByRole('region', { name: 'Files' })
  expect(within(widget).getByText(/^Couldn't connect/)).toBeInTheDocument()
  expect(await connectionOf(chain)).toBe('none')
  expect(chain.emulator.log.entries({ route: 'oauth2/token' })).toEqual([])

  await userEvent.click(within(problem).getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('Connected as sofie@example.com', {}, patient)).toBeInTheDocument()
  await press()
  await settled()
  expect(await offerOf(chain)).toBe('an offer')
})

test('[P14] [X3] a consent that another user of the CRM began cannot be ended by this one', async () => {
  const chain = await chainWithOffer()
  const begun = await chain.adapterOf('jonas').call('beginLink', {
    body: { mode: 'popup', returnTo: '/', useAnotherAccount: false },
  })
  const ofJonas = begun.ok ? begun.value.authorizeUrl : ''
  chain.open(both, { authorize: () => chain.consent('jonas')(ofJonas) })
  await screen.findByRole('row', { name: 'offer.docx' })
  await press()
  expect(await screen.findByRole('alert')).toHaveTextContent('This attempt to connect has expired.')
  expect(await connectionOf(chain, 'sofie')).toBe('none')
  expect(await connectionOf(chain, 'jonas')).toBe('none')
})

test('[P4] [C106] [X10] a Professional account is refused with what Dropbox reported, and another one is taken', async () => {
  const chain = await chainWithOffer()
  const accounts = ['pro@example.com', 'sofie@example.com']
  chain.open(both, { authorize: (url) => chain.consent('sofie', 'allow', accounts.shift())(url) })
  await screen.findByRole('row', { name: 'offer.docx' })
  await press()
  expect(await screen.findByText('Dropbox reported: pro, 3 TB', {}, patient)).toBeInTheDocument()
  const card = screen.getByRole('article', { name: 'Dropbox' })
  expect(within(card).getAllByText(/Dropbox Professional accounts can't be connected/)).not.toEqual([])
  expect(await connectionOf(chain)).toBe('refused')
  // The authorization was given back, and nothing was written.
  expect(chain.emulator.log.entries({ route: 'auth/token/revoke', account: 'pro@example.com' })).toHaveLength(1)
  expect(chain.uploadCalls()).toBe(0)

  await userEvent.click(await within(card).findByRole('button', { name: 'Use another account' }))
  expect(await screen.findByText('Connected as sofie@example.com', {}, patient)).toBeInTheDocument()
  await press()
  await settled()
  expect(await offerOf(chain)).toBe('an offer')
})

test('[C122] [X9] a Dropbox that another user has linked is refused, and the first link goes on working', async () => {
  const chain = await chainWithOffer()
  await chain.link('sofie')
  const accounts = ['sofie@example.com', 'jonas@example.com']
  const jonas = chain.open(both, {
    as: 'jonas',
    authorize: (url) => chain.consent('jonas', 'allow', accounts.shift())(url),
  })
  await screen.findByRole('row', { name: 'offer.docx' })
  await press()
  const card = await screen.findByRole('article', { name: 'Dropbox' })
  await waitFor(() => expect(card).toHaveTextContent('This Dropbox is already connected by another user'), patient)
  expect(await connectionOf(chain, 'jonas')).toBe('refused')
  expect(await connectionOf(chain, 'sofie')).toBe('linked')

  await userEvent.click(await within(card).findByRole('button', { name: 'Use another account' }))
  expect(await screen.findByText('Connected as jonas@example.com', {}, patient)).toBeInTheDocument()
  await press()
  await settled()
  expect(await offerOf(chain, 'jonas')).toBe('an offer')
  jonas.unmount()

  chain.open(acme, { as: 'sofie' })
  await press()
  await settled()
  expect(await offerOf(chain, 'sofie')).toBe('an offer')
})
