'use client'

import { unstable_rethrow, useRouter } from 'next/navigation'
import { useActionState } from 'react'
import { words } from './words'

/** A server action, bound to what it concerns; the form's fields come last. It leads elsewhere, or answers. */
export type Deed = (form: FormData) => Promise<unknown>

/** The sentence of an answer that is a refusal: `{ error: "…" }`. Null for everything else. */
export function refusalOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return null
  return typeof answer.error === 'string' && answer.error ? answer.error : null
}

/** Runs a deed and gives the sentence to show if it failed, else null. Redirects go their way. */
export async function attempt(run: () => Promise<unknown>): Promise<string | null> {
  try {
    return refusalOf(await run())
  } catch (error) {
    unstable_rethrow(error)
    return words.failed
  }
}

/** A deed as a form's action: `[error, submit, busy]`. Afterwards the page shows what is so now. */
export function useDeed(run: Deed, onDone?: () => void): [string | null, (form: FormData) => void, boolean] {
  const router = useRouter()
  return useActionState<string | null, FormData>(async (_, form) => {
    const error = await attempt(() => run(form))
    if (error) return error
    onDone?.()
    router.refresh()
    return error
  }, null)
}
