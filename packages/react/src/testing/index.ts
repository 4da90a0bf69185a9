export { type RenderedWithTwinfolder, renderWithTwinfolder } from './render-with-twinfolder.tsx'
