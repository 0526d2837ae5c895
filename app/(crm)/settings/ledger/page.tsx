import { LedgerScreen } from '@/components/ledger/ledger-screen'
import { words } from '@/components/ledger/words'
import { loadOwnLedger } from '@/lib/features/ledger/loaders'

export const metadata = { title: words.title }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Settings → Sync ledger: the person's own lines. */
export default async function LedgerPage({ searchParams }: Props) {
  return <LedgerScreen view={await loadOwnLedger(await searchParams)} of="own" />
}
