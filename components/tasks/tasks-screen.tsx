'use client'

import { CircleCheck } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { openCompose } from '@/components/compose/open'
import { goShallow } from '@/components/frame/shallow-link'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Segmented } from '@/components/ui/segmented'
import { Sheet } from '@/components/ui/sheet'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { dateAt } from './dates'
import { groupTasks } from './groups'
import { type Begun, QuickAdd } from './quick-add'
import { TaskGroups } from './task-groups'
import { TaskPanel } from './task-panel'
import { useTaskKeys } from './use-task-keys'
import { useTasks } from './use-tasks'
import type { TaskActions, TasksView, TaskView } from './view'
import { words } from './words'

type Tab = 'mine' | 'team' | 'done'
const tabs: readonly Tab[] = ['mine', 'team', 'done']

const hrefOf = (tab: Tab, task?: string) => {
  const query = new URLSearchParams({ ...(tab === 'mine' ? {} : { view: tab }), ...(task ? { task } : {}) })
  return query.size > 0 ? `/tasks?${query}` : '/tasks'
}

/** /tasks?view=team|done&task=…: the list, and beside it the task that the address names. */
export function TasksScreen({ initial, actions }: { initial: TasksView; actions: TaskActions }) {
  const search = useSearchParams()
  const tab = tabs.find((each) => each === search.get('view')) ?? 'mine'
  const openId = search.get('task')
  const { zone, now } = useClock()
  const { view: loaded, failed, retry, ...deeds } = useTasks(initial, tab === 'team' ? 'team' : 'mine', actions)
  // The server's date until the page lives; then that of the browser's own zone, also after midnight.
  const [today, setToday] = useState(() => dateAt(now, zone))
  useEffect(() => {
    const tick = () => setToday(dateAt(Date.now(), zone))
    tick()
    const timer = setInterval(tick, 30_000)
    return () => clearInterval(timer)
  }, [zone])

  const view = loaded && { ...loaded, today }
  const groups = !view
    ? []
    : tab === 'done'
      ? [{ id: 'done' as const, tasks: view.done }]
      : groupTasks(view.tasks, today)
  const shown = groups.flatMap((group) => group.tasks)
  const open = [...(view?.tasks ?? []), ...(view?.done ?? [])].find(({ id }) => id === openId)
  const [cursor, setCursor] = useState<string | null>(null)
  const begun = useBegun(() => quick.current?.focus())
  const list = useRef<HTMLDivElement>(null)
  const quick = useRef<HTMLInputElement>(null)
  const titleField = useRef<HTMLTextAreaElement>(null)
  // E opens the task with its title chosen, as soon as it stands there.
  const editing = useRef<string | null>(null)
  const edit = useCallback(() => {
    editing.current = null
    titleField.current?.select()
  }, [])
  const presentId = open?.id
  useEffect(() => {
    if (presentId && editing.current === presentId) edit()
  }, [presentId, edit])
  const cursorId = shown.some(({ id }) => id === cursor) ? cursor : (shown[0]?.id ?? null)

  const rowOf = (id: string | undefined) =>
    id ? list.current?.querySelector<HTMLElement>(`[data-task="${id}"] [data-row]`) : null
  const focusRow = (id: string | undefined) => {
    if (!id) return
    setCursor(id)
    rowOf(id)?.focus()
  }
  const move = (by: 1 | -1) => {
    const at = shown.findIndex(({ id }) => id === cursorId)
    const inList = document.activeElement && list.current?.contains(document.activeElement)
    focusRow(shown[inList ? Math.min(Math.max(at + by, 0), shown.length - 1) : Math.max(at, 0)]?.id)
  }
  /** What leaves the list hands the focus to the one after it. */
  const leaveRow = (task: TaskView) => {
    const at = shown.findIndex(({ id }) => id === task.id)
    const next = shown[at + 1] ?? shown[at - 1]
    if (list.current?.contains(document.activeElement)) requestAnimationFrame(() => focusRow(next?.id))
    else setCursor(next?.id ?? null)
  }
  const setDone = (task: TaskView, done: boolean) => {
    if (!task.mayChange) return
    leaveRow(task)
    deeds.setDone(task, done)
  }
  const close = () => {
    goShallow(hrefOf(tab), 'replace')
    requestAnimationFrame(() => focusRow(openId ?? undefined))
  }
  const remove = (task: TaskView) => {
    if (!task.mayChange) return
    if (task.id === openId) goShallow(hrefOf(tab), 'replace')
    leaveRow(task)
    deeds.remove(task)
  }
  const writeAgain = (task: TaskView) => {
    if (task.mail) openCompose({ kind: 'reply', sourceId: task.mail.messageId, to: task.mail.to, place: 'dock' })
  }

  const at = open ?? shown.find(({ id }) => id === cursorId)
  const { picking, setPicking } = useTaskKeys({
    at,
    isOpen: open !== undefined,
    onNew: () => quick.current?.focus(),
    onMove: move,
    onOpen: (task) => goShallow(hrefOf(tab, task.id)),
    onEdit: (task) => {
      editing.current = task.id
      if (openId === task.id) edit()
      else goShallow(hrefOf(tab, task.id))
    },
    onDone: (task) => setDone(task, !task.done),
    onDelete: remove,
    onClose: close,
    onUndo: deeds.undo,
  })

  return (
    <div className="relative flex min-h-0 flex-1 overflow-hidden bg-sheet desk:rounded-card desk:shadow-lift-1">
      <Sheet className="desk:rounded-none desk:shadow-none" aria-label={words.title}>
        <header className="flex h-[60px] shrink-0 items-center gap-4 px-4 desk:px-7">
          <h1 className="flex-1 text-20 max-desk:sr-only">{words.title}</h1>
          <Segmented
            label={words.whose.label}
            value={tab}
            onChange={(next) => goShallow(hrefOf(next), 'replace')}
            options={tabs.map((value) => ({ value, label: words.whose[value] }))}
          />
        </header>
        {tab !== 'done' && <QuickAdd ref={quick} today={today} begun={begun} onAdd={deeds.add} />}
        <div ref={list} className="scroll-thin relative min-h-0 flex-1 pb-8">
          {failed ? (
            <ErrorPanel title={words.failed.title} retry={{ label: words.failed.again, run: retry }}>
              {failed}
            </ErrorPanel>
          ) : !view ? (
            <TasksLoading />
          ) : shown.length === 0 ? (
            <Empty icon={<CircleCheck />} title={words.empty[tab]}>
              {words.empty[`${tab}Means`]}
            </Empty>
          ) : (
            <TaskGroups
              groups={groups}
              today={today}
              hrefOf={(id) => hrefOf(tab, id)}
              openId={openId}
              cursorId={cursorId}
              showOwner={tab === 'team'}
              more={view.more && tab !== 'done'}
              picking={picking}
              onPicking={setPicking}
              onPick={(task, dueOn) => {
                void deeds.change(task, { dueOn })
                // Under another heading it is another row; the pop-over has given the focus back to the old one.
                setTimeout(() => focusRow(task.id), 80)
              }}
              onCursor={setCursor}
              onDone={setDone}
              onWriteAgain={writeAgain}
            />
          )}
        </div>
      </Sheet>
      <aside
        aria-label={words.panel.label}
        data-covers={open ? '' : undefined}
        className={cn(
          'flex min-h-0 flex-col bg-well max-pane:absolute max-pane:inset-0 max-pane:z-10 pane:w-[376px] pane:shrink-0 pane:border-line pane:border-l',
          open ? 'max-pane:slide-up' : 'hidden',
        )}
      >
        {open && view && (
          <TaskPanel
            key={open.id}
            task={open}
            view={view}
            deeds={{ ...deeds, setDone }}
            titleField={titleField}
            onClose={close}
            onDelete={() => remove(open)}
            onWriteAgain={() => writeAgain(open)}
          />
        )}
      </aside>
    </div>
  )
}

/** /tasks?new=words&person=…&name=…: begins a task, and takes that out of the address again. */
function useBegun(focus: () => void): Begun {
  const search = useSearchParams()
  const [begun, setBegun] = useState<Begun>({ line: '', about: null })
  const latest = useRef(focus)
  useEffect(() => {
    latest.current = focus
  })
  useEffect(() => {
    const line = search.get('new')
    if (line === null) return
    const kind = search.has('person') ? 'person' : 'company'
    const [id, name] = [search.get(kind), search.get('name')]
    setBegun({ line: line.slice(0, 500), about: id && name ? { kind, id, name } : null })
    goShallow('/tasks', 'replace')
    // After the palette has given the focus back.
    setTimeout(() => latest.current(), 50)
  }, [search])
  return begun
}

function TasksLoading() {
  return (
    <Loading className="px-4 pt-5 desk:px-7">
      {['w-2/5', 'w-3/5', 'w-1/2', 'w-2/3', 'w-2/5'].map((width, at) => (
        <span key={`${width} ${at === 0 ? 'first' : at}`} className="flex h-[50px] items-center gap-4">
          <Skeleton className="size-5 rounded-full" />
          <Skeleton className={width} />
        </span>
      ))}
    </Loading>
  )
}
