'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { useComposeActions } from './context'
import { useComposers } from './use-composers'

const DockWindows = dynamic(() => import('./dock-windows').then((module) => module.DockWindows), { ssr: false })

/** New mails, docked at the foot of the window: several side by side. Nothing of it is fetched before the first. */
export function ComposeDock() {
  const docked = useComposers().filter((composer) => composer.place === 'dock')
  const { saveDraft } = useComposeActions()
  const [left, setLeft] = useState(false)
  useEffect(() => {
    // What an earlier page could not save.
    const timer = setTimeout(() => {
      for (let at = 0; at < localStorage.length; at++)
        if (localStorage.key(at)?.startsWith('tandem-draft-')) setLeft(true)
    }, 3000)
    return () => clearTimeout(timer)
  }, [])
  useEffect(() => {
    if (left) void import('./sessions').then((module) => module.saveLeft(Date.now(), saveDraft))
  }, [left, saveDraft])
  return docked.length > 0 ? <DockWindows composers={docked} /> : null
}
