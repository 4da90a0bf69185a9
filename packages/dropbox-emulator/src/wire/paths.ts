import { string } from './decode.ts'

/** Path patterns of the API specification. The root is `''`, never `/`. */
export const listedPath = string(String.raw`(/(.|[\r\n])*)?|id:.*|(ns:[0-9]+(/.*)?)`)
export const readPath = string(String.raw`(/(.|[\r\n])*|id:.*)|(rev:[0-9a-f]{9,})|(ns:[0-9]+(/.*)?)`)
export const metadataPath = string(String.raw`(/(.|[\r\n])*|id:.*)|(rev:[0-9a-f]{9,})|(ns:[0-9]+(/.*)?)`)
export const writePath = string(String.raw`(/(.|[\r\n])*)|(ns:[0-9]+(/.*)?)`)
export const writePathOrId = string(String.raw`(/(.|[\r\n])*)|(ns:[0-9]+(/.*)?)|(id:.*)`)
export const revision = string('[0-9a-f]{9,}')
