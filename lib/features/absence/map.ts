import { z } from 'zod'
import type { Absence } from '@/components/compose/view'

const instant = z.object({ dateTime: z.string().nullish(), timeZone: z.string().nullish() }).nullish().catch(null)

const tip = z.object({
  emailAddress: z.object({ address: z.string() }),
  automaticReplies: z.object({ message: z.string().nullish(), scheduledEndTime: instant }).nullish().catch(null),
  error: z.unknown().optional(),
})

/** Longest text that a badge shows. */
const LONGEST = 500
/** So much of it is looked at: the rest would be styles, or made to hold up the server. */
const LOOKED_AT = 20_000

/** HTML of a stranger as plain text. */
function plainOf(html: string): string {
  return html
    .slice(0, LOOKED_AT)
    .replace(/<(style|script|head|title)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<(?:br|\/p|\/div|\/li)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/gi, ' ')
    .replace(/&lt;/gi, '<')
    .replace(/&gt;/gi, '>')
    .replace(/&quot;/gi, '"')
    .replace(/&#39;|&apos;/gi, "'")
    .replace(/&amp;/gi, '&')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replaceAll('\u0000', '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ *\n\s*/g, '\n')
    .trim()
    .slice(0, LONGEST)
    .toWellFormed()
}

/** An end that Graph gives without offset is UTC; the year 1 is none. */
function endOf(value: z.infer<typeof instant>): string | null {
  const text = value?.dateTime
  if (!text) return null
  const date = new Date(/(?:z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 2000 ? null : date.toISOString()
}

const ownSetting = z.object({
  status: z.enum(['disabled', 'alwaysEnabled', 'scheduled']).catch('disabled'),
  internalReplyMessage: z.string().nullish(),
  externalReplyMessage: z.string().nullish(),
  scheduledStartDateTime: instant,
  scheduledEndDateTime: instant,
})

/** Whether one's own automatic replies are on at an instant. With `alwaysEnabled` the dates mean nothing. */
export function toOwnAbsence(json: unknown, address: string, now: Date): Absence | null {
  const parsed = ownSetting.safeParse(json)
  if (!parsed.success || parsed.data.status === 'disabled') return null
  const { status, internalReplyMessage, externalReplyMessage } = parsed.data
  const text = plainOf(internalReplyMessage || externalReplyMessage || '')
  if (status === 'alwaysEnabled') return { address, until: null, text }
  const from = endOf(parsed.data.scheduledStartDateTime)
  const until = endOf(parsed.data.scheduledEndDateTime)
  if ((from !== null && new Date(from) > now) || (until !== null && new Date(until) <= now)) return null
  return { address, until, text }
}

/**
 * Who of a mail-tips answer is away; null for those who are not, or of whom nothing is known. An empty message means
 * present (Microsoft Graph: getMailTips).
 */
export function toAbsences(json: unknown, now: Date): Map<string, Absence | null> {
  const value = (json as { value?: unknown[] } | null)?.value
  const found = new Map<string, Absence | null>()
  for (const each of Array.isArray(value) ? value : []) {
    const parsed = tip.safeParse(each)
    if (!parsed.success) continue
    const { emailAddress, automaticReplies } = parsed.data
    const address = emailAddress.address.toLowerCase()
    const text = plainOf(automaticReplies?.message ?? '')
    const until = endOf(automaticReplies?.scheduledEndTime)
    const over = until !== null && new Date(until) <= now
    found.set(address, text === '' || over ? null : { address, until, text })
  }
  return found
}
