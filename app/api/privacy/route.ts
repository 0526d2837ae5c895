import { loadPrivacy } from '@/lib/features/privacy/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/privacy → PrivacyView */
export const GET = () => respond(loadPrivacy)
