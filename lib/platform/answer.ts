import { AppError, toAppError } from './errors'

/** A refusal in words for the person, or nothing when it was done. What a server action answers. */
export type Answer = { error: string } | undefined

/** Runs a deed; a refusal becomes its sentence, anything unexpected is thrown on (Next logs it and hides its text). */
export async function answer(work: () => Promise<unknown>): Promise<Answer> {
  try {
    await work()
  } catch (error) {
    return refusal(error)
  }
}

/** The sentence of an error that a person may read. Unexpected errors are thrown on. */
export function refusal(thrown: unknown): { error: string } {
  const error =
    (thrown as { name?: unknown } | null)?.name === 'ZodError'
      ? new AppError('invalid_input', 'form')
      : toAppError(thrown)
  if (error.code === 'internal') throw thrown
  return { error: error.userMessage }
}
