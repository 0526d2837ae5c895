'use client'

import type { ReactNode } from 'react'
import { ClockProvider } from '@/components/ui/clock'

type PlainProvidersProps = { clock: { locale: string; zone: string; now: number }; children: ReactNode }

/** What a page without a session stands on: times. */
export function PlainProviders({ clock, children }: PlainProvidersProps) {
  return <ClockProvider {...clock}>{children}</ClockProvider>
}
