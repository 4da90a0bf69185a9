import { definePreview } from '@storybook/react-vite'

import preview from '../packages/react/stories/preview.tsx'

// Storybook reads `definePreview` out of this very file. What it says is in packages/react/stories, since packages
// import nothing from outside themselves; JavaScript, since the file would belong to two TypeScript projects otherwise.
export default definePreview({ ...preview.input })
