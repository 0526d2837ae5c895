import { Plus, RefreshCw } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button'
import { Mark, type MarkState, MicrosoftSquares } from '@/components/ui/mark'
import { Pill } from '@/components/ui/pill'
import { Day } from './day'
import type { Deed } from './deed'
import { DeedButton } from './deed-button'
import type { IntegrationsView } from './view'
import { words } from './words'

type State = IntegrationsView['state']

const tones = {
  available: 'neutral',
  connected: 'ok',
  attention: 'warn',
  suspended: 'neutral',
  leaving: 'neutral',
} as const satisfies Record<State, string>

const marks: Record<State, MarkState> = {
  available: 'apart',
  connected: 'both',
  attention: 'apart',
  suspended: 'apart',
  leaving: 'pending',
}

type HeroProps = { view: IntegrationsView; connectHref: string; syncNow: Deed | null }

/** What this is, how it stands, and the one thing to do. */
export function Hero({ view, connectHref, syncNow }: HeroProps) {
  const { state, account } = view
  return (
    <header className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-3 desk:grid-cols-[auto_minmax(0,1fr)_auto] desk:gap-x-6 desk:gap-y-1">
      <Mark
        state={marks[state]}
        size={52}
        tone="picture"
        label=""
        className="max-desk:h-[30px] max-desk:w-auto desk:row-span-2"
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-20 desk:text-26">{words.product}</h1>
        <Pill tone={tones[state]} dot>
          {words.state[state]}
        </Pill>
      </div>
      <p className="text-ink-2 text-pretty max-desk:col-span-2 desk:col-start-2">{words.lead}</p>
      <div className="flex flex-col gap-2 max-desk:order-last max-desk:col-span-2 empty:hidden desk:col-start-3 desk:row-span-2 desk:row-start-1 desk:flex-row">
        {state === 'available' && (
          <ButtonLink href={connectHref} kind="filled" icon={<Plus aria-hidden="true" className="size-4" />}>
            {words.connect}
          </ButtonLink>
        )}
        {state === 'connected' && syncNow && (
          <DeedButton
            run={syncNow}
            align="end"
            icon={<RefreshCw aria-hidden="true" className="size-4" />}
            said={words.syncStarted}
          >
            {words.syncNow}
          </DeedButton>
        )}
      </div>
      {account && (
        <p className="col-span-full mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-0.5 text-13 text-ink-2">
          <MicrosoftSquares />
          <strong className="min-w-0 font-strong text-ink [overflow-wrap:anywhere]">{account.address}</strong>
          <span className="max-desk:basis-full">
            {words.account[account.accountKind]}
            {account.accountKind === 'work' && ` ${words.account.at} ${account.tenant}`}, {words.account.since}{' '}
            <Day at={account.connectedAt} />
          </span>
        </p>
      )}
    </header>
  )
}
