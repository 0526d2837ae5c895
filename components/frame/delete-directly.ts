import { postDirectly } from './post-directly'

/** POST /api/deletions: what is shown as deleted while it can be taken back, and asked for after. */
export type Deletion =
  | { kind: 'people' | 'companies'; ids: string[] }
  | { kind: 'activity' | 'task' | 'draft'; id: string }

/**
 * Deletes, also when the page is closed in this moment. Answers a refusal, or nothing.
 * @throws when Tandem cannot be reached
 */
export async function deleteDirectly(deletion: Deletion): Promise<{ error: string } | undefined> {
  const { error } = await postDirectly<{ error?: string }>('/api/deletions', deletion)
  return error ? { error } : undefined
}
