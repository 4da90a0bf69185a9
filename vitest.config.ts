import { join } from 'node:path'

import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

import { findChromium } from './scripts/chromium.ts'

const chromium = await findChromium()
const browser = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  instances: [{ browser: 'chromium' as const }],
  provider: playwright({ launchOptions: { executablePath: chromium.executablePath, args: [...chromium.args] } }),
}

/** Tests choose their environment by file name: `.test.ts` node, `.test.tsx` jsdom, `.browser.test.tsx` Chromium. */
export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['packages/*/src/**/*.test.ts', 'examples/*/{src,server,seed}/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'jsdom',
          environment: 'jsdom',
          include: ['packages/*/src/**/*.test.tsx', 'examples/*/src/**/*.test.tsx'],
          exclude: ['**/*.browser.test.tsx'],
          setupFiles: ['./packages/react/src/testing/jsdom-setup.ts'],
          testTimeout: 20_000,
        },
      },
      {
        optimizeDeps: {
          include: [
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-runtime',
            'react/jsx-dev-runtime',
            'vitest-browser-react',
            '@tanstack/react-query',
            '@tanstack/react-virtual',
          ],
        },
        test: {
          name: 'browser',
          include: ['packages/*/src/**/*.browser.test.tsx'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: { executablePath: chromium.executablePath, args: [...chromium.args] },
            }),
          },
        },
      },
    ],
  },
})
