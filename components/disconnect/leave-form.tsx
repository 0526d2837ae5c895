'use client'

import { useState } from 'react'
import type { Deed } from '@/components/connection/deed'
import { DeedButton } from '@/components/connection/deed-button'
import { ButtonLink } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Card } from '@/components/ui/sheet'
import type { DisconnectPreview } from './view'
import { words } from './words'

type LeaveProps = { view: DisconnectPreview; disconnect: Deed; stayHref: string }

/** The last choice, whether Tandem's own calendar leaves Outlook too, and the two ways on. */
export function LeaveForm({ view, disconnect, stayHref }: LeaveProps) {
  const { preview } = words
  const { calendar, total } = view
  const [removes, setRemoves] = useState(false)
  const run: Deed = (form) => {
    if (removes) form.set('calendar', 'remove')
    return disconnect(form)
  }
  return (
    <>
      {calendar?.mayRemove && (
        <Card className="mt-4 px-4 py-3 desk:mt-5 desk:px-6 desk:py-4">
          <Checkbox checked={removes} onChange={setRemoves} help={preview.calendarMeans(calendar.copies)}>
            <span className="font-label [overflow-wrap:anywhere]">{preview.calendar(calendar.title)}</span>
          </Checkbox>
        </Card>
      )}
      <div className="mt-6 flex flex-col gap-2.5 desk:flex-row desk:items-start desk:justify-end max-desk:[&_button]:w-full">
        <ButtonLink href={stayHref} size="l">
          {preview.stay}
        </ButtonLink>
        <DeedButton run={run} kind="destroys" size="l" align="end">
          <span className="num">{preview.go(total)}</span>
        </DeedButton>
      </div>
    </>
  )
}
