import { z } from 'zod'

export const mode = z.enum(['off', 'separate', 'two-way'])

/** on: entries are written. observe: Tandem shows what it would write. */
export const writes = z.enum(['observe', 'on'])

/** What a person chooses for their entries; a reminder in minutes, at most four weeks before. */
export const choice = z.object({
  mode,
  writes,
  reminderMinutes: z.int().min(0).max(40_320).nullable(),
})

export const decision = z.object({ id: z.uuid(), decision: z.enum(['apply', 'keep']) })
