'use client'

import { Unplug, UserRoundKey } from 'lucide-react'
import { usePathname } from 'next/navigation'
import type { ConnectionView } from '@/components/mail/view'
import type { AskView } from '@/components/privacy/view'
import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { clockTime } from '@/components/ui/time'
import { OfflineNote } from './offline-note'
import { words } from './words'

/** The one banner over the sheets: signed out by Microsoft, else a colleague who asks. Over both: that one is offline. */
export function FrameBanner({ connection, asks }: { connection: ConnectionView; asks: AskView }) {
  // Integrations says the same itself, with the same button.
  const pathname = usePathname()
  const saidBelow = pathname.startsWith('/settings/integrations')
  const answered = pathname.startsWith('/settings/privacy')
  const { locale, zone } = useClock()
  const banner =
    connection.state === 'reconnect' && !saidBelow ? (
      <Banner
        tone="bad"
        icon={<Unplug aria-hidden="true" className="size-4 shrink-0" />}
        title={words.signedOut.title}
        action={
          <ButtonLink href="/settings/integrations" size="s">
            {words.signedOut.deed}
          </ButtonLink>
        }
      >
        {connection.at
          ? words.signedOut.since(clockTime(Date.parse(connection.at), locale, zone))
          : words.signedOut.means}
      </Banner>
    ) : asks.latest && !answered ? (
      <Banner
        tone="brand"
        icon={<UserRoundKey aria-hidden="true" className="size-4 shrink-0" />}
        title={words.asks.title(asks.latest.name, asks.latest.subject)}
        action={
          <ButtonLink href="/settings/privacy" size="s">
            {words.asks.deed}
          </ButtonLink>
        }
      >
        {asks.count > 1 && words.asks.more(asks.count - 1)}
      </Banner>
    ) : null
  return (
    <>
      {banner && <div className="shrink-0 max-desk:bg-sheet max-desk:px-3 max-desk:py-2">{banner}</div>}
      <OfflineNote />
    </>
  )
}
