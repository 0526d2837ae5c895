import { loadPublishing } from '@/lib/features/publishing/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/publishing → PublishingView */
export const GET = () => respond(loadPublishing)
