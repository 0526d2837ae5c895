import { useSyncExternalStore } from 'react'
import { attempt } from '@/components/connection/deed'
import { deleteDirectly } from '@/components/frame/delete-directly'
import { untilTakenBack } from '@/components/ui/take-back'
import { toast } from '@/components/ui/toast'
import { type Kind, kinds } from './kinds'
import { words } from './words'

/** Milliseconds in which a deletion can be taken back. */
const backFor = 10_000

// Outlives the page that it began on: from somebody's own page one goes back to the list.
let gone: ReadonlySet<string> = new Set()
const listeners = new Set<() => void>()
const none: ReadonlySet<string> = new Set()

function set(next: ReadonlySet<string>) {
  gone = next
  for (const listener of listeners) listener()
}

const watch = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What is deleted on the screen already. */
export const useGone = (): ReadonlySet<string> =>
  useSyncExternalStore(
    watch,
    () => gone,
    () => none,
  )

type Chosen = {
  kind: Kind
  rows: { id: string; name: string }[]
  /** When it was done, or refused. */
  onDone: () => void
}

/** Deletes on the screen at once, and for good when the time to take it back has passed. */
export function deleteLater({ kind, rows, onDone }: Chosen): void {
  const ids = rows.map(({ id }) => id)
  set(new Set([...gone, ...ids]))
  const back = () => set(new Set([...gone].filter((id) => !ids.includes(id))))
  const run = async () => {
    const error = await attempt(() => deleteDirectly({ kind, ids }))
    if (error) {
      back()
      toast({ text: error, tone: 'bad' })
    }
    onDone()
  }
  const name = rows[0]?.name ?? ''
  const { deleted, stay } = kinds[kind]
  untilTakenBack({
    ...{ id: `gone-${ids.join()}`, text: `${deleted(ids.length, name)} ${stay}`, label: words.undo, time: backFor },
    run: () => void run(),
    back,
  })
}
