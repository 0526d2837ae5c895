import { z } from 'zod'

/** An address, or `@domain`, in lower case. */
export const trustInput = z.object({
  pattern: z
    .string()
    .trim()
    .toLowerCase()
    .max(320)
    .regex(/^\P{Cc}*@[^\s@]+$/u),
  trusts: z.boolean(),
})
