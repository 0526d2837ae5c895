import { expect, it } from 'vitest'
import { toOwnAbsence } from './map'

const at = new Date('2026-11-21T10:00:00Z')
const utc = (dateTime: string) => ({ dateTime, timeZone: 'UTC' })
const own = (setting: Record<string, unknown>) => toOwnAbsence(setting, 'alex@contoso.test', at)

it('one’s own automatic replies count between their dates, or always', () => {
  const scheduled = {
    status: 'scheduled',
    internalReplyMessage: '<html><body>Back on Monday.</body></html>',
    scheduledStartDateTime: utc('2026-11-20T00:00:00.0000000'),
    scheduledEndDateTime: utc('2026-11-23T08:00:00.0000000'),
  }
  expect(own(scheduled)).toEqual({
    address: 'alex@contoso.test',
    until: '2026-11-23T08:00:00.000Z',
    text: 'Back on Monday.',
  })
  expect(own({ ...scheduled, scheduledStartDateTime: utc('2026-11-22T00:00:00.0000000') })).toBeNull()
  expect(own({ ...scheduled, scheduledEndDateTime: utc('2026-11-21T09:00:00.0000000') })).toBeNull()
  expect(own({ ...scheduled, status: 'alwaysEnabled' })?.until).toBeNull()
  expect(own({ ...scheduled, status: 'disabled' })).toBeNull()
  expect(own({ status: 7 })).toBeNull()
})
