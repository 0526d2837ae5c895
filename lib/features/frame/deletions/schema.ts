import { z } from 'zod'
import type { Deletion } from '@/components/frame/delete-directly'

/** What the screens ask to delete by a request of its own. */
export const deletionInput: z.ZodType<Deletion> = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['people', 'companies']), ids: z.array(z.uuid()).min(1).max(500) }),
  z.object({ kind: z.enum(['activity', 'task', 'draft']), id: z.uuid() }),
])
