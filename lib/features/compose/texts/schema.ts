import { z } from 'zod'

const name = z.string().trim().min(1).max(80)
const html = z.string().max(100_000)

export const signatureInput = z.object({
  id: z.uuid().optional(),
  name,
  html,
  forNew: z.boolean(),
  forReplies: z.boolean(),
})
export type SignatureInput = z.infer<typeof signatureInput>

export const snippetInput = z.object({ id: z.uuid().optional(), name, html, shared: z.boolean() })
export type SnippetInput = z.infer<typeof snippetInput>
