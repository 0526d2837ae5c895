import { expect, it } from 'vitest'
import { toWorkingHours, toZone } from './map'

const hours = {
  daysOfWeek: ['monday', 'tuesday', 'friday'],
  startTime: '08:30:00.0000000',
  endTime: '16:00:00.0000000',
  timeZone: { name: 'W. Europe Standard Time' },
}

it('working hours have days, wall times and a zone by its IANA name', () => {
  expect(toWorkingHours(hours)).toEqual({ days: [1, 2, 5], from: '08:30', to: '16:00', zone: 'Europe/Berlin' })
  expect(toWorkingHours({ ...hours, daysOfWeek: ['Sunday'] })?.days).toEqual([0])
})

it('a zone of one’s own making, or none, leaves the person’s', () => {
  const custom = { '@odata.type': '#microsoft.graph.customTimeZone', bias: -60, name: 'Customized Time Zone' }
  for (const timeZone of [custom, null, undefined, 7]) expect(toWorkingHours({ ...hours, timeZone })?.zone).toBeNull()
})

it('what are no working hours is not known', () => {
  for (const change of [
    { daysOfWeek: [] },
    { daysOfWeek: ['someday'] },
    { daysOfWeek: 'monday' },
    { startTime: '17:00:00' },
    { startTime: '8' },
    { startTime: null },
    { endTime: '24:00:00.0000000' },
  ])
    expect(toWorkingHours({ ...hours, ...change })).toBeNull()
  for (const none of [null, undefined, 'hours', []]) expect(toWorkingHours(none)).toBeNull()
})

it('a mailbox’s zone comes by its Windows or IANA name', () => {
  expect(toZone({ value: 'GMT Standard Time' })).toBe('Europe/London')
  expect(toZone({ value: 'tzone://Microsoft/Custom' })).toBeNull()
  expect(toZone(null)).toBeNull()
})
