import { byId, element } from './elements.js'

/**
 * Asks in a dialog.
 *
 * @param {{
 *   title: string, text?: string, ok: string, danger?: boolean,
 *   label?: string, value?: string, choices?: readonly { value: string, text: string }[]
 * }} question with a `label` it asks for a text, with `choices` for one of them, else only whether to go on
 * @returns {Promise<string | null>} the answer (empty without a label), or null when cancelled
 */
export function ask({ title, text = '', ok, danger = false, label, value = '', choices }) {
  const dialog = byId('ask')
  byId('ask-title').textContent = title
  byId('ask-text').textContent = text
  byId('ask-ok').textContent = ok
  byId('ask-ok').classList.toggle('danger', danger)
  const field = label === undefined ? null : fieldOf(label, value, choices)
  byId('ask-field').replaceChildren(...(field ? [field] : []))
  const control = field?.querySelector('input, select')
  dialog.returnValue = 'cancel'
  dialog.showModal()
  if (control instanceof HTMLInputElement) selectStem(control)
  else (control ?? byId('ask-ok')).focus()
  return new Promise((resolve) => {
    const closed = () => resolve(dialog.returnValue === 'ok' ? (control?.value.trim() ?? '') : null)
    dialog.addEventListener('close', closed, { once: true })
  })
}

/**
 * @param {string} label
 * @param {string} value
 * @param {readonly { value: string, text: string }[]} [choices]
 */
function fieldOf(label, value, choices) {
  const control = choices
    ? element(
        'select',
        { name: 'answer' },
        choices.map((choice) => element('option', choice)),
      )
    : element('input', { name: 'answer', autocomplete: 'off', required: '', value })
  return element('label', {}, [element('span', { text: label }), control])
}

/** Selects a name without its extension, as a rename usually keeps that. @param {HTMLInputElement} input */
function selectStem(input) {
  const dot = input.value.lastIndexOf('.')
  input.focus()
  input.setSelectionRange(0, dot > 0 ? dot : input.value.length)
}

for (const button of byId('ask').querySelectorAll('button')) {
  // Enter in the field means the button that goes on, not the first one.
  if (button.value === 'cancel') button.type = 'button'
  if (button.value === 'cancel') button.addEventListener('click', () => byId('ask').close('cancel'))
}
