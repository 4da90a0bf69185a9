import { accountPath, api } from './api.js'
import { ask } from './ask.js'
import { byId, element, showList } from './elements.js'
import { formatDate } from './format.js'
import { act, place } from './place.js'

/** Shows the apps connected to the account. */
export async function refreshApps() {
  const { email } = place()
  if (!email) return
  const apps = await api(accountPath(email, 'apps'))
  showList(byId('apps-list'), apps, (app) => app.key, card)
  byId('apps-empty').hidden = apps.length > 0
}

/** @param {any} app */
function card(app) {
  const reach =
    app.access === 'full' ? 'Sees the whole account' : `Sees only ${app.folderPath ?? 'its folder, which is deleted'}`
  const button = element('button', { type: 'button', 'aria-label': `Disconnect ${app.name}`, text: 'Disconnect' })
  button.addEventListener('click', () => revoke(app))
  return element('li', {}, [
    element('div', {}, [
      element('p', { class: 'name-of-app', text: app.name }),
      element('p', { class: 'detail', text: `${reach} · connected ${formatDate(app.linkedAt)}` }),
    ]),
    button,
  ])
}

/** @param {{ key: string, name: string }} app */
async function revoke(app) {
  const { email } = place()
  const answer = await ask({
    title: `Disconnect ${app.name}?`,
    text: 'It loses access at once. Its folder and the files in it stay.',
    ok: 'Disconnect',
    danger: true,
  })
  if (answer === null) return
  await act(async () => {
    await api(accountPath(email, `apps/${encodeURIComponent(app.key)}`), { method: 'DELETE' })
    return `${app.name} is disconnected.`
  })
}
