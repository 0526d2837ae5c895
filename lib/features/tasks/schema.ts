import { z } from 'zod'
import { isDate } from './rules'

const date = z.string().refine(isDate, 'not a date')

/** What a person edits of a task. */
export const taskInput = z.object({
  title: z.string().trim().min(1).max(500),
  notes: z.string().max(20_000),
  dueOn: date.nullable(),
  ownerId: z.uuid().nullable(),
  personId: z.uuid().nullable(),
  companyId: z.uuid().nullable(),
})
export type TaskInput = z.infer<typeof taskInput>

export const taskOfMailInput = z.object({
  messageId: z.uuid(),
  title: z.string().trim().min(1).max(500).optional(),
  dueOn: date.nullable().optional(),
})
export type TaskOfMailInput = z.infer<typeof taskOfMailInput>

export const whose = z.enum(['mine', 'team']).catch('mine')
