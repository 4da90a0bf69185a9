import type { DropboxEmulator } from './emulator.ts'

/**
 * Shows the emulator's consent page inside this page, in a `<dialog>`: for pages that hold the emulator themselves,
 * where a popup to Dropbox's address would leave for the real one. Escape is Cancel.
 *
 * @param url of the authorize page, as the app made it
 * @returns the address the browser would be sent back to, for "Cancel" with `error=access_denied`
 * @throws Error when the app's request is wrong; the dialog shows why until it is closed
 */
export async function consentDialog(emulator: DropboxEmulator, url: string | URL): Promise<string> {
  const { search } = new URL(url)
  const answer = await emulator.handle(new Request(`https://www.dropbox.com/oauth2/authorize${search}`))
  const decided = answer.headers.get('location')
  if (decided !== null) return decided
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const content = page.querySelector('.emulator-consent')
  if (!content) throw new Error(`The authorize page answered ${answer.status} without a form.`)
  const removeStyle = adopt(page.querySelector('style')?.textContent ?? '')
  const { dialog, close } = showDialog(content)
  try {
    if (content instanceof HTMLFormElement) return await decision(emulator, url, dialog, content)
    await closed(dialog, content)
    throw new Error(content.querySelector('.emulator-consent-explanation')?.textContent ?? 'The request is wrong.')
  } finally {
    close()
    removeStyle()
  }
}

function showDialog(content: Element): { readonly dialog: HTMLDialogElement; readonly close: () => void } {
  const dialog = document.createElement('dialog')
  dialog.className = 'emulator-consent-dialog'
  const title = content.querySelector('h1')
  dialog.setAttribute('aria-label', title?.textContent ?? 'Dropbox emulator')
  dialog.append(content)
  const focused = document.activeElement
  document.body.append(dialog)
  // Environments without layout have no modal dialogs.
  if (typeof dialog.showModal === 'function') dialog.showModal()
  else dialog.setAttribute('open', '')
  return {
    dialog,
    close() {
      dialog.remove()
      if (focused instanceof HTMLElement) focused.focus()
    },
  }
}

function decision(
  emulator: DropboxEmulator,
  url: string | URL,
  dialog: HTMLDialogElement,
  form: HTMLFormElement,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const fallback = form.querySelector<HTMLInputElement>('input[name="account"]')?.value ?? ''
    const decide = (choice: 'allow' | 'deny') => {
      const account = form.querySelector<HTMLInputElement>('input[name="account"]:checked')?.value ?? fallback
      emulator.authorize(url, { account, decision: choice }).then(resolve, reject)
    }
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const button = event.submitter
      decide(button instanceof HTMLButtonElement && button.value === 'allow' ? 'allow' : 'deny')
    })
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault()
      decide('deny')
    })
  })
}

/** Waits until a notice is closed. */
function closed(dialog: HTMLDialogElement, content: Element): Promise<void> {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Close'
  content.append(button)
  button.focus()
  return new Promise((resolve) => {
    button.addEventListener('click', () => resolve())
    dialog.addEventListener('cancel', () => resolve())
  })
}

/** Adds a style sheet in the way that strict content security policies allow. @returns a function that removes it */
function adopt(css: string): () => void {
  if (!('adoptedStyleSheets' in document) || typeof CSSStyleSheet.prototype.replaceSync !== 'function') return () => {}
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`${css.replaceAll(/(^|\n)(body|main)[^}]*}/g, '')}${dialogStyle}`)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet)
  }
}

const dialogStyle = `
.emulator-consent-dialog { padding: 0; border: 0; border-radius: 1rem; inline-size: min(28rem, calc(100vw - 2rem)); max-block-size: calc(100dvh - 2rem); color-scheme: light dark; box-shadow: 0 12px 40px rgb(0 0 0 / .25); }
.emulator-consent-dialog::backdrop { background: rgb(0 0 0 / .45); }
`
