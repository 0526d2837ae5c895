import 'server-only'
import type { TaskCounts, TasksView } from '@/components/tasks/view'
import { withUser } from '@/lib/auth/with-user'
import { listOwners } from '@/lib/features/workspace/members/queries'
import { now } from '@/lib/platform/clock'
import { countDue, listDone, listOpen, MOST_OPEN, toViews } from './queries'
import { dateIn } from './rules'
import { whose } from './schema'

/** The list of tasks. `zone` is the person's (IANA): it says which day today is. */
export async function loadTasks(input: { whose?: string | null; zone: string }): Promise<TasksView> {
  const of = whose.parse(input.whose)
  return withUser(async (db, scope) => {
    const today = dateIn(input.zone, now())
    const open = await listOpen(db, scope, of)
    const done = await listDone(db, scope, of)
    const views = await toViews(db, scope, [...open.slice(0, MOST_OPEN), ...done])
    return {
      whose: of,
      tasks: views.filter((task) => !task.done),
      more: open.length > MOST_OPEN,
      done: views.filter((task) => task.done),
      today,
      members: await listOwners(db),
    }
  })
}

/** What the navigation counts beside Tasks. */
export async function loadTaskCounts(zone: string): Promise<TaskCounts> {
  return withUser((db, scope) => countDue(db, scope, dateIn(zone, now())))
}
