'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ClockProvider } from '@/components/ui/clock'
import { ChromeProvider } from './context'
import { LiveProvider } from './live'
import { newQueryClient } from './query-client'
import { ShortcutProvider } from './shortcuts'

type ProvidersProps = { clock: { locale: string; zone: string; now: number }; children: ReactNode }

/** What every signed-in page stands on. */
export function Providers({ clock, children }: ProvidersProps) {
  const [queries] = useState(newQueryClient)
  return (
    <QueryClientProvider client={queries}>
      <LiveProvider>
        <ClockProvider {...clock}>
          <ShortcutProvider>
            <ChromeProvider>{children}</ChromeProvider>
          </ShortcutProvider>
        </ClockProvider>
      </LiveProvider>
    </QueryClientProvider>
  )
}
