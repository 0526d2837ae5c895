import { afterAll, beforeAll, expect, it } from 'vitest'
import { findEvents, listCalendars, listEvents } from '@/lib/features/calendar/queries'
import { readTimeline } from '@/lib/features/timeline/loaders'
import { inScope } from '@/lib/platform/db/handle'
import { CalendarDesk } from '../support/calendar-desk'
import { putPerson } from '../support/mailboxes'
import { startPostgresWorld } from '../support/postgres-world'
import { newMember, newWorkspace } from '../support/tandem-world'

// The schedule's statements once more, where locks, planners and drivers are others.

const DAY = 86_400_000
let database: Awaited<ReturnType<typeof startPostgresWorld>>
beforeAll(async () => {
  database = await startPostgresWorld()
})
afterAll(() => database.close())

it('on Postgres calendars come in, follow signals, are swept, found and shown', async () => {
  const alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' })
  const desk = await CalendarDesk.open(database.world, alex, 'alex@contoso.test')
  await desk.begin()
  expect(await desk.differences()).toEqual([])
  const day = new Date(Date.now() + 3 * DAY).toISOString().slice(0, 10)
  const id = await desk.put({
    subject: 'Zephyr talk',
    start: { dateTime: `${day}T08:00:00`, timeZone: 'UTC' },
    end: { dateTime: `${day}T09:00:00`, timeZone: 'UTC' },
    attendees: [{ emailAddress: { name: 'Robin', address: 'robin@outside.example' }, type: 'required' }],
    recurrence: {
      pattern: { type: 'daily', interval: 1 },
      range: { type: 'numbered', startDate: day, numberOfOccurrences: 8 },
    },
  })
  await desk.signal(id, 'created')
  await desk.change(id, { subject: 'Zephyr talk, renamed' })
  await desk.signal(id, 'updated')
  expect(await desk.differences()).toEqual([])
  const personId = await putPerson(alex, 'Robin Marsh', ['robin@outside.example'])
  await inScope(alex, async (db) => {
    const shown = await listEvents(db, alex, new Date(), new Date(Date.now() + 30 * DAY))
    expect(shown.filter(({ title }) => title === 'Zephyr talk, renamed')).toHaveLength(8)
    expect((await listCalendars(db, alex)).calendars.length).toBeGreaterThan(2)
    expect(await findEvents(db, alex, ['zephyr', 'renamed'], 6)).toEqual([expect.objectContaining({ day })])
    const page = await readTimeline(db, alex, { personId }, { filter: 'all', after: null })
    expect(page.upcoming?.length).toBeGreaterThan(0)
  })
  await desk.discard(id)
  await desk.sweep()
  expect(await desk.differences()).toEqual([])
})
