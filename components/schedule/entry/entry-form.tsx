'use client'

import { type RefObject, useId } from 'react'
import { cn } from '@/components/ui/cn'
import { fieldStyle, Input, TextArea } from '@/components/ui/field'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import type { AttendeeView, Channel, EntryInput, EntryKind, ScheduleView, ShowAs } from '../view'
import { words } from '../words'
import { AttendeesField } from './attendees-field'
import { withKind } from './draft'
import { Line, smallField } from './line'
import { RecordsField } from './records-field'
import { RepeatField } from './repeat-field'
import { WhenField } from './when-field'

type Named = { id: string; name: string; company?: string | null }
export type Names = { people: readonly Named[]; companies: readonly Named[] }

type EntryFormProps = {
  input: EntryInput
  names: Names
  onChange: (input: EntryInput) => void
  onNames: (names: Names) => void
  errors: Partial<Record<keyof EntryInput, string>>
  isNew: boolean
  /** Outlook makes Teams links for entries: only where they are kept the same on both sides. */
  makesLinks: boolean
  ofSeries: boolean
  known: readonly AttendeeView[]
  knowsAbsence: boolean
  members: ScheduleView['members']
  /** An owner who is no member any more. */
  owner: { id: string; name: string } | null
  /** It stands in the owner's Outlook, too: what becomes of that is said before it goes to somebody else. */
  isInTheirs: boolean
  titleField: RefObject<HTMLTextAreaElement | null>
  /** Hands in how to finish an address that is half typed. */
  onCommit?: (commit: () => boolean) => () => void
}

const kinds: readonly EntryKind[] = ['call', 'meeting', 'time_off', 'medical_event']
const channels: readonly Channel[] = ['phone', 'video', 'in_person', 'chat']
const shows: readonly ShowAs[] = ['busy', 'free', 'tentative', 'oof', 'workingElsewhere']
const reminders = [0, 5, 10, 15, 30, 60, 120, 1440, 10080] as const
const nobody = 'nobody'

