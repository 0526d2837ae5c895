import { exportParts } from '@/lib/features/export/queries'
import type { UserScope } from '@/lib/platform/scope'
import type { HeldData } from './oracle'

/** What Tandem holds of a person, read in-process through the same code that serves GET /api/export. */
export async function heldBy(scope: UserScope): Promise<HeldData> {
  let text = ''
  for await (const part of exportParts(scope)) text += part
  return JSON.parse(text) as HeldData
}
