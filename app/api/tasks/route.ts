import { cookies } from 'next/headers'
import { readZone } from '@/components/ui/read-zone'
import { loadTasks } from '@/lib/features/tasks/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/tasks?whose=mine|team → TasksView */
export const GET = (request: Request) =>
  respond(async () =>
    loadTasks({ whose: new URL(request.url).searchParams.get('whose'), zone: readZone(await cookies()) }),
  )
