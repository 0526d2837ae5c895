import type { ReactNode } from 'react'
import { PlainFrame } from '@/components/connection/plain-frame'
import { readClock } from '@/components/connection/reader-clock'
import { Announcer } from '@/components/frame/announcer'
import { Providers } from '@/components/frame/providers'

/** The stations of the trip to Microsoft: signed-in pages without the navigation. Each loader requires the session. */
export default async function TripLayout({ children }: { children: ReactNode }) {
  return (
    <Providers clock={await readClock()}>
      <PlainFrame>{children}</PlainFrame>
      <Announcer />
    </Providers>
  )
}
