import { z } from 'zod'

export const visibility = z.enum(['metadata', 'subject', 'everything'])
export type Visibility = z.infer<typeof visibility>
/** As typed; the rules say what they are. */
export const typed = z.string().max(1000)
export const domains = z.array(typed).max(100)
