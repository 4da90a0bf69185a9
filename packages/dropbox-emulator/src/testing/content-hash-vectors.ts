/** How the bytes of a vector are made. `modulo 251` is byte i = i % 251. */
export type Fill = 'zeros' | 'letter a' | 'modulo 251' | 'hello world' | 'hello world line'

/** Content hashes computed with Dropbox's reference hasher. */
export const contentHashVectors: readonly { readonly size: number; readonly fill: Fill; readonly hash: string }[] = [
  { size: 0, fill: 'zeros', hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
  { size: 1, fill: 'zeros', hash: '1406e05881e299367766d313e26c05564ec91bf721d31726bd6e46e60689539a' },
  { size: 1, fill: 'letter a', hash: 'bf5d3affb73efd2ec6c36ad3112dd933efed63c4e1cbffcfa88e2759c144f2d8' },
  { size: 11, fill: 'hello world', hash: 'bc62d4b80d9e36da29c16c5d4d9f11731f36052c72401a76c23c0fb5a9b74423' },
  { size: 12, fill: 'hello world line', hash: 'f83e4b6bba3efac41f1ff56ee97adf7454680fee778924cb5ba06311d136ad1c' },
  { size: 4194303, fill: 'zeros', hash: '839e2d868a885f260431d186466f0f3c189ee0eee5cc444b54e717740ad7f1c3' },
  { size: 4194304, fill: 'zeros', hash: 'c7e946d101855255d919ef0c70718633adf77d3dfb3adeeecf5d0cb4e951be58' },
  { size: 4194305, fill: 'zeros', hash: '14a4d47f23a30177885d9820122f17d2d3a55fe63f7f5c27b95f689e0b2accd6' },
  { size: 8388608, fill: 'zeros', hash: '03ae066c707c588592d9e27aa2444ca98423e0999024f1ceaa11a153790b37de' },
  { size: 8388609, fill: 'zeros', hash: '0abd0f48fe25004ce9ca2e45df928ba9b1052f20666d7dde21ecdbeb7aa96482' },
  { size: 52428800, fill: 'zeros', hash: 'e739a71c25e326606ab084f8fe15eb8d8b8d483ba96fbbc0cd989ba318683be2' },
  { size: 4194304, fill: 'modulo 251', hash: 'b9654428408015906b44a00935b70af33830aa344b780b0eabd535a133150d04' },
  { size: 4194305, fill: 'modulo 251', hash: '4a6cc0a344febaa07772e7c974834b2fb1d24594d4ba15f27c97a54699709f44' },
  { size: 10485760, fill: 'modulo 251', hash: '9b168152f37a1b2c33d9b26ca4a679d5f99f84f8c070fd3a4491d52cbfe96af4' },
  { size: 5242880, fill: 'letter a', hash: '31eebee77ad19453ca9817312ea1a938a001f5507fda7c721601319ad84aa857' },
]

export function filled(fill: Fill, size: number): Uint8Array<ArrayBuffer> {
  switch (fill) {
    case 'zeros':
      return new Uint8Array(size)
    case 'letter a':
      return new Uint8Array(size).fill(97)
    case 'modulo 251':
      return repeated(
        Uint8Array.from({ length: 251 }, (_, index) => index),
        size,
      )
    case 'hello world':
      return new TextEncoder().encode('hello world')
    case 'hello world line':
      return new TextEncoder().encode('hello world\n')
  }
}

function repeated(pattern: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += pattern.length) bytes.set(pattern.subarray(0, size - at), at)
  return bytes
}
