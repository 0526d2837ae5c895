'use client'

import type { ReactNode } from 'react'
import { ClockProvider } from '@/components/ui/clock'
import { TooltipProvider } from '@/components/ui/tooltip'

type PlainProvidersProps = { clock: { locale: string; zone: string; now: number }; children: ReactNode }

/** What a page without a session stands on: times and tooltips. */
export function PlainProviders({ clock, children }: PlainProvidersProps) {
  return (
    <ClockProvider {...clock}>
      <TooltipProvider delayDuration={400}>{children}</TooltipProvider>
    </ClockProvider>
  )
}
