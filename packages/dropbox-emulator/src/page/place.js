import { byId } from './elements.js'

/** Where the page is: section, account and folder. The address says it, so that it can be linked to. */
export function place() {
  const query = new URLSearchParams(location.search)
  const path = query.get('path') ?? ''
  return {
    section: location.hash.slice(1) || 'files',
    email: query.get('account') ?? '',
    path: path === '/' ? '' : path.replace(/\/$/, ''),
  }
}

/** Where the page is, once it is known whose files it shows: whoever drops a file at once need not wait for that. */
export async function chosenPlace() {
  while (place().email === '') await new Promise((resolve) => addEventListener('placechange', resolve, { once: true }))
  return place()
}

/**
 * Goes somewhere without loading the page again.
 *
 * @param {{ email?: string, path?: string, section?: string }} where what stays is left out
 * @param {'push' | 'replace'} [how]
 */
export function go(where, how = 'push') {
  const next = { ...place(), ...where }
  const query = new URLSearchParams({ account: next.email })
  if (next.path !== '') query.set('path', next.path)
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', `?${query}#${next.section}`)
  dispatchEvent(new Event('placechange'))
}

/**
 * Says what happened, to eyes and screen readers.
 *
 * @param {string} text
 * @param {'info' | 'error'} [kind]
 */
export function say(text, kind = 'info') {
  const status = byId('status')
  status.dataset.kind = kind
  status.textContent = text
}

/**
 * Does something, says the outcome and shows the new state.
 *
 * @param {() => Promise<string>} work returns what to say
 */
export async function act(work) {
  try {
    say(await work())
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), 'error')
  }
  dispatchEvent(new Event('placechange'))
}
