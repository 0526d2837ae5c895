'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ClockProvider } from '@/components/ui/clock'
import { ChromeProvider } from './context'
import { LiveProvider } from './live'
import { ShortcutProvider } from './shortcuts'

type ProvidersProps = { clock: { locale: string; zone: string; now: number }; children: ReactNode }

/** What every signed-in page stands on. */
export function Providers({ clock, children }: ProvidersProps) {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          // Live hints, focus and the minute are the frame's: see LiveProvider.
          queries: {
            staleTime: 30_000,
            gcTime: 10 * 60_000,
            refetchOnWindowFocus: false,
            refetchOnReconnect: false,
            retry: 1,
          },
        },
      }),
  )
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
