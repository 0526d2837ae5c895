import { describe, expect, it } from 'vitest'
import { offeredPreview, shownAs } from './rules'

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

describe('shownAs', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n....', 'image/png'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF....WEBPVP8 ', 'image/webp'],
    ['....ftypavif', 'image/avif'],
    ['%PDF-1.7', 'application/pdf'],
    ['Meeting notes\r\n', 'text/plain; charset=utf-8'],
    // Markup is shown as the text that it is.
    ['<html><script>alert(1)</script>', 'text/plain; charset=utf-8'],
    ['<svg onload=alert(1)>', 'text/plain; charset=utf-8'],
  ])('goes by the bytes: %j', (start, type) => {
    expect(shownAs(bytes(start))?.type).toBe(type)
  })

  it('shows nothing that it does not know', () => {
    for (const start of ['MZ\x90\x00', 'PK\x03\x04', '', '\xfe\xff\x00<', 'abc\x00']) {
      expect(shownAs(bytes(start))).toBeNull()
    }
  })

  it('takes a letter that is cut at the end of what was read for text', () => {
    expect(shownAs(new TextEncoder().encode('Grüße').subarray(0, 3))?.preview).toBe('text')
  })
})

describe('offeredPreview', () => {
  it('is for what the sender calls a picture, a PDF or a text of a size that one looks at', () => {
    expect(offeredPreview({ name: 'a.png', contentType: 'image/png', size: 10 })).toBe('image')
    expect(offeredPreview({ name: 'a.PDF', contentType: 'application/octet-stream', size: 10 })).toBe('pdf')
    expect(offeredPreview({ name: 'a.csv', contentType: 'text/csv; charset=utf-8', size: 10 })).toBe('text')
    expect(offeredPreview({ name: 'a.svg', contentType: 'image/svg+xml', size: 10 })).toBeNull()
    expect(offeredPreview({ name: 'a.txt', contentType: 'text/plain', size: 9_000_000 })).toBeNull()
  })
})
