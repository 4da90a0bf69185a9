import { defineConfig } from '@playwright/test'

import { findChromium } from '../../scripts/chromium.ts'

const chromium = await findChromium()
// Workers are processes of their own: they find the prepared data folder by this name.
process.env['TWINFOLDER_JOURNEYS'] ??= `${process.pid}`

/** The journeys of `docs/product.md` against the example as `npm start` runs it: real HTTP, nothing intercepted in the page. */
export default defineConfig({
  testDir: './journeys',
  testMatch: '*.spec.ts',
  globalSetup: './journeys/prepare.ts',
  outputDir: '../../test-results',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 120_000,
  // Generous, since a busy machine is no failure; where a bound is promised, the journey names it.
  expect: { timeout: 40_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: chromium.executablePath, args: [...chromium.args] },
  },
})
