import { expect, it } from 'vitest'
import { ClockProvider } from '@/components/ui/clock'
import { draw } from '@/tests/support/draw'
import type { Recurrence } from '../view'
import { RepeatField } from './repeat-field'

const value: Recurrence = {
  pattern: { type: 'weekly', interval: 1, daysOfWeek: ['sunday', 'monday'], firstDayOfWeek: 'monday' },
  range: { type: 'noEnd', startDate: '2026-11-23' },
}

it.each([
  ['en-GB', 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'],
  ['en-US', 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'],
])('offers the days of a week from its first one: %s', (locale, days) => {
  const { host } = draw(
    <ClockProvider locale={locale} zone="Europe/London" now={Date.parse('2026-11-23T09:00:00Z')}>
      <RepeatField value={value} date="2026-11-23" onChange={() => {}} />
    </ClockProvider>,
  )
  const boxes = [...host.querySelectorAll<HTMLInputElement>('input[type=checkbox]')]
  expect(boxes.map((box) => box.getAttribute('aria-label')).join(' ')).toBe(days)
  expect(boxes.filter(({ checked }) => checked).map((box) => box.getAttribute('aria-label'))).toHaveLength(2)
})
