import { AppError } from '@/lib/platform/errors'

/** No answer that Tandem asks for is larger; more is hostile or broken. */
const MAX_BYTES = 48 * 1024 * 1024

/**
 * Reads an answer to its end. A cut connection, broken JSON, an HTML page with status 200 or an oversized body throw
 * `unavailable`: nothing of it may be taken for data.
 */
export async function readBody(response: Response, as: 'json' | 'bytes'): Promise<unknown> {
  const bytes = await readBytes(response)
  if (as === 'bytes') return bytes
  if (bytes.byteLength === 0) return null
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new AppError('unavailable', 'Graph sent something that is not JSON', { cause, reason: 'not_json' })
  }
}

async function readBytes(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength
      if (size > MAX_BYTES) throw new AppError('unavailable', 'Graph sent too much', { reason: 'too_large' })
      chunks.push(chunk)
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('unavailable', 'the answer of Graph broke off', { cause, reason: 'cut' })
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}
