import '@twinfolder/react/styles.css'
import './stories.css'

import addonA11y from '@storybook/addon-a11y'
import { definePreview } from '@storybook/react-vite'
import { configure } from 'storybook/test'

import { checkOtherLooks } from './check-other-looks.ts'

// How long `findBy…` waits at most: texts and dialogs are loaded when they are first needed, and a busy machine is no failure.
configure({ asyncUtilTimeout: 30_000 })

/** What all stories share. Each is checked by axe, and a violation fails its test. */
export default definePreview({
  addons: [addonA11y()],
  parameters: {
    a11y: { test: 'error' },
    layout: 'padded',
    backgrounds: { disable: true },
    options: { storySort: { order: ['Guides', 'Pages', 'Components'] } },
  },
  globalTypes: {
    direction: {
      description: 'Direction',
      toolbar: {
        icon: 'transfer',
        items: [
          { value: 'ltr', title: 'Left to right' },
          { value: 'rtl', title: 'Right to left' },
        ],
        dynamicTitle: true,
      },
    },
    locale: {
      description: 'Language',
      toolbar: {
        icon: 'globe',
        items: [
          { value: 'en', title: 'English' },
          { value: 'de', title: 'Deutsch' },
          { value: 'nl', title: 'Nederlands' },
          { value: 'fr', title: 'Français' },
          { value: 'it', title: 'Italiano' },
          { value: 'es', title: 'Español' },
          { value: 'da', title: 'Dansk' },
          { value: 'en-XA', title: 'Pseudo-locale' },
        ],
        dynamicTitle: true,
      },
    },
    theme: {
      description: 'Theme',
      toolbar: {
        icon: 'mirror',
        items: [
          { value: 'light', title: 'Light' },
          { value: 'dark', title: 'Dark' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { locale: 'en', theme: 'light', direction: 'ltr' },
  // Each component has a page with its props.
  tags: ['autodocs'],
  afterEach: ({ canvasElement, parameters }) => checkOtherLooks(canvasElement, parameters),
  decorators: [
    (Story, { globals }) => {
      document.documentElement.dataset['theme'] = String(globals['theme'])
      document.documentElement.lang = String(globals['locale'])
      document.documentElement.dir = String(globals['direction'])
      return <Story />
    },
  ],
})
