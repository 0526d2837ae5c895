import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { TasksScreen } from '@/components/tasks/tasks-screen'
import { words } from '@/components/tasks/words'
import { readZone } from '@/components/ui/read-zone'
import { saveTask, setTaskDone } from '@/lib/features/tasks/actions'
import { loadTasks } from '@/lib/features/tasks/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata: Metadata = { title: words.title }

type Search = Promise<Record<string, string | string[] | undefined>>

/** /tasks?view=team|done&task=… */
export default async function TasksPage({ searchParams }: { searchParams: Search }) {
  const [{ view }, jar] = await Promise.all([searchParams, cookies()])
  const initial = await forPage(loadTasks({ whose: view === 'team' ? 'team' : 'mine', zone: readZone(jar) }))
  return <TasksScreen initial={initial} actions={{ saveTask, setTaskDone }} />
}
