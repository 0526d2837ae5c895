interface File {
  name: string
  bytes: ReadableStream<Uint8Array>
  /** Type by which a browser shows it; without one it is saved. */
  showAs?: string
}

/**
 * A stranger's file as an answer: saved under its name, or shown as a type of ours. Whatever it is, it runs nothing,
 * reaches nothing and is kept nowhere.
 */
export function fileAnswer({ name, bytes, showAs }: File): Response {
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  // A PDF viewer is a part of the browser that a sandbox would switch off; scripts it has of its own only.
  const sandbox = showAs === 'application/pdf' ? '' : '; sandbox'
  return new Response(bytes, {
    headers: {
      'content-type': showAs ?? 'application/octet-stream',
      'content-disposition': `${showAs ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded}`,
      'content-security-policy': `default-src 'none'; frame-ancestors 'self'${sandbox}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}

/** The first bytes of a stream (at most `count`, fewer if it is shorter), and the stream with them still in it. */
export async function peek(
  bytes: ReadableStream<Uint8Array>,
  count: number,
): Promise<{ start: Uint8Array; whole: ReadableStream<Uint8Array> }> {
  const reader = bytes.getReader()
  const pieces: Uint8Array[] = []
  let size = 0
  while (size < count) {
    const { done, value } = await reader.read()
    if (done) break
    pieces.push(value)
    size += value.byteLength
  }
  const whole = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = pieces.shift()
      if (piece) return controller.enqueue(piece)
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
  return { start: Buffer.concat(pieces).subarray(0, count), whole }
}
