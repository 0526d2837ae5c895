'use client'

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { holdKeys } from './held-keys'

type Dialog = 'palette' | 'keys' | null

type Chrome = {
  /** What the phone's top bar shows in place of the page's name. */
  title: ReactNode
  setTitle: (title: ReactNode) => void
  dialog: Dialog
  setDialog: (dialog: Dialog) => void
}

const ChromeContext = createContext<Chrome | null>(null)

/** State that the frame shares with the pages in it. */
export function ChromeProvider({ children }: { children: ReactNode }) {
  const [title, setTitle] = useState<ReactNode>(null)
  const [dialog, setDialog] = useState<Dialog>(null)
  const chrome = useMemo(() => {
    const show = (next: Dialog) => {
      if (next === 'palette') holdKeys()
      setDialog(next)
    }
    return { title, setTitle, dialog, setDialog: show }
  }, [title, dialog])
  return <ChromeContext value={chrome}>{children}</ChromeContext>
}

/** The frame's shared state. */
export function useChrome(): Chrome {
  const chrome = useContext(ChromeContext)
  if (!chrome) throw new Error('ChromeProvider is missing')
  return chrome
}

/** Puts something of the page's own into the phone's top bar, for instance a folder switch. Keep it stable (useMemo). */
export function useTopBarTitle(title: ReactNode): void {
  const { setTitle } = useChrome()
  useEffect(() => {
    setTitle(title)
    return () => setTitle(null)
  }, [setTitle, title])
}
