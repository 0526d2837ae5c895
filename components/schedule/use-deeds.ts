'use client'

import { useCallback, useState } from 'react'
import { announce } from '@/components/frame/announcer'
import { toast } from '@/components/ui/toast'
import type { Change } from './changes/change'
import { sayKept } from './changes/store'
import type { Changes } from './changes/use-changes'
import type { Stretch } from './grid/stretch'
import { type Drawn, titleOf } from './items'
import type { Refusal, ScheduleActions, SchedulePage, Scope } from './view'
import { words } from './words'

type Page = {
  patch: <T>(change: (page: SchedulePage) => SchedulePage, deed: () => Promise<T>) => Promise<T>
  refresh: () => Promise<unknown>
}

const asked = async (deed: Promise<Refusal | undefined>): Promise<Refusal | undefined> => {
  try {
    return await deed
  } catch {
    return { error: words.refusals.offline }
  }
}

/** A stretch as an item says it. */
export const timesOf = (to: Stretch) => ({
  startsAt: new Date(to.startsAt).toISOString(),
  endsAt: new Date(to.endsAt).toISOString(),
  isAllDay: to.isAllDay,
  startDate: to.isAllDay ? to.startDate : null,
  endDate: to.isAllDay ? to.endDate : null,
})

/** What one does to the schedule outside of the sheet: on the screen at once, put back if it is refused. */
export function useDeeds(actions: ScheduleActions, changes: Changes, page: Page, onTrouble: () => void) {
  const { patch, refresh } = page
  const [isSyncing, setSyncing] = useState(false)
  const [isRecreating, setRecreating] = useState(false)

  const move = useCallback(
    async (item: Drawn, to: Stretch, scope: Scope) => {
      const times = timesOf(to)
      const change: Change = {
        ...{ kind: 'move', id: item.id, version: item.version ?? 0, occurrenceDate: item.occurrenceDate, scope },
        ...times,
      }
      const outcome = await changes().submit(change, {
        title: titleOf(item),
        shown: { ...item, ...times },
        key: item.key,
      })
      if (outcome.kind === 'refused') toast({ text: outcome.refusal.error, tone: 'bad' })
      else if (outcome.kind === 'conflict') {
        changes().hold(outcome.op, { kind: 'conflict', now: outcome.now })
        toast({
          text: words.moved.conflict(titleOf(item)),
          tone: 'bad',
          action: { label: words.moved.look, run: onTrouble },
        })
      } else if (outcome.kind === 'kept') toast({ text: sayKept(outcome), id: 'schedule-kept' })
    },
    [changes, onTrouble],
  )

  const remove = useCallback(
    async (item: { id: string; key: string; title: string; occurrenceDate: string | null }, scope: Scope) => {
      const change: Change = { kind: 'delete', id: item.id, occurrenceDate: item.occurrenceDate, scope }
      const outcome = await changes().submit(change, { title: item.title, shown: null, key: item.key })
      if (outcome.kind === 'refused') return toast({ text: outcome.refusal.error, tone: 'bad' })
      if (outcome.kind === 'kept')
        return toast({
          text: sayKept(outcome),
          action: {
            label: words.sheet.undo,
            run: () => changes().forget((op) => op.change.kind === 'delete' && op.change.id === item.id),
          },
        })
      if (outcome.kind !== 'sent' || !('undo' in outcome.answer)) return
      const { undo } = outcome.answer
      toast({
        text: words.sheet.deleted,
        id: `schedule-gone-${item.key}`,
        action: {
          label: words.sheet.undo,
          run: async () => {
            const refusal = await asked(actions.restoreEntry(undo))
            if (refusal) toast({ text: refusal.error, tone: 'bad' })
            else announce(words.sheet.restored)
            void refresh()
          },
        },
      })
    },
    [actions, changes, refresh],
  )

  /** Shows it at once, asks, and reads again: a refusal is said, and what is read puts it back. */
  const onCalendars = useCallback(
    async (change: (page: SchedulePage) => SchedulePage, deed: () => Promise<Refusal | undefined>) => {
      const refusal = await asked(patch(change, deed))
      if (refusal) toast({ text: refusal.error, tone: 'bad' })
      await refresh()
      return refusal
    },
    [patch, refresh],
  )

  return {
    isSyncing,
    isRecreating,
    move,
    remove,
    setShown: (id: string, shown: boolean) =>
      onCalendars(
        (now) => ({
          ...now,
          calendars: now.calendars.map((each) => (each.id === id ? { ...each, isShown: shown } : each)),
        }),
        () => actions.setCalendarShown(id, shown),
      ),
    removeCalendar: (id: string) =>
      onCalendars(
        (now) => ({
          ...now,
          calendars: now.calendars.filter((each) => each.id !== id),
          items: now.items.filter((item) => item.source !== 'outlook' || item.calendarId !== id),
        }),
        () => actions.removeCalendar(id),
      ),
    addCalendars: async (ids: string[]) => {
      const refusal = await asked(actions.addCalendars(ids))
      await refresh()
      return refusal
    },
    sync: async () => {
      setSyncing(true)
      const refusal = await asked(actions.syncNow())
      setSyncing(false)
      if (refusal) toast({ text: refusal.error, tone: 'bad' })
      void refresh()
    },
    recreate: async () => {
      setRecreating(true)
      const refusal = await asked(actions.recreateCalendar())
      // The button stays busy until what it stands for is read again, and is gone.
      await refresh()
      setRecreating(false)
      toast(refusal ? { text: refusal.error, tone: 'bad' } : { text: words.recreated })
    },
  }
}
