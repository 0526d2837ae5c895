import { withoutTurns } from '@/lib/platform/text'
import { LARGEST_BYTES, LARGEST_PICTURE } from '../rules'

export interface NewFile {
  name: string
  /** Bytes. */
  size: number
  contentType: string
  /** A picture in the text. */
  inline: boolean
}

/** Why a file cannot be added, in words; null: it can. */
export function whyNotFile({ name, size, contentType, inline }: NewFile): string | null {
  if (size === 0) return `“${name}” is empty.`
  if (inline && !/^image\/(?:png|jpe?g|gif|webp)$/i.test(contentType))
    return `“${name}” is not a picture that mail programs show. Attach it instead.`
  if (inline && size > LARGEST_PICTURE)
    return `“${name}” is over 10 MB, too big to stand in the text. Attach it instead.`
  if (size > LARGEST_BYTES)
    return `“${name}” is over 150 MB. Microsoft takes no larger attachments; share a link instead.`
  return null
}

/** A name as files can have it: no folders, no control characters. */
export const fileName = (name: string): string =>
  withoutTurns(name.replace(/[\p{Cc}/\\]/gu, '_'))
    .toWellFormed()
    .trim()
    .slice(0, 255) || 'Attachment'

const STARTS: [string, number[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
]

/** The kind of picture that these bytes are, by their beginning; null: none that is shown. */
export function pictureKind(bytes: Uint8Array): string | null {
  const found = STARTS.find(([, start]) => start.every((byte, at) => bytes[at] === byte))
  if (found) return found[0]
  const text = (from: number) => String.fromCharCode(...bytes.subarray(from, from + 4))
  return text(0) === 'RIFF' && text(8) === 'WEBP' ? 'image/webp' : null
}
