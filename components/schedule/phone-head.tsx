'use client'

import { Settings } from 'lucide-react'
import { addDays } from '@/components/tasks/dates'
import { Button, IconButton } from '@/components/ui/button'
import { Popover, PopoverClose } from '@/components/ui/popover'
import { say } from './items'
import { startOfWeek } from './period'
import { SmallMonth } from './small-month'
import { words } from './words'

type PhoneHeadProps = {
  date: string
  today: string
  firstDay: number
  locale: string
  onPick: (date: string) => void
  onOptions: () => void
}

/** In the phone's top bar: the month, which opens a small one, today, and the options. */
export function PhoneHead({ date, today, firstDay, locale, onPick, onOptions }: PhoneHeadProps) {
  const week = { from: startOfWeek(date, firstDay), to: addDays(startOfWeek(date, firstDay), 7) }
  const month = (length: 'long' | 'short') => say(Date.parse(`${date}T00:00Z`), locale, 'UTC', { month: length })
  return (
    <span className="flex items-center gap-1">
      <span className="min-w-0 flex-1">
        <Popover
          label={words.panel.month.label}
          trigger={
            <button type="button" className="cut max-w-full rounded-control py-1.5 text-20">
              <span className="max-[359px]:hidden">{month('long')}</span>
              <span className="min-[360px]:hidden">{month('short')}</span>
            </button>
          }
        >
          <PopoverClose>
            <SmallMonthIn {...{ date, today, firstDay, locale, onPick }} shown={week} />
          </PopoverClose>
        </Popover>
      </span>
      <Button size="s" onClick={() => onPick(today)}>
        {words.today}
      </Button>
      <IconButton label={words.options.open} onClick={onOptions}>
        <Settings aria-hidden="true" className="size-[22px] stroke-[1.75]" />
      </IconButton>
    </span>
  )
}

/** A day that was picked closes the pop-over it stands in. */
function SmallMonthIn({
  onPick,
  onClick,
  ...rest
}: Parameters<typeof SmallMonth>[0] & { onClick?: (event: never) => void }) {
  return (
    <SmallMonth
      {...rest}
      onPick={(day) => {
        onPick(day)
        onClick?.(undefined as never)
      }}
    />
  )
}
