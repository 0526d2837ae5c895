import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { InboxScreen } from '@/components/mail/inbox-screen'
import { densityCookie, densityOf, groupingCookie } from '@/components/mail/list-view'
import type { MailActions } from '@/components/mail/view'
import { doDeed, trustPictures, undoDeed } from '@/lib/features/mail/actions'
import { loadInbox } from '@/lib/features/mail/loaders'
import { taskOfMail } from '@/lib/features/tasks/actions'
import { logMail } from '@/lib/features/timeline/actions'

export const metadata: Metadata = { title: 'Inbox' }

type Search = Promise<Record<string, string | string[] | undefined>>

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
const actions: MailActions = { doDeed, undoDeed, trustPictures, taskOfMail, logMail }

/** /inbox?folder=…&filter=unread&message=…&q=…: what the address names is in the first paint. */
export default async function InboxPage({ searchParams }: { searchParams: Search }) {
  const [search, jar] = await Promise.all([searchParams, cookies()])
  const view = await loadInbox({
    folder: one(search.folder),
    filter: one(search.filter),
    grouped: jar.get(groupingCookie)?.value !== 'off',
  })
  return <InboxScreen initial={view} density={densityOf(jar.get(densityCookie)?.value)} actions={actions} />
}
