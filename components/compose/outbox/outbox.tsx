'use client'

import { askFor, useAsked } from './asked'
import type { Outgoing } from './outgoing'
import { ScheduledDialog } from './scheduled-dialog'
import { TeamsDialog } from './teams-dialog'
import { UnsureBanner } from './unsure-banner'
import { useOutboxToasts } from './use-outbox-toasts'

/** Everything about mails on their way, on every page; fetched when there is one, or when somebody asks. */
export function Outbox({ outgoing }: { outgoing: readonly Outgoing[] }) {
  const asked = useAsked()
  useOutboxToasts(outgoing)
  const unsure = outgoing.find((mail) => mail.state === 'unsure')
  return (
    <>
      {unsure && <UnsureBanner key={unsure.id} mail={unsure} />}
      {asked === 'scheduled' && <ScheduledDialog outgoing={outgoing} onClose={() => askFor(null)} />}
      {asked === 'teams' && <TeamsDialog onClose={() => askFor(null)} />}
    </>
  )
}
