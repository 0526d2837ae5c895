import { afterPart, nextOffset, partAt, pauseBefore } from './parts'
import { Broken, put } from './put'

type PartsInput = {
  file: Blob
  uploadUrl: string
  partSize: number
  signal: AbortSignal
  /** Some of it may be there from a try before. */
  resume: boolean
  /** Bytes that Microsoft has or is getting. */
  onSent: (bytes: number) => void
}

const repeats = 5

const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })

/** Asks the upload address how far it is; undefined if it does not say. */
async function askOffset(uploadUrl: string, total: number, signal: AbortSignal): Promise<number | undefined> {
  const answer = await fetch(uploadUrl, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' })
  return answer.ok ? nextOffset(await answer.json().catch(() => null), total) : undefined
}

/**
 * Uploads in parts, and goes on where it broke off. GET on the same address says which bytes are missing.
 * @throws Broken after five vain repeats in a row, or the signal's reason
 */
export async function sendParts({ file, uploadUrl, partSize, signal, resume, onSent }: PartsInput): Promise<void> {
  let at = resume ? ((await askOffset(uploadUrl, file.size, signal).catch(() => undefined)) ?? 0) : 0
  let failed = 0
  for (let part = partAt(at, file.size, partSize); part; part = partAt(at, file.size, partSize)) {
    const { from } = part
    try {
      const answer = await put({
        url: uploadUrl,
        body: file.slice(part.from, part.to),
        headers: { 'content-range': part.contentRange, 'content-type': 'application/octet-stream' },
        own: false,
        signal,
        onSent: (bytes) => onSent(from + bytes),
      })
      const next = afterPart(answer.status, answer.json, part, file.size)
      if (next === null) throw new Broken()
      at = next
      failed = 0
    } catch (error) {
      if (signal.aborted || !(error instanceof Broken)) throw error
      failed += 1
      if (failed > repeats) throw error
      await sleep(pauseBefore(failed), signal)
      at = (await askOffset(uploadUrl, file.size, signal).catch(() => undefined)) ?? at
      if (signal.aborted) throw signal.reason
    }
    onSent(at)
  }
}
