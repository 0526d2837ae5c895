import { loadEntry } from '@/lib/features/schedule/loaders'
import { respond } from '@/lib/platform/respond'

type Context = { params: Promise<{ id: string }> }

/** GET /api/schedule/entries/{id}?date=YYYY-MM-DD → EntryView */
export const GET = (request: Request, { params }: Context) =>
  respond(async () => loadEntry((await params).id, new URL(request.url).searchParams.get('date')))
