import { loadFreeTimes } from '@/lib/features/schedule/free/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/schedule/free?zone=… (IANA) → FreeTimes */
export const GET = (request: Request) =>
  respond(() => loadFreeTimes(new URL(request.url).searchParams.get('zone') ?? 'UTC'))