/** Everything that one can say about an entry. */
export function EntryForm(props: EntryFormProps) {
  const { input, names, onChange, onNames, errors, isNew, makesLinks, ofSeries } = props
  const { known, knowsAbsence, members, owner, isInTheirs, titleField, onCommit } = props
  const { sheet } = words
  const set = (part: Partial<EntryInput>) => onChange({ ...input, ...part })
  const invites = input.kind === 'call' || input.kind === 'meeting'
  const titleError = useId()
  const owners = owner && !members.some(({ id }) => id === owner.id) ? [owner, ...members] : members
  return (
    <div className="flex flex-col gap-2.5">
      {isNew && (
        <Segmented
          label={sheet.kind}
          look="chips"
          value={input.kind}
          onChange={(kind) => onChange(withKind(input, kind))}
          options={kinds.map((value) => ({ value, label: words.kinds[value] }))}
          className="-mx-1 flex-wrap"
        />
      )}
      <div>
        <textarea
          ref={titleField}
          rows={1}
          aria-label={sheet.titles[input.kind]}
          aria-invalid={errors.title ? true : undefined}
          aria-describedby={errors.title ? titleError : undefined}
          placeholder={sheet.titles[input.kind]}
          value={input.title}
          maxLength={255}
          onChange={(event) => set({ title: event.target.value.replaceAll('\n', ' ') })}
          className={cn(
            fieldStyle,
            'field-sizing-content block resize-none px-3 py-2 text-16 max-desk:text-[18px]',
            !isNew &&
              '[&:not(:hover,:focus)]:bg-transparent [&:not(:hover,:focus)]:shadow-none -mx-3 w-[calc(100%+24px)]! text-20',
          )}
        />
        {errors.title && (
          <p id={titleError} role="alert" className="mt-1 text-12 text-bad-ink">
            {errors.title}
          </p>
        )}
      </div>
      <WhenField
        input={input}
        ofSeries={ofSeries}
        errors={{ start: errors.start, end: errors.end }}
        onChange={onChange}
      />
      <RepeatField
        value={input.recurrence}
        date={ofSeries && input.recurrence ? input.recurrence.range.startDate : input.start.slice(0, 10)}
        error={errors.recurrence}
        onChange={(recurrence) => set({ recurrence })}
      />
      <Rule />
      {invites && (
        <AttendeesField
          value={input.attendees}
          known={known}
          knowsAbsence={knowsAbsence}
          members={members}
          error={errors.attendees}
          onChange={(attendees) => set({ attendees })}
          onCommit={onCommit}
        />
      )}
      <RecordsField
        kind="person"
        value={names.people}
        onChange={(people) => {
          onNames({ ...names, people })
          set({ personIds: people.map(({ id }) => id) })
        }}
      />
      <RecordsField
        kind="company"
        value={names.companies}
        onChange={(companies) => {
          onNames({ ...names, companies })
          set({ companyIds: companies.map(({ id }) => id) })
        }}
      />
      <Rule />
      {input.kind === 'call' && (
        <Line label={sheet.channel} error={errors.channel}>
          {(id) => (
            <Select
              id={id}
              value={input.channel ?? 'none'}
              choices={[...channels, 'none' as const].map((value) => ({ value, label: sheet.channels[value] }))}
              onChange={(value) => set({ channel: channels.find((each) => each === value) ?? null })}
              className={smallField}
            />
          )}
        </Line>
      )}
      {invites && (makesLinks || input.isOnline) && (
        <Line label={sheet.online} error={errors.isOnline}>
          {(id) => (
            <span className="flex min-h-9 items-center gap-3 max-desk:min-h-11">
              <Switch
                id={id}
                label={sheet.online}
                checked={input.isOnline}
                onChange={(isOnline) => set({ isOnline })}
              />
              {input.isOnline && (
                <span className="text-12 text-ink-3">{makesLinks ? sheet.onlineMeans : sheet.onlineNeeds}</span>
              )}
            </span>
          )}
        </Line>
      )}
      <Line label={sheet.location} error={errors.location}>
        {(id) => (
          <Input
            id={id}
            value={input.location}
            maxLength={255}
            onChange={(event) => set({ location: event.target.value })}
            className={smallField}
          />
        )}
      </Line>
      <Line label={sheet.owner} error={errors.ownerId}>
        {(id) => (
          <>
            <Select
              id={id}
              value={input.ownerId ?? nobody}
              choices={[
                ...owners.map(({ id: value, name }) => ({ value, label: name })),
                { value: nobody, label: sheet.nobody },
              ]}
              onChange={(value) => set({ ownerId: value === nobody ? null : value })}
              className={smallField}
            />
            {isInTheirs && (
              <p role="status" className="text-12 text-ink-3 not-empty:mt-1">
                {input.ownerId === owner?.id ? '' : input.ownerId === null ? sheet.letGo : sheet.handedOn}
              </p>
            )}
          </>
        )}
      </Line>
      <Line label={sheet.showAs}>
        {(id) => (
          <Select
            id={id}
            value={input.showAs}
            choices={shows.map((value) => ({ value, label: sheet.shows[value] }))}
            onChange={(value) => set({ showAs: shows.find((each) => each === value) ?? 'busy' })}
            className={smallField}
          />
        )}
      </Line>
      <Line label={sheet.reminder} error={errors.reminderMinutes}>
        {(id) => (
          <Select
            id={id}
            value={input.reminderMinutes === null ? 'none' : String(input.reminderMinutes)}
            choices={reminderChoices(input.reminderMinutes)}
            onChange={(value) => set({ reminderMinutes: value === 'none' ? null : Number(value) })}
            className={smallField}
          />
        )}
      </Line>
      <Line label={sheet.private}>
        {(id) => (
          <span className="flex min-h-9 items-center gap-3 max-desk:min-h-11">
            <Switch
              id={id}
              label={sheet.private}
              checked={input.isPrivate}
              onChange={(isPrivate) => set({ isPrivate })}
            />
            <span className="text-12 text-ink-3">{sheet.privateMeans}</span>
          </span>
        )}
      </Line>
      <Line label={sheet.notes} tall error={errors.notes}>
        {(id) => <TextArea id={id} value={input.notes} onChange={(event) => set({ notes: event.target.value })} />}
      </Line>
    </div>
  )
}

const Rule = () => <span aria-hidden="true" className="my-1 h-px bg-line" />

function reminderChoices(present: number | null) {
  const { reminders: say, minutesBefore } = words.sheet
  const all: { value: string; label: string }[] = [
    { value: 'none', label: say.none },
    ...reminders.map((minutes) => ({ value: String(minutes), label: say[minutes] })),
  ]
  return present === null || all.some(({ value }) => value === String(present))
    ? all
    : [...all, { value: String(present), label: minutesBefore(present) }]
}
