import { CalendarDays, Check, LifeBuoy } from 'lucide-react'
import type { ImportView } from '@/components/mail/view'
import { ButtonLink } from '@/components/ui/button'
import type { Deed } from './deed'
import { DeedButton } from './deed-button'
import { ForIt } from './for-it'
import { GoBack } from './go-back'
import { ImportBar } from './import-bar'
import { LiveRefresh } from './live-refresh'
import { TripCard } from './trip-card'
import type { OutcomeAction, OutcomeView } from './view'
import { words } from './words'

type OutcomeProps = {
  view: OutcomeView
  /** How far the mail is, when a mailbox was just linked. */
  mail: ImportView | null
  /** Calendars in the schedule, after a good trip. */
  calendars: { count: number; isWanted: boolean } | null
  again: Deed | null
  askAdmin: Deed | null
}

/** How the trip to Microsoft ended, and the next step. */
export function Outcome({ view, mail, calendars, again, askAdmin }: OutcomeProps) {
  const back = (filled: boolean) => (
    <ButtonLink href={view.returnTo} kind={filled ? 'filled' : 'plain'} size="l">
      {view.returnLabel || words.returnToTandem}
    </ButtonLink>
  )
  return (
    <TripCard
      mark={view.ok ? 'both' : 'apart'}
      motion={view.ok ? 'in' : undefined}
      title={view.title}
      lead={view.sentence}
      foot={
        <>
          {view.actions.map((action, at) => (
            <Step
              key={action.label}
              action={action}
              filled={at === 0}
              deed={action.kind === 'retry' ? again : askAdmin}
            />
          ))}
          {back(view.actions.length === 0)}
        </>
      }
    >
      {view.ok && view.features.length > 0 && (
        <p className="mt-4 flex gap-2">
          <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok-ink" />
          <span>
            <strong className="font-label">{words.outcome.on}:</strong> {view.features.join(', ')}
          </span>
        </p>
      )}
      {view.ok && calendars && (
        <p className="mt-2 flex gap-2" aria-live="polite">
          <CalendarDays aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />
          <span>{calendarsSaid(calendars)}</span>
          {calendars.isWanted && <LiveRefresh topic="schedule" />}
        </p>
      )}
      {view.ok && mail && (
        <div className="mt-[22px] rounded-card bg-well px-[18px] py-4">
          <ImportBar mail={mail} />
          <LiveRefresh topic="import" every={2000} />
        </div>
      )}
      {view.ok && view.returnAfter !== null && <GoBack to={view.returnTo} after={view.returnAfter} />}
      {view.ask && (
        <p className="mt-4 flex gap-2 text-ink text-pretty">
          <LifeBuoy aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />
          {view.ask}
        </p>
      )}
      {!view.ok && view.reference && <ForIt reference={view.reference} />}
    </TripCard>
  )
}

const calendarsSaid = ({ count, isWanted }: NonNullable<OutcomeProps['calendars']>): string =>
  !isWanted ? words.outcome.calendarsOff : count === 0 ? words.outcome.noCalendars : words.outcome.calendars(count)

function Step({ action, filled, deed }: { action: OutcomeAction; filled: boolean; deed: Deed | null }) {
  const kind = filled ? 'filled' : 'plain'
  if (action.kind !== 'link')
    return deed ? (
      <DeedButton run={deed} kind={kind} size="l">
        {action.label}
      </DeedButton>
    ) : null
  return action.href ? (
    <ButtonLink href={action.href} kind={kind} size="l">
      {action.label}
    </ButtonLink>
  ) : null
}
