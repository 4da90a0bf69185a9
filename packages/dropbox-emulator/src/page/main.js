import { api } from './api.js'
import { refreshApps } from './apps.js'
import { ask } from './ask.js'
import { refreshControls, startControls } from './controls.js'
import { byId, element, showList } from './elements.js'
import { refreshFiles, startFiles } from './files.js'
import { act, go, place, say } from './place.js'
import { refreshRequests, startRequests } from './requests.js'
import { startUpload } from './upload.js'

const refreshEveryMs = 2000
const sections = { files: refreshFiles, apps: refreshApps, requests: refreshRequests, controls: refreshControls }
let isUnreachable = false

startFiles()
startUpload()
startRequests()
startControls()
byId('account').addEventListener('change', (event) => go({ email: event.target.value, path: '' }))
byId('new-account').addEventListener('click', createAccount)
addEventListener('placechange', show)
addEventListener('popstate', show)
addEventListener('hashchange', show)
document.addEventListener('click', followPlaceLink)
setInterval(() => {
  if (!document.hidden) void show()
}, refreshEveryMs)
void show()

/** Shows where the page is. Called again and again; what has not changed is not touched. */
async function show() {
  try {
    await showAccounts()
    const { section } = place()
    for (const name of Object.keys(sections)) byId(name).hidden = name !== section
    for (const link of document.querySelectorAll('.bar nav a')) {
      if (link.hash === `#${section}`) link.setAttribute('aria-current', 'page')
      else link.removeAttribute('aria-current')
    }
    await sections[section]?.()
    if (isUnreachable) say('')
    isUnreachable = false
  } catch (error) {
    isUnreachable = true
    const text = error instanceof TypeError ? 'The emulator does not answer. Is it still running?' : error.message
    if (byId('status').textContent !== text) say(text, 'error')
  }
}

async function showAccounts() {
  const accounts = await api('accounts')
  const select = byId('account')
  showList(
    select,
    accounts.map(({ email, displayName }) => ({ email, displayName })),
    ({ email }) => email,
    option,
  )
  const { email } = place()
  const [first] = accounts
  if (email === '' && first) go({ email: first.email }, 'replace')
  select.hidden = accounts.length === 0
  select.value = place().email
}

/** @param {{ email: string, displayName: string }} account */
function option({ displayName, email }) {
  return element('option', { value: email, text: `${displayName} (${email})` })
}

async function createAccount() {
  const email = await ask({ title: 'New account', label: 'Email address', ok: 'Create' })
  if (!email) return
  await act(async () => {
    await api('accounts', { method: 'POST', json: { email } })
    go({ email, path: '' })
    return `The account ${email} is made.`
  })
}

/** Links inside the page change the place without loading it again. @param {MouseEvent} event */
function followPlaceLink(event) {
  const link = event.target instanceof Element ? event.target.closest('a[data-place]') : null
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  go({ path: new URL(link.href).searchParams.get('path') ?? '' })
}
