import { Check, CircleMinus } from 'lucide-react'
import { Avatar } from '@/components/ui/avatar'
import { MicrosoftSquares } from '@/components/ui/mark'
import type { Deed } from './deed'
import { DeedButton } from './deed-button'
import { TripCard } from './trip-card'
import type { ConfirmView } from './view'
import { words } from './words'

type ConfirmProps = { view: ConfirmView; link: Deed; other: Deed }

/** Which account is about to be linked. Nothing happens before the answer. */
export function Confirm({ view, link, other }: ConfirmProps) {
  const { confirm } = words
  return (
    <TripCard
      mark="pending"
      title={confirm.title(view.address)}
      lead={confirm.lead}
      foot={
        <>
          <DeedButton run={link} kind="filled" size="l">
            {confirm.link}
          </DeedButton>
          <DeedButton run={other} size="l">
            {confirm.other}
          </DeedButton>
        </>
      }
    >
      <div className="mt-[22px] flex items-center gap-4 rounded-card p-4 shadow-[inset_0_0_0_1px_var(--line-2)] desk:p-[18px]">
        <Avatar name={view.displayName} id={view.address} size={56} />
        <div className="min-w-0 flex-1">
          <p className="text-16 [overflow-wrap:anywhere]">{view.displayName}</p>
          <p className="text-13 text-ink-2 [overflow-wrap:anywhere]">{view.tenant}</p>
          <p className="text-13 text-ink-2">{words.account[view.accountKind]}</p>
          {view.accountKind === 'work' && (
            <p className="mt-1 text-12 text-ink-3">
              {confirm.tenantId} <code className="block font-mono [overflow-wrap:anywhere]">{view.tenantId}</code>
            </p>
          )}
        </div>
        <MicrosoftSquares size={20} className="max-desk:self-start" />
      </div>
      <p className="mt-4 text-13 text-ink-2 text-pretty">{confirm.one(view.workspace)}</p>
      {view.features.length > 0 && (
        <p className="mt-3 flex gap-2 text-13">
          <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok-ink" />
          <span>
            <strong className="font-label">{confirm.on}:</strong> {view.features.join(', ')}
          </span>
        </p>
      )}
      {view.leftOut.length > 0 && (
        <div className="mt-3 flex gap-2 text-13">
          <CircleMinus aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />
          <div>
            <strong className="font-label">{confirm.leftOut}:</strong>
            <ul>
              {view.leftOut.map((each) => (
                <li key={each.name}>
                  {each.name}. <span className="text-ink-2">{each.why}</span>
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </TripCard>
  )
}
