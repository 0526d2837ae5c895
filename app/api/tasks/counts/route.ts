import { cookies } from 'next/headers'
import { readZone } from '@/components/ui/read-zone'
import { loadTaskCounts } from '@/lib/features/tasks/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/tasks/counts → TaskCounts */
export const GET = () => respond(async () => loadTaskCounts(readZone(await cookies())))
