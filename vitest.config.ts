import { join } from 'node:path'
import { env } from 'node:process'

import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

import { mutantPlugin } from './packages/core/model/mutants/vite-plugin.ts'
import { findChromium } from './scripts/chromium.ts'

const chromium = await findChromium()
const browser = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  instances: [{ browser: 'chromium' as const }],
  provider: playwright({ launchOptions: { executablePath: chromium.executablePath, args: [...chromium.args] } }),
}
/** Named, since a dependency that is found only while tests run makes Vite reload the page, with a second React in it. */
const optimizeDeps = {
  include: [
    'react',
    'react-dom',
    'react-dom/client',
    'react/jsx-runtime',
    'react/jsx-dev-runtime',
    'vitest-browser-react',
    'axe-core',
    '@tanstack/react-query',
    '@twinfolder/server > hono',
    '@twinfolder/server > @hono/zod-openapi',
    '@twinfolder/protocol > zod',
    '@twinfolder/dropbox > dropbox',
    '@twinfolder/dropbox-emulator > msw',
  ],
}

/** React and what brings it along, from the example that has the oldest React that the widget supports. */
const react18 = Object.fromEntries(
  ['react', 'react-dom', '@tanstack/react-query', '@testing-library/react'].map((name) => [
    name,
    join(import.meta.dirname, 'examples/react-18/node_modules', name),
  ]),
)

/** How long a test, its set-up and whatever it waits for may take. A net, not a claim: a machine that does much else is no failure. */
const patient = { testTimeout: 120_000, hookTimeout: 60_000, expect: { poll: { timeout: 30_000 } } }

/** Tests choose their environment by file name: `.test.ts` node, `.pg.test.ts` node with PostgreSQL,
 * `.test.tsx` jsdom, `.browser.test.tsx` Chromium. */
export default defineConfig({
  test: {
    // Many tests wait for timers and sockets: two at a time are worth it on two cores.
    maxWorkers: 3,
    // What is kept of a planted bug would be found by the next run, which has none.
    fsModuleCache: env['MUTANT'] === undefined,
    projects: [
      {
        plugins: [mutantPlugin()],
        test: {
          ...patient,
          name: 'node',
          environment: 'node',
          include: ['packages/*/src/**/*.test.ts', 'examples/*/{src,server,seed}/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.pg.test.ts', '**/node_modules/**'],
        },
      },
      {
        // What needs a real PostgreSQL: many connections, many processes, a server that goes away.
        test: {
          ...patient,
          name: 'postgres',
          environment: 'node',
          include: ['packages/*/src/**/*.pg.test.ts', 'examples/*/server/**/*.pg.test.ts'],
          globalSetup: ['./packages/server/src/testing/postgres/global-setup.ts'],
        },
      },
      {
        test: {
          ...patient,
          name: 'jsdom',
          environment: 'jsdom',
          include: ['packages/*/src/**/*.test.tsx', 'examples/*/src/**/*.test.tsx'],
          exclude: ['**/*.browser.test.tsx', 'examples/react-18/**'],
          setupFiles: ['./packages/react/src/testing/jsdom-setup.ts'],
        },
      },
      {
        resolve: { alias: react18 },
        test: {
          ...patient,
          name: 'react-18-server',
          environment: 'node',
          include: ['packages/react/src/embedding/server-rendering.test.ts'],
        },
      },
      {
        // The widget's own tests, over the oldest React that it supports.
        resolve: { alias: react18 },
        test: {
          ...patient,
          name: 'react-18',
          environment: 'jsdom',
          include: ['examples/react-18/src/**/*.test.tsx', 'packages/react/src/**/*.test.tsx'],
          // The whole chain is the server's proof, and long.
          exclude: ['**/*.browser.test.tsx', 'packages/react/src/whole-chain/**'],
          setupFiles: ['./packages/react/src/testing/jsdom-setup.ts'],
        },
      },
      {
        optimizeDeps,
        test: { name: 'browser', include: ['packages/*/src/**/*.browser.test.tsx'], browser, ...patient },
      },
      {
        optimizeDeps,
        plugins: [storybookTest({ configDir: join(import.meta.dirname, '.storybook') })],
        test: { name: 'stories', browser, ...patient },
      },
    ],
  },
})
