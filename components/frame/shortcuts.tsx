'use client'

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { doEarly } from './early-input'
import { keysAreHeld } from './held-keys'
import { isSingle, type KeySpec, match, spell } from './keys'

/** A deed with a key. Listed under `?` and, if it has a label, in the palette. */
export type Shortcut = {
  keys: KeySpec
  label: string
  group: string
  run: () => void
  /** Not offered in the palette: moves that make sense by key only. */
  keyOnly?: boolean
}

/** Something the palette can find. */
export type PaletteItem = {
  id: string
  group: PaletteGroup
  label: string
  hint?: string
  /** Further words that find it, not shown. */
  also?: string
  icon?: ReactNode
  keys?: KeySpec
  run: () => void
  /** Where it leads, if it is a place: then it is remembered among the last used. */
  href?: string
  /** What else can be done with it: Tab shows them, ⌘↵ does the first. */
  deeds?: readonly PaletteDeed[]
  /** Of one conversation only the newest mail that is found is named. `at`: when it came, ISO 8601 in UTC. */
  thread?: { id: string; at: string }
}

export type PaletteGroup =
  | 'people'
  | 'companies'
  | 'deeds'
  | 'tasks'
  | 'entries'
  | 'messages'
  | 'folders'
  | 'pages'
  | 'settings'
export type PaletteDeed = { label: string; icon?: ReactNode; run: () => void }

type Registry = {
  register: (shortcuts: () => readonly Shortcut[]) => () => void
  listAll: () => readonly Shortcut[]
  offer: (items: () => readonly PaletteItem[]) => () => void
  offered: () => readonly PaletteItem[]
  singleKeys: boolean
  setSingleKeys: (on: boolean) => void
}

const ShortcutContext = createContext<Registry | null>(null)
const store = 'tandem-single-keys'
const patience = 1200

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type=checkbox], [type=radio]), [role=combobox]'))
  )
}

/** Keys that the focused element has a use for itself: Enter on a button, arrows in a radio group. */
function isItsOwn(target: EventTarget | null, spelt: string): boolean {
  if (!(target instanceof Element)) return false
  if (spelt === 'enter' || spelt === 'space') return target.closest('a, button, summary, input, label, select') !== null
  return spelt.startsWith('arrow') && target.closest('input, select, [role=slider]') !== null
}

/** One listener for the whole page. Keys rest while one types and under an open dialog. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const sets = useRef(new Set<() => readonly Shortcut[]>())
  const sources = useRef(new Set<() => readonly PaletteItem[]>())
  const [singleKeys, setSingle] = useState(true)

  useEffect(() => setSingle(localStorage.getItem(store) !== 'off'), [])
  const setSingleKeys = useCallback((on: boolean) => {
    localStorage.setItem(store, on ? 'on' : 'off')
    setSingle(on)
  }, [])

  useEffect(() => {
    let before = ''
    let timer: ReturnType<typeof setTimeout>
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const now = spell({
        key: event.key,
        mod: event.metaKey || event.ctrlKey,
        alt: event.altKey,
        shift: event.shiftKey,
      })
      if (document.querySelector('[role=dialog][data-state=open], [role=menu][data-state=open]')) return
      if (isItsOwn(event.target, now)) return
      const typing = isTyping(event.target)
      const usable = [...sets.current]
        .flatMap((set) => set())
        .filter((deed) => !isSingle(deed.keys) || (singleKeys && !typing && !keysAreHeld()))
      const found = match(usable, before, now)
      before = ''
      clearTimeout(timer)
      if (found === 'wait') {
        before = now
        timer = setTimeout(() => {
          before = ''
        }, patience)
      } else if (found) {
        event.preventDefault()
        found.run()
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('keydown', onKeyDown)
    }
  }, [singleKeys])
  // What pages have registered is there by now.
  useEffect(() => doEarly(localStorage.getItem(store) !== 'off'), [])

  const registry = useMemo<Registry>(
    () => ({
      register: (set) => {
        sets.current.add(set)
        return () => sets.current.delete(set)
      },
      listAll: () => [...sets.current].flatMap((set) => set()),
      offer: (source) => {
        sources.current.add(source)
        return () => sources.current.delete(source)
      },
      offered: () => [...sources.current].flatMap((source) => source()),
      singleKeys,
      setSingleKeys,
    }),
    [singleKeys, setSingleKeys],
  )
  return <ShortcutContext value={registry}>{children}</ShortcutContext>
}

function useRegistry(): Registry {
  const registry = useContext(ShortcutContext)
  if (!registry) throw new Error('ShortcutProvider is missing')
  return registry
}

/** Registers keys while the component is mounted. The list may be made anew at each render. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const { register } = useRegistry()
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => register(() => latest.current), [register])
}

/** Offers things to the palette; the function is asked only when it opens. */
export function usePaletteItems(items: () => readonly PaletteItem[]): void {
  const { offer } = useRegistry()
  const latest = useRef(items)
  useEffect(() => {
    latest.current = items
  })
  useEffect(() => offer(() => latest.current()), [offer])
}

/** For the palette and the list of keys. */
export function useShortcutRegistry(): Registry {
  return useRegistry()
}
