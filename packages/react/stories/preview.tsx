import '@twinfolder/react/styles.css'
import './stories.css'

import addonA11y from '@storybook/addon-a11y'
import { definePreview } from '@storybook/react-vite'

/** What all stories share. Each is checked by axe, and a violation fails its test. */
export default definePreview({
  addons: [addonA11y()],
  parameters: {
    a11y: { test: 'error' },
    layout: 'padded',
    backgrounds: { disable: true },
    options: { storySort: { order: ['Pages', 'Components'] } },
  },
  globalTypes: {
    locale: {
      description: 'Language',
      toolbar: {
        icon: 'globe',
        items: [
          { value: 'en', title: 'English' },
          { value: 'de', title: 'Deutsch' },
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
  initialGlobals: { locale: 'en', theme: 'light' },
  decorators: [
    (Story, { globals }) => {
      document.documentElement.dataset['theme'] = String(globals['theme'])
      document.documentElement.lang = String(globals['locale'])
      return <Story />
    },
  ],
})
