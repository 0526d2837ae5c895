import { z } from 'zod'

/** Which timeline, what of it, and from where on. */
export const timelineInput = z
  .object({
    person: z.uuid().optional(),
    company: z.uuid().optional(),
    filter: z.enum(['all', 'mails', 'meetings', 'notes', 'tasks']).catch('all').default('all'),
    cursor: z.string().max(200).optional(),
  })
  .refine(({ person, company }) => (person === undefined) !== (company === undefined))

const text = z
  .string()
  .max(20_000)
  .transform((typed) => typed.replaceAll('\u0000', '').toWellFormed().trim())

export const activityInput = z
  .object({
    kind: z.enum(['note', 'call']),
    text,
    /** When it happened; null: now. */
    at: z.iso.datetime({ offset: true }).nullable(),
    personId: z.uuid().nullable(),
    companyId: z.uuid().nullable(),
  })
  .refine(({ personId, companyId }) => (personId === null) !== (companyId === null))
export type ActivityInput = z.infer<typeof activityInput>

export const logMailInput = z.object({ messageId: z.uuid(), text, personId: z.uuid().nullable() })
export type LogMailInput = z.infer<typeof logMailInput>
