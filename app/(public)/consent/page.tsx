import { Consent } from '@/components/connection/consent'
import { words } from '@/components/connection/words'
import { approveForTenant } from '@/lib/features/connection/approval/actions'
import { loadConsentPage } from '@/lib/features/connection/approval/loaders'

export const metadata = { title: words.consent.title }

/** For administrators of any organisation: the whole feature set, once. */
export default async function ConsentPage({ searchParams }: { searchParams: Promise<{ result?: string | string[] }> }) {
  const view = await loadConsentPage((await searchParams).result)
  return <Consent view={view} approve={approveForTenant} />
}
