'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { announce } from '@/components/frame/announcer'
import { deleteDirectly } from '@/components/frame/delete-directly'
import { fetchJson, RequestError } from '@/components/frame/fetch-json'
import { liveKey } from '@/components/frame/live'
import { withoutReading } from '@/components/frame/without-reading'
import { onLeaving } from '@/components/ui/leaving'
import { dismissToast, toast } from '@/components/ui/toast'
import { inOrder } from './groups'
import type { Refusal, TaskActions, TaskInput, TasksView, TaskView, TaskWhose } from './view'
import { words } from './words'

const offline = 'Tandem cannot be reached. Nothing was changed.'
const undoFor = 6000

/** What a person edits of a task as it stands. */
const inputOf = (task: TaskView): TaskInput => ({
  title: task.title,
  notes: task.notes,
  dueOn: task.dueOn,
  ownerId: task.owner.id,
  personId: task.person?.id ?? null,
  companyId: task.company?.id ?? null,
})

/** The list, kept right by live hints, and its deeds: on the screen at once, back again if they are refused. */
export function useTasks(initial: TasksView, whose: TaskWhose, actions: TaskActions) {
  const queries = useQueryClient()
  const key = liveKey('tasks', 'list', whose)
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchJson<TasksView>(`/api/tasks?whose=${whose}`, signal),
    initialData: whose === initial.whose ? initial : undefined,
    placeholderData: (before) => before,
  })
  const view = query.data

  const patch = useCallback(
    (change: (view: TasksView) => TasksView) => {
      void queries.cancelQueries({ queryKey: key })
      queries.setQueryData<TasksView>(key, (now) => now && change(now))
    },
    [queries, key],
  )

  /** Does it, tells a refusal, and reads again either way. */
  const settle = useCallback(
    async <T>(deed: () => Promise<T | Refusal | undefined>): Promise<T | null> => {
      let answer: T | Refusal | undefined
      try {
        answer = await withoutReading(queries, liveKey('tasks', 'list'), deed)
      } catch {
        answer = { error: offline }
      }
      void queries.invalidateQueries({ queryKey: ['live', 'tasks'] })
      if (answer && typeof answer === 'object' && 'error' in answer) {
        toast({ text: answer.error, tone: 'bad' })
        return null
      }
      return (answer ?? null) as T | null
    },
    [queries],
  )

  const last = useRef<(() => void) | null>(null)
  const setDone = useCallback(
    (task: TaskView, done: boolean) => {
      patch((now) => ({
        ...now,
        tasks: done
          ? now.tasks.filter(({ id }) => id !== task.id)
          : inOrder([...now.tasks.filter(({ id }) => id !== task.id), { ...task, done }]),
        done: done
          ? [{ ...task, done }, ...now.done.filter(({ id }) => id !== task.id)].slice(0, 50)
          : now.done.filter(({ id }) => id !== task.id),
      }))
      void settle(() => actions.setTaskDone(task.id, done))
      last.current = () => setDone({ ...task, done }, !done)
      if (done) {
        announce(words.finished)
        toast({
          text: `${words.finished} ${task.title}`,
          id: 'task-done',
          action: { label: words.undo, run: () => setDone({ ...task, done: true }, false) },
        })
      }
    },
    [patch, settle, actions],
  )

  const change = useCallback(
    async (task: TaskView, part: Partial<TaskInput>, shown: Partial<TaskView> = {}) => {
      // As it stands now: of two changes in one moment the second keeps the first.
      const newest = queries.getQueryData<TasksView>(key)?.tasks.find(({ id }) => id === task.id) ?? task
      const input = { ...inputOf(newest), ...part }
      const { title, notes, dueOn } = input
      patch((now) => ({
        ...now,
        tasks: inOrder(
          now.tasks.map((each) => (each.id === task.id ? { ...each, title, notes, dueOn, ...shown } : each)),
        ),
      }))
      return (await settle(() => actions.saveTask(task.id, input))) !== null
    },
    [queries, key, patch, settle, actions],
  )

  const add = useCallback(
    async (input: TaskInput) => {
      const made = await settle(() => actions.saveTask(null, input))
      if (made) announce(words.quick.added(input.title))
      return made
    },
    [settle, actions],
  )

  // Deleted when the time for second thoughts is over, or when the page is left.
  const leaving = useRef(new Map<string, { timer: ReturnType<typeof setTimeout>; run: () => void }>())
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const remove = useCallback(
    ({ id }: TaskView) => {
      const comeBack = () => setGone((now) => new Set([...now].filter((each) => each !== id)))
      const run = () => {
        leaving.current.delete(id)
        // Hover keeps toasts, but there is no way back any more.
        dismissToast(`task-gone-${id}`)
        void settle(async () => {
          let isDone = false
          try {
            const refusal = await deleteDirectly({ kind: 'task', id })
            isDone = !refusal
            return refusal
          } finally {
            if (!isDone) comeBack()
          }
        })
      }
      leaving.current.set(id, { timer: setTimeout(run, undoFor), run })
      const back = () => {
        clearTimeout(leaving.current.get(id)?.timer)
        if (leaving.current.delete(id)) comeBack()
      }
      last.current = back
      setGone((now) => new Set([...now, id]))
      toast({
        text: words.deleted,
        id: `task-gone-${id}`,
        duration: undoFor,
        action: { label: words.undo, run: back },
      })
    },
    [settle],
  )
  useEffect(() => {
    const waiting = leaving.current
    const leave = () => {
      for (const { timer, run } of [...waiting.values()]) {
        clearTimeout(timer)
        run()
      }
    }
    const forget = onLeaving(leave)
    return () => {
      forget()
      leave()
    }
  }, [])

  const stays = ({ id }: TaskView) => !gone.has(id)
  return {
    view: view && { ...view, tasks: view.tasks.filter(stays), done: view.done.filter(stays) },
    failed: query.isError && !view ? (query.error instanceof RequestError ? query.error.message : offline) : null,
    retry: () => void query.refetch(),
    setDone,
    change,
    add,
    remove,
    undo: () => {
      last.current?.()
      last.current = null
    },
  }
}

export type TaskDeeds = Omit<ReturnType<typeof useTasks>, 'view' | 'failed' | 'retry'>
