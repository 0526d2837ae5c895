/** What of an attachment can be shown in Tandem without saving it. */
export type Preview = 'image' | 'pdf' | 'text'

/** As many bytes tell what a file really is. */
export const ENOUGH = 4100

const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))

/** Pictures that a browser shows and that cannot carry scripts; SVG is none of them. */
const PICTURES: { type: string; is: (bytes: Uint8Array) => boolean }[] = [
  { type: 'image/png', is: (bytes) => ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', is: (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff },
  { type: 'image/gif', is: (bytes) => /^GIF8[79]a$/.test(ascii(bytes, 0, 6)) },
  { type: 'image/webp', is: (bytes) => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP' },
  { type: 'image/avif', is: (bytes) => ascii(bytes, 4, 8) === 'ftyp' && /^avi[fs]$/.test(ascii(bytes, 8, 12)) },
]

/**
 * The type by which these first bytes may be shown, or null: then the file can only be saved. Decided by the bytes: name
 * and stated type are the sender's.
 */
export function shownAs(bytes: Uint8Array): { type: string; preview: Preview } | null {
  const picture = PICTURES.find(({ is }) => is(bytes))
  if (picture) return { type: picture.type, preview: 'image' }
  if (ascii(bytes, 0, 5) === '%PDF-') return { type: 'application/pdf', preview: 'pdf' }
  return isText(bytes) ? { type: 'text/plain; charset=utf-8', preview: 'text' } : null
}

/** UTF-8 without control characters; a letter may be cut at the end of what was read. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false
  for (const byte of bytes) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

const PICTURE_TYPE = /^image\/(?:png|jpe?g|gif|webp|avif)$/i
const TEXT_TYPE = /^(?:text\/(?:plain|csv|markdown|x-log)|application\/json)$/i
const TEXT_NAME = /\.(?:txt|csv|md|log|json|ya?ml|ini)$/i
/** Larger ones are saved, not shown. */
const MOST = { image: 25_000_000, pdf: 50_000_000, text: 1_000_000 }

/** Whether a preview is worth offering, by what the sender says of the file. It is only shown if its bytes agree. */
export function offeredPreview(file: { name: string; contentType: string; size: number }): Preview | null {
  const type = file.contentType.split(';')[0]?.trim() ?? ''
  const kind: Preview | null = PICTURE_TYPE.test(type)
    ? 'image'
    : /^application\/pdf$/i.test(type) || /\.pdf$/i.test(file.name)
      ? 'pdf'
      : TEXT_TYPE.test(type) || TEXT_NAME.test(file.name)
        ? 'text'
        : null
  return kind && file.size <= MOST[kind] ? kind : null
}
