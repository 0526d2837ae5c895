import { openLiveStream } from '@/lib/features/live/loaders'
import { respond } from '@/lib/platform/respond'

export const dynamic = 'force-dynamic'

/** Server-sent events: hints that something changed, no data. */
export const GET = (request: Request) => respond(() => openLiveStream(request.signal))
