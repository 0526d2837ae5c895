import { Confirm } from '@/components/connection/confirm'
import { Gone } from '@/components/connection/gone'
import { words } from '@/components/connection/words'
import { confirmLink, rejectLink } from '@/lib/features/connection/actions'
import { loadConfirm } from '@/lib/features/connection/attempt/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata = { title: words.confirm.link }

/** Which account is about to be linked; nothing is stored before the answer. */
export default async function ConfirmPage({
  searchParams,
}: {
  searchParams: Promise<{ attempt?: string | string[] }>
}) {
  const { attempt } = await searchParams
  const view = typeof attempt === 'string' ? await forPage(loadConfirm(attempt)) : null
  if (!view) return <Gone title={words.confirm.gone} lead={words.confirm.goneLead} />
  return (
    <Confirm view={view} link={confirmLink.bind(null, view.attemptId)} other={rejectLink.bind(null, view.attemptId)} />
  )
}
