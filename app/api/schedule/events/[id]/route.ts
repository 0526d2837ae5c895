import { loadEvent } from '@/lib/features/calendar/loaders'
import { respond } from '@/lib/platform/respond'

type Context = { params: Promise<{ id: string }> }

/** GET /api/schedule/events/{id} → EventView */
export const GET = (_request: Request, { params }: Context) => respond(async () => loadEvent((await params).id))
