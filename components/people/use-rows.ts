import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useState } from 'react'
import { useShortcuts } from '@/components/frame/shortcuts'
import { words } from './words'

type Options = { ids: string[]; hrefOf: (id: string) => string; onNew: () => void; newLabel: string }

/** Cursor, choice and keys of a list. */
export function useRows({ ids, hrefOf, onNew, newLabel }: Options) {
  const router = useRouter()
  const [cursor, setCursor] = useState<string | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const known = new Set(ids)
  const here = [...chosen].filter((id) => known.has(id))

  const choose = useCallback(
    (id: string) =>
      setChosen((now) => {
        const next = new Set(now)
        if (!next.delete(id)) next.add(id)
        return next
      }),
    [],
  )
  const clear = useCallback(() => setChosen(new Set()), [])
  const move = (by: number) => {
    if (ids.length === 0) return
    const at = cursor === null ? -1 : ids.indexOf(cursor)
    setCursor(ids[Math.min(Math.max(at + by, 0), ids.length - 1)] ?? null)
  }
  useEffect(() => {
    if (cursor) document.getElementById(`row-${cursor}`)?.scrollIntoView({ block: 'nearest' })
  }, [cursor])
  const { keys } = words
  useShortcuts([
    { keys: 'j', label: keys.next, group: keys.group, run: () => move(1), keyOnly: true },
    { keys: 'k', label: keys.previous, group: keys.group, run: () => move(-1), keyOnly: true },
    {
      keys: 'enter',
      label: keys.open,
      group: keys.group,
      run: () => cursor && router.push(hrefOf(cursor)),
      keyOnly: true,
    },
    { keys: 'x', label: keys.choose, group: keys.group, run: () => cursor && choose(cursor), keyOnly: true },
    { keys: 'n', label: newLabel, group: keys.group, run: onNew },
    ...(here.length > 0
      ? [{ keys: 'escape', label: keys.clear, group: keys.group, run: clear, keyOnly: true } as const]
      : []),
  ])
  return {
    cursor,
    chosen: here,
    isChosen: (id: string) => chosen.has(id),
    choose,
    clear,
    chooseAll: (on: boolean) => setChosen(new Set(on ? ids : [])),
  }
}
