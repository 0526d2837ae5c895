import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Toasts } from '@/components/ui/toast'
import { useTasks } from './use-tasks'
import type { Refusal, TaskActions, TasksView, TaskView } from './view'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const task = (id: string): TaskView => ({
  ...{ id, title: id, notes: '', dueOn: null, done: false, mayChange: true, isReminder: false },
  ...{ owner: { id: 'me', name: 'Me' }, person: null, company: null, mail: null },
})
const viewOf = (tasks: TaskView[]): TasksView => ({
  ...{ whose: 'mine', more: false, done: [], today: '2026-11-21', members: [] },
  tasks: tasks.filter(({ done }) => !done),
})

type Deeds = ReturnType<typeof useTasks>
type ProbeProps = { first: TasksView; actions: TaskActions; tell: (tasks: Deeds) => void }

function Probe({ first, actions, tell }: ProbeProps) {
  tell(useTasks(first, 'mine', actions))
  return null
}

let root: Root
let leave: () => void

/** The list on a server that takes its time; `seen` is each drawing of it. */
function page(ids: string[]) {
  const world = { tasks: ids.map(task), refuses: false, deletions: [] as unknown[] }
  const seen: string[][] = []
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: 1 } } })
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    if (path === '/api/deletions') return Response.json((await deleted(init)) ?? {})
    await wait(30)
    const answer = JSON.stringify(viewOf(world.tasks))
    await wait(30)
    return new Response(answer, { headers: { 'content-type': 'application/json' } })
  })
  const late = async (change: () => void): Promise<Refusal | undefined> => {
    await wait(100)
    if (world.refuses) return { error: 'No.' }
    change()
    await wait(20)
    return undefined
  }
  const actions = {
    saveTask: async () => ({ error: 'not asked for here' }),
    setTaskDone: (id: string, done: boolean) =>
      late(() => {
        world.tasks = world.tasks.map((each) => (each.id === id ? { ...each, done } : each))
      }),
  }
  const deleted = (init?: RequestInit) => {
    const { kind, id } = JSON.parse(String(init?.body))
    world.deletions.push({ kind, id, goesOn: init?.keepalive })
    return late(() => {
      world.tasks = world.tasks.filter((each) => each.id !== id)
    })
  }
  const deeds: { now?: Deeds } = {}
  const first = viewOf(world.tasks)
  const tell = (tasks: Deeds) => {
    deeds.now = tasks
    seen.push(tasks.view?.tasks.map(({ id }) => id) ?? [])
  }
  act(() =>
    root.render(
      <QueryClientProvider client={queries}>
        <Probe first={first} actions={actions} tell={tell} />
        <Toasts />
      </QueryClientProvider>,
    ),
  )
  leave = () => queries.clear()
  return {
    ...{ world, seen },
    hint: () => void queries.invalidateQueries({ queryKey: ['live', 'tasks'] }),
    /** In this moment. */
    does: (work: (tasks: Deeds) => void) => act(async () => deeds.now && work(deeds.now)),
    last: () => seen[seen.length - 1],
  }
}
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

beforeEach(() => {
  vi.useFakeTimers()
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(() => {
  act(() => root.unmount())
  leave()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('tasks on the screen', () => {
  it('that are finished one after the other at whichever moment do not come back in between', async () => {
    for (let moment = 0; moment <= 240; moment += 40) {
      const { seen, does, last } = page(['a', 'b', 'c'])
      await does((tasks) => tasks.setDone(task('a'), true))
      await pass(moment)
      await does((tasks) => tasks.setDone(task('b'), true))
      const from = seen.length
      await pass(1000)
      expect(seen.slice(from).flat()).not.toContain('a')
      expect(seen.slice(from).flat()).not.toContain('b')
      expect(last()).toEqual(['c'])
      act(() => root.render(null))
    }
  })

  it('that are deleted stay away while the server hears of it, whenever the list is read', async () => {
    const { seen, does, hint, last } = page(['a', 'b'])
    await does((tasks) => tasks.remove(task('a')))
    await pass(10)
    const from = seen.length
    for (let at = 0; at < 70; at++) {
      hint()
      await pass(110)
    }
    expect(seen.slice(from).flat()).not.toContain('a')
    expect(last()).toEqual(['b'])
  })

  it('that are deleted stand there again at once when that is taken back or refused', async () => {
    const { world, does, last } = page(['a', 'b'])
    await does((tasks) => tasks.remove(task('a')))
    await pass(20)
    expect(last()).toEqual(['b'])
    await does((tasks) => tasks.undo())
    await pass(20)
    expect(last()).toEqual(['a', 'b'])
    world.refuses = true
    await does((tasks) => tasks.remove(task('a')))
    await pass(20)
    expect(last()).toEqual(['b'])
    await pass(7000)
    expect(last()).toEqual(['a', 'b'])
  })

  it('that are deleted are so in the moment the page goes away, or another screen comes, and once', async () => {
    for (const leave of [() => window.dispatchEvent(new Event('pagehide')), () => root.render(null)]) {
      const { world, does } = page(['a', 'b', 'c'])
      await does((tasks) => tasks.remove(task('a')))
      await pass(1000)
      await does((tasks) => tasks.remove(task('b')))
      await pass(1000)
      expect(world.deletions).toEqual([])
      act(leave)
      const both = ['a', 'b'].map((id) => ({ kind: 'task', id, goesOn: true }))
      expect(world.deletions).toEqual(both)
      await pass(20_000)
      window.dispatchEvent(new Event('pagehide'))
      expect(world.deletions).toEqual(both)
      act(() => root.render(null))
    }
  })
})
