'use client'

import { PageHead } from '@/components/ui/sheet'
import { BlockList } from './block-list'
import { InternalDomains } from './internal-domains'
import { Requests } from './requests'
import { usePrivacy } from './use-privacy'
import type { PrivacyActions, PrivacyView } from './view'
import { VisibilityCards } from './visibility-cards'
import { words } from './words'

/** Settings → Privacy. Whoever asks stands first. `block` is what another page wants blocked. */
export function PrivacyScreen({
  initial,
  actions,
  block,
}: {
  initial: PrivacyView
  actions: PrivacyActions
  block: string
}) {
  const view = usePrivacy(initial)
  const requests = <Requests requests={view.requests} onAnswer={actions.answerAccess} />
  const asked = view.requests.some(({ state }) => state === 'asked')
  return (
    <div className="mx-auto flex w-full max-w-[1100px] flex-col gap-10 pb-8">
      <PageHead title={words.title} lead={words.lead} className="mb-0" />
      {asked && requests}
      <VisibilityCards value={view.visibility} onChoose={actions.setVisibility} />
      {!asked && requests}
      <BlockList
        blocked={view.blocked}
        isAdmin={view.isAdmin}
        prefill={block}
        onBlock={actions.blockAddress}
        onUnblock={actions.unblockAddress}
      />
      <InternalDomains domains={view.internalDomains} isAdmin={view.isAdmin} onSet={actions.setInternalDomains} />
    </div>
  )
}
