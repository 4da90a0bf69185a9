import type { Consent } from './consent.ts'

const mark = `<p class="emulator-consent-mark"><svg viewBox="0 0 24 24" aria-hidden="true"><rect x="2" y="6" width="20" height="15" rx="3" fill="#0061fe"/><path d="M2 9a3 3 0 0 1 3-3h14a3 3 0 0 1 3 3v2H2z" fill="#6ea3ff"/><path d="M8 3h8l2 3H6z" fill="#a9c8ff"/></svg> Dropbox emulator</p>`

/** The consent form as HTML. The page and the in-page dialog show the same form. */
export function consentForm(consent: Consent): string {
  const { accounts, explanation, permissions, title } = consent
  return `<form class="emulator-consent" method="post">
  ${mark}
  <h1 id="emulator-consent-title">${escapeHtml(title)}</h1>
  <p class="emulator-consent-explanation">${escapeHtml(explanation)}</p>
  ${permissions.length > 0 ? `<ul aria-label="Permissions">${permissions.map((each) => `<li>${escapeHtml(each)}</li>`).join('')}</ul>` : ''}
  ${accounts.length > 0 ? accountChoice(accounts) : '<p role="alert">This emulator has no account yet. Create one, then reload this page.</p>'}
  <div class="emulator-consent-actions">
    <button type="submit" name="decision" value="deny" formnovalidate>Cancel</button>
    <button type="submit" name="decision" value="allow"${accounts.length > 0 ? '' : ' disabled'}>Allow</button>
  </div>
</form>`
}

/** A whole page around `content`. Needs no script and loads nothing. */
export function consentPage(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)} – Dropbox emulator</title>
<style>${consentPageStyle}${consentStyle}</style>
</head>
<body>
<main>${content}</main>
</body>
</html>`
}

/** A page that says something, with the emulator's mark above. */
export function consentNotice(title: string, text: string, detail = ''): string {
  return consentPage(
    title,
    `<div class="emulator-consent">
  ${mark}
  <h1>${escapeHtml(title)}</h1>
  <p class="emulator-consent-explanation">${escapeHtml(text)}</p>
  ${detail === '' ? '' : `<code>${escapeHtml(detail)}</code>`}
</div>`,
  )
}

export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character)
}

function accountChoice(accounts: Consent['accounts']): string {
  const choices = accounts.map(
    ({ displayName, email }, index) => `<label>
      <input type="radio" name="account" value="${escapeHtml(email)}" required${index === 0 ? ' checked' : ''}>
      <span class="emulator-consent-initial" aria-hidden="true">${escapeHtml(displayName.charAt(0).toUpperCase())}</span>
      <span><strong>${escapeHtml(displayName)}</strong> <span class="emulator-consent-email">${escapeHtml(email)}</span></span>
    </label>`,
  )
  return `<fieldset>
    <legend>Your Dropbox account</legend>
    ${choices.join('\n    ')}
  </fieldset>`
}

const consentPageStyle = `
body { margin: 0; background: light-dark(#f4f2ee, #16181c); color-scheme: light dark; }
main { min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 1rem; box-sizing: border-box; }
main > .emulator-consent { inline-size: min(28rem, 100%); border-radius: 1rem; box-shadow: 0 1px 2px rgb(0 0 0 / .08), 0 12px 40px rgb(0 0 0 / .12); }
`

/** Style of the form, for the page and the dialog. */
export const consentStyle = `
.emulator-consent { box-sizing: border-box; padding: clamp(1.25rem, 4vw, 1.75rem); font: 1rem/1.5 system-ui, sans-serif; color: light-dark(#1e1f22, #e9e9ec); background: light-dark(#fff, #202328); overflow-wrap: anywhere; }
.emulator-consent * { box-sizing: border-box; }
.emulator-consent-mark { display: flex; align-items: center; gap: .5rem; margin: 0 0 1rem; font-size: .8125rem; font-weight: 600; color: light-dark(#5c5a55, #a5a9b3); }
.emulator-consent-mark svg { inline-size: 1.5rem; block-size: 1.5rem; }
.emulator-consent h1 { margin: 0 0 .75rem; font-size: 1.25rem; line-height: 1.25; font-weight: 650; }
.emulator-consent-explanation { margin: 0 0 1rem; }
.emulator-consent ul { margin: 0 0 1rem; padding: 0; list-style: none; display: grid; gap: .25rem; font-size: .9375rem; color: light-dark(#4d4b46, #b9bcc5); }
.emulator-consent li { padding-inline-start: 1.5rem; position: relative; }
.emulator-consent li::before { content: "✓"; position: absolute; inset-inline-start: .125rem; color: light-dark(#0b7a4b, #58c795); }
.emulator-consent fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; display: grid; gap: .5rem; min-inline-size: 0; }
.emulator-consent legend { padding: 0; margin-block-end: .5rem; font-size: .8125rem; font-weight: 600; color: light-dark(#5c5a55, #a5a9b3); }
.emulator-consent label { display: flex; align-items: center; gap: .75rem; padding: .5rem .75rem; border: 1px solid light-dark(#d9d6cf, #3b4048); border-radius: .75rem; cursor: pointer; line-height: 1.3; }
.emulator-consent label:has(:checked) { border-color: light-dark(#0061fe, #6ea3ff); background: light-dark(#f0f5ff, #1d2a42); }
.emulator-consent label:has(:focus-visible) { outline: 2px solid light-dark(#0061fe, #6ea3ff); outline-offset: 2px; }
.emulator-consent input { margin: 0; outline: none; flex: none; accent-color: light-dark(#0061fe, #6ea3ff); }
.emulator-consent-initial { flex: none; display: grid; place-items: center; inline-size: 2.25rem; block-size: 2.25rem; border-radius: 50%; font-weight: 600; color: light-dark(#173f8a, #cfe0ff); background: light-dark(#dbe7ff, #2b3e63); }
.emulator-consent strong { font-weight: 600; display: block; }
.emulator-consent-email { font-size: .875rem; color: light-dark(#5c5a55, #a5a9b3); }
.emulator-consent-actions { display: flex; flex-wrap: wrap; justify-content: end; gap: .625rem; }
.emulator-consent button { font: inherit; font-weight: 600; min-block-size: 2.75rem; padding: .5rem 1.25rem; border-radius: .625rem; border: 1px solid light-dark(#c9c5bd, #4a505a); background: transparent; color: inherit; cursor: pointer; }
.emulator-consent button:hover { background: light-dark(#f4f2ee, #2a2e35); }
.emulator-consent button[value="allow"] { border-color: transparent; background: #0061fe; color: #fff; }
.emulator-consent button[value="allow"]:hover { background: #0052d6; }
.emulator-consent button:disabled { opacity: .5; cursor: not-allowed; }
.emulator-consent button:focus-visible { outline: 2px solid light-dark(#0061fe, #6ea3ff); outline-offset: 2px; }
.emulator-consent code { display: block; padding: .75rem; border-radius: .5rem; background: light-dark(#f4f2ee, #16181c); font-size: .9375rem; user-select: all; }
@media (max-width: 24rem) { .emulator-consent-actions button { flex: 1; } }
`
