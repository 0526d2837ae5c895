'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { shortTime } from '@/components/ui/time'
import { words } from '../words'
import { distance, fieldsOf, instantOfFields } from './times'

const year = 366 * 86_400_000

type LaterProps = {
  /** The time to begin with, in ms; tomorrow at this hour without one. */
  start?: number
  title?: string
  deed?: string
  onClose: () => void
  onChoose: (at: string) => void
}

/** A day and a time in the person's zone, and in words when that is. */
export function LaterDialog({
  start,
  title = words.send.later,
  deed = words.send.schedule,
  onClose,
  onChoose,
}: LaterProps) {
  const { zone, locale } = useClock()
  const [now] = useState(() => Date.now())
  const [fields, setFields] = useState(() =>
    fieldsOf(start ?? Math.ceil((now + 86_400_000) / 1_800_000) * 1_800_000, zone),
  )
  const [tried, setTried] = useState(false)
  const at = instantOfFields(fields.date, fields.time, zone)
  const error =
    at === null ? words.send.noTime : at < now + 30_000 ? words.send.past : at > now + year ? words.send.far : undefined
  const choose = () => {
    setTried(true)
    if (at !== null && !error) onChoose(new Date(at).toISOString())
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      lead={words.send.zone(zone)}
      size="s"
      foot={
        <>
          <Button onClick={onClose}>{words.outbox.cancel}</Button>
          <Button kind="filled" onClick={choose}>
            {deed}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          choose()
        }}
      >
        <div className="grid grid-cols-2 gap-3 py-1">
          <Field label={words.send.date}>
            <Input
              type="date"
              value={fields.date}
              min={fieldsOf(now, zone).date}
              onChange={(event) => setFields({ ...fields, date: event.target.value })}
            />
          </Field>
          <Field label={words.send.time}>
            <Input
              type="time"
              value={fields.time}
              onChange={(event) => setFields({ ...fields, time: event.target.value })}
            />
          </Field>
        </div>
        <p role="status" className={error && tried ? 'text-13 text-bad-ink' : 'text-13 text-ink-2'}>
          {error ??
            (at === null
              ? ''
              : words.send.leaves(shortTime(at, now, locale, zone).replace('Tomorrow', 'tomorrow'), distance(at, now)))}
        </p>
        {/* Enter in a field of the browser's sends a form that has a button. */}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  )
}
