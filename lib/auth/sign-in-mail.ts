import 'server-only'
import { tokenHash } from '@/lib/platform/crypto'
import { env } from '@/lib/platform/env'
import { AppError } from '@/lib/platform/errors'
import { letter, sendMail } from '@/lib/platform/mail'

/** A sign-in link lives this long, in seconds. */
export const LINK_SECONDS = 15 * 60

/**
 * Mails the sign-in link. It leads to a page with a button, because mail scanners open every link they see and would
 * use the single-use link up before the person does. Throws unavailable when the mail does not go out.
 */
export async function sendSignInMail({ identifier, url }: { identifier: string; url: string }): Promise<void> {
  const link = new URL('/signin/link', env().APP_URL)
  link.search = new URL(url).search
  const sent = await sendMail({
    to: identifier,
    subject: 'Sign in to Tandem',
    key: `sign-in.${tokenHash(url).slice(0, 24)}`,
    ...letter({
      title: 'Sign in to Tandem',
      lines: ['Use this link within 15 minutes. It works once.'],
      button: 'Sign in',
      href: link.href,
      foot: 'If you did not ask for it, ignore this mail. Nobody can sign in without it.',
    }),
  })
  if (!sent) throw new AppError('unavailable', 'the sign-in mail was not sent')
}
