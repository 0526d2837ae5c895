import type { Metadata } from 'next'
import { InboxScreen } from '@/components/mail/inbox-screen'
import { setRead } from '@/lib/features/mail/actions'
import { loadInbox } from '@/lib/features/mail/loaders'

export const metadata: Metadata = { title: 'Inbox' }

type Search = Promise<Record<string, string | string[] | undefined>>

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

/** /inbox?folder=…&filter=unread&message=…: what the address names is in the first paint. */
export default async function InboxPage({ searchParams }: { searchParams: Search }) {
  const search = await searchParams
  const view = await loadInbox({ folder: one(search.folder), filter: one(search.filter) })
  return <InboxScreen initial={view} setRead={setRead} />
}
