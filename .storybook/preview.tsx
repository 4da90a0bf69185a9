import '@twinfolder/react/styles.css'
import './preview.css'

import addonA11y from '@storybook/addon-a11y'
import { definePreview } from '@storybook/react-vite'

/** Every story is checked by axe; a violation fails its test. */
export default definePreview({
  addons: [addonA11y()],
  parameters: {
    a11y: { test: 'error' },
    layout: 'padded',
    options: { storySort: { order: ['Pages', 'Components'] } },
  },
  globalTypes: {
    locale: {
      description: 'Language',
      toolbar: { title: 'Language', items: ['en', 'de'], dynamicTitle: true },
    },
    theme: {
      description: 'Theme',
      toolbar: { title: 'Theme', items: ['light', 'dark'], dynamicTitle: true },
    },
  },
  initialGlobals: { locale: 'en', theme: 'light' },
  decorators: [
    (Story, { globals }) => {
      document.documentElement.dataset['theme'] = String(globals['theme'])
      return <Story />
    },
  ],
})
