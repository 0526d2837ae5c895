import { z } from 'zod'
import { isDate } from './rules'

const clean = (typed: string) => typed.replaceAll('\u0000', '').toWellFormed().trim()
const title = z.string().transform(clean).pipe(z.string().min(1).max(500))

const date = z.string().refine(isDate, 'not a date')

/** What a person edits of a task. */
export const taskInput = z.object({
  title,
  notes: z.string().max(20_000).transform(clean),
  dueOn: date.nullable(),
  ownerId: z.uuid().nullable(),
  personId: z.uuid().nullable(),
  companyId: z.uuid().nullable(),
})
export type TaskInput = z.infer<typeof taskInput>

export const taskOfMailInput = z.object({
  messageId: z.uuid(),
  title: title.optional(),
  dueOn: date.nullable().optional(),
})
export type TaskOfMailInput = z.infer<typeof taskOfMailInput>

export const whose = z.enum(['mine', 'team']).catch('mine')
