import { existsSync } from 'node:fs'

/** A Chromium to test with: which program, and the arguments it needs where tests run. */
export interface Chromium {
  readonly executablePath: string
  readonly args: readonly string[]
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Letters are as wide as their fonts say, whatever the machine draws with.
  '--font-render-hinting=none',
]

/**
 * Finds a Chromium without asking anyone to install one: `CHROMIUM_PATH`, then the system's, then the one that
 * comes as an npm package (unpacked to the temporary folder on first use).
 */
export async function findChromium(): Promise<Chromium> {
  const given = process.env['CHROMIUM_PATH']
  if (given) return { executablePath: given, args: quiet }
  const system = systemChromiums().find((path) => existsSync(path))
  if (system) return { executablePath: system, args: quiet }
  // Its own arguments are left out: they switch off what keeps pages of other sites away (`--disable-web-security`).
  const { default: packaged } = await import('@sparticuz/chromium')
  return { executablePath: await packaged.executablePath(), args: quiet }
}

function systemChromiums(): readonly string[] {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ]
  }
  if (process.platform === 'win32') {
    return [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)']].map(
      (folder) => `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
    )
  }
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
}
