import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const mostColours = 256
const channelsOf = new Map([
  [2, 3],
  [6, 4],
])

/**
 * The same picture with at most 256 colours: about a third of the bytes. A page has fewer colours that matter; a rarer shade at the
 * edge of a letter becomes the nearest that is kept.
 *
 * @param png as a browser takes it: 8 bits a channel, not interlaced; what is transparent becomes opaque
 * @throws RangeError when it is another kind of PNG
 */
export function palettePng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png)
  const counts = new Map<number, number>()
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const kept = [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, mostColours)
    .map(([colour]) => colour)
  const indices = new Map(kept.map((colour, index) => [colour, index]))
  for (const colour of counts.keys()) if (!indices.has(colour)) indices.set(colour, nearest(colour, kept))

  // Rows of indices compress best as they are: no filter, which is the first byte of each.
  const rows = Buffer.alloc(height * (width + 1))
  pixels.forEach((colour, at) => {
    rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = indices.get(colour) ?? 0
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(kept.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

interface Picture {
  readonly width: number
  readonly height: number
  /** Each 0xRRGGBB. */
  readonly pixels: Uint32Array
}

function decode(png: Buffer): Picture {
  const parts: Buffer[] = []
  let header: Buffer = Buffer.alloc(0)
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    const data = png.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') header = data
    if (type === 'IDAT') parts.push(data)
    at += length + 12
  }
  const channels = channelsOf.get(header[9] ?? -1)
  if (!channels || header[8] !== 8 || header[12] !== 0)
    throw new RangeError('This PNG has no 8-bit RGB without interlacing.')
  const width = header.readUInt32BE(0)
  const height = header.readUInt32BE(4)
  const bytes = unfiltered(inflateSync(Buffer.concat(parts)), width * channels, height, channels)
  const pixels = new Uint32Array(width * height)
  for (let at = 0; at < pixels.length; at += 1) {
    const from = at * channels
    pixels[at] = ((bytes[from] ?? 0) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0)
  }
  return { width, height, pixels }
}

/** Takes back what PNG does to each row before it compresses: the difference to the pixels at the left, above, or both. */
function unfiltered(data: Buffer, rowBytes: number, height: number, channels: number): Uint8Array {
  const bytes = new Uint8Array(rowBytes * height)
  for (let row = 0; row < height; row += 1) {
    const filter = data[row * (rowBytes + 1)] ?? 0
    for (let column = 0; column < rowBytes; column += 1) {
      const at = row * rowBytes + column
      const left = column < channels ? 0 : (bytes[at - channels] ?? 0)
      const above = row === 0 ? 0 : (bytes[at - rowBytes] ?? 0)
      const aboveLeft = column < channels || row === 0 ? 0 : (bytes[at - rowBytes - channels] ?? 0)
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, aboveLeft)][filter] ?? 0
      bytes[at] = (data[row * (rowBytes + 1) + 1 + column] ?? 0) + guess
    }
  }
  return bytes
}

/** Whichever of the three is nearest to left + above − aboveLeft. */
function paeth(left: number, above: number, aboveLeft: number): number {
  const [toLeft, toAbove, toBoth] = [above - aboveLeft, left - aboveLeft, left + above - 2 * aboveLeft].map(Math.abs)
  if (toLeft !== undefined && toAbove !== undefined && toBoth !== undefined) {
    if (toLeft <= toAbove && toLeft <= toBoth) return left
    if (toAbove <= toBoth) return above
  }
  return aboveLeft
}

function nearest(colour: number, palette: readonly number[]): number {
  const distance = (other: number): number =>
    [16, 8, 0].reduce((sum, shift) => sum + (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0)
  let best = 0
  let bestDistance = Infinity
  palette.forEach((other, index) => {
    const found = distance(other)
    if (found >= bestDistance) return
    best = index
    bestDistance = found
  })
  return best
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const head = Buffer.alloc(4)
  head.writeUInt32BE(data.length)
  const tail = Buffer.alloc(4)
  tail.writeUInt32BE(crc32(named))
  return Buffer.concat([head, named, tail])
}
