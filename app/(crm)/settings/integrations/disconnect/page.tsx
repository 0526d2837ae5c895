import { redirect } from 'next/navigation'
import { Preview } from '@/components/disconnect/preview'
import { words } from '@/components/disconnect/words'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Sheet, SheetBody } from '@/components/ui/sheet'
import { disconnectNow } from '@/lib/features/purge/actions'
import { loadDisconnectPreview, loadRunningDisconnect } from '@/lib/features/purge/loaders'

export const metadata = { title: words.preview.title }

const settings = '/settings/integrations'

/** What Disconnect would delete, keep and stop, before anything happens. */
export default async function DisconnectPage() {
  const view = await loadDisconnectPreview()
  const running = view ? null : await loadRunningDisconnect()
  if (running) redirect(`${settings}/disconnect/${running}`)
  return (
    <Sheet>
      {view ? (
        <SheetBody>
          <Preview view={view} disconnect={disconnectNow.bind(null, view.connectionId)} stayHref={settings} />
        </SheetBody>
      ) : (
        <Empty
          mark="apart"
          title={words.preview.none}
          action={
            <ButtonLink href={settings} kind="filled">
              {words.receipt.back}
            </ButtonLink>
          }
        >
          {words.preview.noneLead}
        </Empty>
      )}
    </Sheet>
  )
}
