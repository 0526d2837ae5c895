import { act } from 'react'
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

it.each([
  ['en-GB', 'monday'],
  ['en-US', 'sunday'],
])('a repetition of one’s own counts weeks from the first day of them: %s', async (locale, firstDayOfWeek) => {
  const chosen: (Recurrence | null)[] = []
  const { one } = draw(
    <ClockProvider locale={locale} zone="Europe/London" now={Date.parse('2026-11-23T09:00:00Z')}>
      <form>
        <RepeatField value={null} date="2026-11-23" onChange={(next) => chosen.push(next)} />
      </form>
    </ClockProvider>,
  )
  const field = one<HTMLSelectElement>('select')
  for (const preset of ['fortnightly', 'own'])
    await act(async () => {
      field.value = preset
      field.dispatchEvent(new Event('change', { bubbles: true }))
    })
  expect(chosen.map((each) => each?.pattern.firstDayOfWeek)).toEqual([firstDayOfWeek, firstDayOfWeek])
})
