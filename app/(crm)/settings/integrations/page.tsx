import { Integrations } from '@/components/connection/integrations'
import { words } from '@/components/connection/words'
import { Sheet, SheetBody } from '@/components/ui/sheet'
import { addFeature, reconnect, turnOffFeature } from '@/lib/features/connection/actions'
import { loadIntegrations } from '@/lib/features/connection/loaders'
import { syncNow, updateImport } from '@/lib/features/mail/actions'
import { loadImportSettings } from '@/lib/features/mail/loaders'
import { loadRunningDisconnect } from '@/lib/features/purge/loaders'

export const metadata = { title: words.title }

const here = '/settings/integrations'

/** Settings → Integrations. */
export default async function IntegrationsPage() {
  const [view, mail, running] = await Promise.all([loadIntegrations(), loadImportSettings(), loadRunningDisconnect()])
  const features = Object.fromEntries(
    view.features.map(({ id }) => [
      id,
      { turnOn: addFeature.bind(null, id, here), turnOff: turnOffFeature.bind(null, id) },
    ]),
  )
  return (
    <Sheet>
      <SheetBody>
        <Integrations
          view={view}
          mail={mail}
          deeds={{ reconnect: reconnect.bind(null, here), syncNow, updateImport, features }}
          hrefs={{
            connect: `${here}/connect?returnTo=${encodeURIComponent(here)}`,
            disconnect: `${here}/disconnect`,
            watch: running && `${here}/disconnect/${running}`,
            approval: view.approvalId && `${here}/approval?id=${view.approvalId}`,
          }}
        />
      </SheetBody>
    </Sheet>
  )
}
