import type { GraphRequest } from '@/lib/graph/client'

/** Most addresses of one call. */
export const TIPS_AT_ONCE = 100

/** One's own automatic replies; the times come in UTC, since no other zone is asked for. */
export const ownReplies: GraphRequest = { path: '/me/mailboxSettings/automaticRepliesSetting' }

/** Automatic replies of people of one's own organisation. */
export const mailTips = (addresses: string[]): GraphRequest => ({
  method: 'POST',
  path: '/me/getMailTips',
  body: { EmailAddresses: addresses, MailTipsOptions: 'automaticReplies' },
})
