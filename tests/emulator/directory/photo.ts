// Profile photos: small JPEG files drawn from the user's id. Each 8×8 block has one colour, so that only the first
// coefficient of a block is ever needed and the encoder stays a page long. ITU T.81 (JPEG baseline).

import { createHash } from 'node:crypto'

/** Sizes in pixels that Microsoft offers. Microsoft Graph: get profilePhoto. */
export const PHOTO_SIZES = [48, 64, 96, 120, 240, 360, 432, 504, 648]

/** A left-right symmetric pattern in one colour on a pale ground. */
export function drawPhoto(userId: string, size: number): Uint8Array {
  const hash = createHash('sha256').update(userId).digest()
  const ink = [90 + ((hash[0] ?? 0) % 60), hash[1] ?? 128, hash[2] ?? 128]
  const ground = [225, 128, 128]
  const blocks = Math.ceil(size / 8)
  const cells = 6
  const colourAt = (bx: number, by: number) => {
    const x = Math.min(cells - 1, Math.floor((bx * cells) / blocks))
    const y = Math.min(cells - 1, Math.floor((by * cells) / blocks))
    const mirrored = x < cells / 2 ? x : cells - 1 - x
    return (hash[3 + y * 3 + mirrored] ?? 0) & 1 ? ink : ground
  }
  return encode(size, blocks, colourAt)
}

const bytes = (...values: number[]) => Buffer.from(values)
const segment = (marker: number, body: Buffer) =>
  Buffer.concat([bytes(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff), body])

// Codes of 4 bits for the twelve size categories 0…11; one code of 1 bit for "nothing follows".
const DC_TABLE = Buffer.concat([
  bytes(0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
  bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
])
const AC_TABLE = bytes(0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

function encode(size: number, blocks: number, colourAt: (bx: number, by: number) => number[]): Uint8Array {
  const high = size >> 8
  const low = size & 0xff
  const head = [
    bytes(0xff, 0xd8),
    segment(0xe0, Buffer.concat([Buffer.from('JFIF\0'), bytes(1, 1, 0, 0, 1, 0, 1, 0, 0)])),
    segment(0xdb, Buffer.concat([bytes(0), Buffer.alloc(64, 8)])),
    segment(0xc0, bytes(8, high, low, high, low, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)),
    segment(0xc4, DC_TABLE),
    segment(0xc4, AC_TABLE),
    segment(0xda, bytes(3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 63, 0)),
  ]
  return Buffer.concat([...head, scan(blocks, colourAt), bytes(0xff, 0xd9)])
}

function scan(blocks: number, colourAt: (bx: number, by: number) => number[]): Buffer {
  let bits = ''
  const before = [0, 0, 0]
  for (let by = 0; by < blocks; by++) {
    for (let bx = 0; bx < blocks; bx++) {
      const colour = colourAt(bx, by)
      for (const component of [0, 1, 2]) {
        // Quantised by 8, the first coefficient of a flat block is its level less 128.
        const level = (colour[component] ?? 128) - 128
        bits += difference(level - (before[component] ?? 0))
        bits += '0'
        before[component] = level
      }
    }
  }
  bits += '1'.repeat((8 - (bits.length % 8)) % 8)
  const out: number[] = []
  for (let at = 0; at < bits.length; at += 8) {
    const value = Number.parseInt(bits.slice(at, at + 8), 2)
    out.push(value)
    if (value === 0xff) out.push(0)
  }
  return Buffer.from(out)
}

function difference(value: number): string {
  const category = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1
  const code = category.toString(2).padStart(4, '0')
  if (category === 0) return code
  const low = value < 0 ? value + (1 << category) - 1 : value
  return code + low.toString(2).padStart(category, '0')
}
