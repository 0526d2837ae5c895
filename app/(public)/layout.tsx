import type { ReactNode } from 'react'
import { PlainFrame } from '@/components/connection/plain-frame'
import { PlainProviders } from '@/components/connection/plain-providers'
import { readClock } from '@/components/connection/reader-clock'

/** Pages that anybody may open. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <PlainProviders clock={await readClock()}>
      <PlainFrame>{children}</PlainFrame>
    </PlainProviders>
  )
}
