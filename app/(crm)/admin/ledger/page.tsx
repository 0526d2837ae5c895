import { LedgerScreen } from '@/components/ledger/ledger-screen'
import { words } from '@/components/ledger/words'
import { loadWorkspaceLedger } from '@/lib/features/ledger/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata = { title: words.adminTitle }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Admin → Sync ledger of the workspace; the loader refuses who is no administrator. */
export default async function WorkspaceLedgerPage({ searchParams }: Props) {
  return <LedgerScreen view={await forPage(loadWorkspaceLedger(await searchParams))} of="workspace" />
}
