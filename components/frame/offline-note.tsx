'use client'

import { WifiOff, X } from 'lucide-react'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { IconButton } from '@/components/ui/button'
import { useOffline } from './use-offline'
import { words } from './words'

/**
 * That there is no network. It comes while one works, so it lies over what scrolls and moves nothing (UI: late banners),
 * below the bars and under whatever one writes in; put away it stays away until the next time.
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
      className="rise fixed top-16 left-1/2 z-20 w-max max-w-[calc(100vw-24px)] -translate-x-1/2 bg-raised text-ink shadow-lift-2 forced-colors:border"
    >
      {words.offlineMeans}
    </Banner>
  )
}
