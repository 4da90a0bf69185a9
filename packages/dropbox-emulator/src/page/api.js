/**
 * Asks the emulator's own API.
 *
 * @param {string} path below `/_emulator/api/`
 * @param {{ method?: string, json?: unknown, body?: Blob }} [options]
 * @returns {Promise<any>} what it answers
 */
export async function api(path, { method = 'GET', json, body } = {}) {
  const response = await fetch(`/_emulator/api/${path}`, {
    method,
    ...(json === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(json) }),
    ...(body === undefined ? {} : { body }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer?.error ?? `The emulator answered ${response.status}.`)
  return answer
}

/**
 * The address of a file's content.
 *
 * @param {string} email
 * @param {Record<string, string>} query
 */
export function fileAddress(email, query) {
  return `/_emulator/api/${accountPath(email, 'files', query)}`
}

/**
 * The path of an account's API.
 *
 * @param {string} email
 * @param {string} rest
 * @param {Record<string, string>} [query]
 */
export function accountPath(email, rest, query) {
  const suffix = query ? `?${new URLSearchParams(query)}` : ''
  return `accounts/${encodeURIComponent(email)}/${rest}${suffix}`
}
