'use client'

import { WifiOff, X } from 'lucide-react'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { useOffline } from './use-offline'
import { words } from './words'

/**
 * That there is no network. It comes while one works, so it moves nothing: it stands in the navigation, over the connection
 * light; on the phone it lies below the top bar and under whatever one writes in. Put away it stays away until the next
 * time.
 */
export function OfflineNote() {
  const offline = useOffline()
  const [isAway, setAway] = useState(false)
  if (!offline && isAway) setAway(false)
  if (!offline || isAway) return null
  return (
    <Banner
      icon={<WifiOff aria-hidden="true" className="size-4 shrink-0" />}
      title={words.offline}
      action={
        <IconButton
          label={words.offlineAway}
          onClick={() => {
            setAway(true)
            // The button goes, and the focus is not to be lost with it.
            document.getElementById('content')?.focus({ preventScroll: true })
          }}
        >
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      }
      className={cn(
        'rise fixed z-20 bg-raised text-ink shadow-lift-2 forced-colors:border',
        'max-desk:top-16 max-desk:left-1/2 max-desk:w-max max-desk:max-w-[calc(100vw-24px)] max-desk:-translate-x-1/2',
        'desk:bottom-32 desk:left-3 desk:w-[212px] desk:items-start desk:[&>svg]:hidden',
      )}
    >
      {words.offlineMeans}
    </Banner>
  )
}
