import { z } from 'zod'

const origin = z.object({
  internetMessageHeaders: z
    .array(z.object({ name: z.string(), value: z.string().nullish() }))
    .nullish()
    .catch(null),
  singleValueExtendedProperties: z
    .array(z.object({ value: z.string().nullish() }))
    .nullish()
    .catch(null),
})

/** Exchange: what rules and automatic replies send, here and in other organisations. */
const BY_RULE = /^ipm\.note\.rules\./i

/**
 * Whether a machine wrote a message, as Graph shows its origin. RFC 3834: Auto-Submitted with anything but "no", which
 * may be followed by a comment or parameters. X-Auto-Response-Suppress only says what shall not answer it.
 */
export function isAutomatic(message: unknown): boolean {
  const { internetMessageHeaders: headers, singleValueExtendedProperties: classes } = origin.parse(message)
  return (
    (headers ?? []).some(({ name, value }) => name.toLowerCase() === 'auto-submitted' && !isNo(value ?? '')) ||
    (classes ?? []).some(({ value }) => BY_RULE.test(value ?? ''))
  )
}

const isNo = (value: string): boolean => /^\s*(\([^)]*\)\s*)*(no(?![\w-])|$)/i.test(value)
