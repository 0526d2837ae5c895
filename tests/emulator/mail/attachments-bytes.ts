// The bytes of an attachment, wherever they lie: small ones in memory, uploaded ones in a file.

import { createReadStream, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import type { Attachment } from './content'

/** Number of bytes; for an attached item those of its text. */
export function bytesIn({ bytes, spooled, item }: Attachment): number {
  return bytes?.byteLength ?? spooled?.size ?? (item ? Buffer.byteLength(item.body) : 0)
}

/** True for a file, whose bytes can be read; false for an attached item. */
export const isFile = ({ bytes, spooled }: Attachment): boolean => bytes !== null || spooled !== undefined

/** All bytes at once. A large file is read from disk for it. */
export function readBytes({ bytes, spooled }: Attachment): Uint8Array {
  if (bytes) return bytes
  return spooled ? new Uint8Array(readFileSync(spooled.path)) : new Uint8Array()
}

/** The bytes one piece after the other. */
export function streamBytes(attachment: Attachment): ReadableStream<Uint8Array> {
  const { bytes, spooled } = attachment
  if (!bytes && spooled) return Readable.toWeb(createReadStream(spooled.path)) as ReadableStream<Uint8Array>
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(bytes ?? []))
      controller.close()
    },
  })
}
