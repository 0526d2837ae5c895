'use server'

import { z } from 'zod'
import type { Refusal, SignatureView, SnippetView } from '@/components/compose/view'
import { withUser } from '@/lib/auth/with-user'
import { answer, refusal } from '@/lib/platform/answer'
import { putSignature, putSnippet, removeSignature, removeSnippet } from './mutations'
import { signatureInput, snippetInput } from './schema'

/** Keeps a signature; without `id` a new one. */
export async function saveSignature(
  input: Omit<SignatureView, 'id'> & { id?: string },
): Promise<{ signature: SignatureView } | Refusal> {
  try {
    return { signature: await withUser((db, scope) => putSignature(db, scope, signatureInput.parse(input))) }
  } catch (error) {
    return refusal(error)
  }
}

/** Deletes a signature. */
export async function deleteSignature(id: string): Promise<Refusal | undefined> {
  return answer(() => withUser((db, scope) => removeSignature(db, scope, z.uuid().parse(id))))
}

/** Keeps a snippet; without `id` a new one. */
export async function saveSnippet(input: {
  id?: string
  name: string
  html: string
  shared: boolean
}): Promise<{ snippet: SnippetView } | Refusal> {
  try {
    return { snippet: await withUser((db, scope) => putSnippet(db, scope, snippetInput.parse(input))) }
  } catch (error) {
    return refusal(error)
  }
}

/** Deletes a snippet. */
export async function deleteSnippet(id: string): Promise<Refusal | undefined> {
  return answer(() => withUser((db, scope) => removeSnippet(db, scope, z.uuid().parse(id))))
}
