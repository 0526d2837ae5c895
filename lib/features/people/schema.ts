import { z } from 'zod'

const clean = (typed: string) => typed.replaceAll('\u0000', '').toWellFormed().replace(/\s+/g, ' ').trim()
const line = (most: number) =>
  z
    .string()
    .max(4 * most)
    .transform(clean)
    .pipe(z.string().max(most))
const notes = z
  .string()
  .max(20_000)
  .transform((typed) => typed.replaceAll('\u0000', '').toWellFormed().trim())

export const personInput = z.object({
  name: line(200),
  title: line(200),
  phone: line(60),
  notes,
  addresses: z.array(z.string().max(400)).max(20),
  companyId: z.uuid().nullable(),
  companyName: line(200),
  ownerId: z.uuid().nullable(),
})
export type PersonFields = z.infer<typeof personInput>

export const companyInput = z.object({
  name: line(200),
  website: line(300),
  phone: line(60),
  notes,
  domains: z.array(z.string().max(400)).max(20),
  ownerId: z.uuid().nullable(),
})
export type CompanyFields = z.infer<typeof companyInput>

/** Chosen rows of a list. */
export const someIds = z.array(z.uuid()).min(1).max(500)

/** What a list is asked for: words, a chip, and from where on. */
export const listInput = z.object({
  q: z.string().max(200).catch('').default(''),
  filter: z.enum(['all', 'mine', 'no-company']).catch('all').default('all'),
  cursor: z.string().max(1000).optional(),
})
export type ListInput = z.infer<typeof listInput>
