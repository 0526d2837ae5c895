import { z } from 'zod'

/**
 * What a ledger page is asked for, from the address bar or a screen. A filter that is none is left out; a place that is
 * none is refused, because it would show the newest lines as if they were older ones.
 */
export const ledgerInput = z.object({
  direction: z.enum(['in', 'out']).nullable().catch(null).default(null),
  kind: z
    .string()
    .regex(/^[a-z]{1,40}$/)
    .nullable()
    .catch(null)
    .default(null),
  result: z.enum(['done', 'skipped', 'failed']).nullable().catch(null).default(null),
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).nullable().default(null),
})
export type LedgerInput = z.infer<typeof ledgerInput>
