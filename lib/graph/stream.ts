/** An answer that is read piece by piece. */
export interface OpenAnswer {
  headers: Headers
  body: ReadableStream<Uint8Array>
}

/** A reader who takes nothing for so long, or a sender who sends nothing, ends the transfer. */
const IDLE_MS = 30_000

/**
 * The answer's body so that its end can be waited for, however it comes: read out, left by its reader, broken off, or
 * silent for half a minute.
 */
export function closing(response: Response, stop: AbortController): { answer: OpenAnswer; over: Promise<void> } {
  let end: () => void = () => {}
  const over = new Promise<void>((resolve) => {
    end = resolve
  })
  const reader = response.body?.getReader()
  let timer: ReturnType<typeof setTimeout> | undefined
  const finish = () => {
    clearTimeout(timer)
    end()
  }
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(() => stop.abort(new Error('the transfer stood still')), IDLE_MS)
  }
  wait()
  stop.signal.addEventListener('abort', finish)
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        wait()
        try {
          const piece = await reader?.read()
          if (piece && !piece.done) return controller.enqueue(piece.value)
          controller.close()
          finish()
        } catch (error) {
          controller.error(error)
          finish()
        }
      },
      async cancel(reason) {
        finish()
        await reader?.cancel(reason).catch(() => undefined)
      },
    },
    { highWaterMark: 0 },
  )
  return { answer: { headers: response.headers, body }, over }
}
