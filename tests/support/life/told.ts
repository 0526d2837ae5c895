/** What a drawn life is, so that it can be lived again. */
export interface Lived {
  seed: number
  steps: number
  /** Which of several: "two-way". */
  kind?: string
  /** What was done, oldest first. */
  log: readonly string[]
  /** Longest time, in milliseconds: less than the test's own, which would tell nothing of all this. */
  within: number
}

/**
 * Lives a life that answers what is wrong in the end. Fails if anything is, if a step does, or if it takes too long; the
 * last lines of the message then say what was done and how to repeat it, whatever else is cut off.
 */
export async function told({ seed, steps, kind, log, within }: Lived, live: () => Promise<string[]>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string[]>((done) => {
    timer = setTimeout(() => done([`not at its end after ${within} ms`]), within)
  })
  const wrong = await Promise.race([live().catch((error: unknown) => [wordsOf(error)]), late])
  clearTimeout(timer)
  if (wrong.length === 0) return
  const again = `MODEL_SEED=${seed} MODEL_STEPS=${steps}${kind ? ` (${kind})` : ''}`
  throw new Error([`${wrong.length} wrong:`, ...wrong, '', 'What was done:', ...log, again].join('\n'))
}

/** An error and its cause, with the place; database errors carry whole rows, so no more than the beginning. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 400)
  const cause = error.cause instanceof Error ? `\n  because: ${error.cause.message.slice(0, 400)}` : ''
  const place = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [`${error.name}: ${error.message.slice(0, 400)}${cause}`, ...place.slice(0, 8)].join('\n')
}
