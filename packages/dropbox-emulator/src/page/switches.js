import { api } from './api.js'
import { byId, element, showText } from './elements.js'
import { act } from './place.js'

/** @type {Promise<readonly any[]> | null} */
let choices = null

/** Shows what is uncertain about Dropbox, and what this one does. */
export async function refreshSwitches() {
  const list = byId('switches-list')
  choices ??= api('switches/choices')
  const [table, values] = await Promise.all([choices, api('switches')])
  if (list.children.length === 0) list.append(...table.map(line))
  for (const { name, default: usual } of table) {
    const control = byId(`switch-${name}`)
    if (control !== document.activeElement) control.value = String(values[name])
    const isUsual = values[name] === usual
    showText(byId(`switch-${name}-usual`), isUsual ? '' : `Usually ${usual}`)
  }
}

/** @param {any} choice */
function line({ name, min, values }) {
  const control = values
    ? element(
        'select',
        { id: `switch-${name}` },
        values.map((value) => element('option', { value: String(value), text: wordsOf(String(value)) })),
      )
    : element('input', { id: `switch-${name}`, type: 'number', min: String(min), step: '1' })
  control.addEventListener('change', () =>
    change(
      name,
      values?.find((value) => String(value) === control.value),
      control,
    ),
  )
  return element('li', {}, [
    element('label', { for: `switch-${name}`, text: wordsOf(name) }),
    control,
    element('p', { class: 'hint', id: `switch-${name}-usual` }),
  ])
}

/**
 * @param {string} name
 * @param {unknown} chosen
 * @param {any} control
 */
async function change(name, chosen, control) {
  // Taken now: a refresh may show the old value until this one has arrived.
  const { value } = control
  await act(async () => {
    await api('switches', { method: 'PATCH', json: { [name]: chosen ?? Number(value) } })
    return `${wordsOf(name)}: ${wordsOf(value)}.`
  })
}

/** `deletedAppFolder` is “Deleted app folder”. @param {string} name */
function wordsOf(name) {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
