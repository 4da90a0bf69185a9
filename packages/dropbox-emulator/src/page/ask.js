import { byId } from './elements.js'

/**
 * Asks in a dialog.
 *
 * @param {{ title: string, text?: string, label?: string, value?: string, ok: string, danger?: boolean }} question
 *   with a `label` it asks for a text, else only whether to go on
 * @returns {Promise<string | null>} the text (empty without a label), or null when cancelled
 */
export function ask({ title, text = '', label, value = '', ok, danger = false }) {
  const dialog = byId('ask')
  const field = byId('ask-field')
  const input = field.querySelector('input')
  byId('ask-title').textContent = title
  byId('ask-text').textContent = text
  byId('ask-ok').textContent = ok
  byId('ask-ok').classList.toggle('danger', danger)
  field.hidden = label === undefined
  input.required = label !== undefined
  field.querySelector('span').textContent = label ?? ''
  input.value = value
  dialog.returnValue = 'cancel'
  dialog.showModal()
  if (label === undefined) byId('ask-ok').focus()
  else selectStem(input)
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'ok' ? input.value.trim() : null), {
      once: true,
    })
  })
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
