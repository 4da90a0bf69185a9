import { expect, test } from 'vitest'

import { encodePicture } from './plain-picture.ts'

const colour = [200, 30, 90] as const

test.each(['jpeg', 'png', 'webp'] as const)(
  'a browser reads a %s of the size and colour that was asked for',
  async (format) => {
    for (const [width, height] of [
      [64, 64],
      [480, 320],
      [13, 7],
    ] as const) {
      const bytes = await encodePicture(format, { width, height, colour })
      const picture = await createImageBitmap(new Blob([bytes], { type: `image/${format}` }))
      expect([picture.width, picture.height]).toEqual([width, height])
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d')
      context?.drawImage(picture, 0, 0)
      const corners = [context?.getImageData(0, 0, 1, 1).data, context?.getImageData(width - 1, height - 1, 1, 1).data]
      for (const pixel of corners) {
        for (const [index, value] of colour.entries()) expect(Math.abs((pixel?.[index] ?? 0) - value)).toBeLessThan(4)
      }
    }
  },
)
