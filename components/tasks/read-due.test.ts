import { describe, expect, it } from 'vitest'
import { addDays, dateAt, sayDate } from './dates'
import { readDate, readTask } from './read-due'

// A Wednesday.
const today = '2026-11-25'
const read = (line: string) => {
  const { title, dueOn } = readTask(line, today)
  return [title, dueOn]
}

describe('a line with a date', () => {
  it.each([
    ['Call Ingrid Friday 10:00', 'Call Ingrid 10:00', '2026-11-27'],
    ['Call Ingrid on Friday', 'Call Ingrid', '2026-11-27'],
    ['Friday: call Ingrid', 'call Ingrid', '2026-11-27'],
    ['Send the annex tomorrow', 'Send the annex', '2026-11-26'],
    ['Tomorrow send the annex', 'send the annex', '2026-11-26'],
    ['Send it by Mon', 'Send it', '2026-11-30'],
    ['Report Wednesday', 'Report', '2026-12-02'],
    ['Report next Friday', 'Report', '2026-12-04'],
    ['Report next week', 'Report', '2026-11-30'],
    ['Renew in 3 days', 'Renew', '2026-11-28'],
    ['Renew in two weeks', 'Renew', '2026-12-09'],
    ['Renew in a month', 'Renew', '2026-12-25'],
    ['Presents 24 Dec', 'Presents', '2026-12-24'],
    ['Presents 24th of December 2027', 'Presents', '2027-12-24'],
    ['Taxes 31 May', 'Taxes', '2027-05-31'],
    ['Taxes May 31', 'Taxes', '2027-05-31'],
    ['Leap 29 Feb', 'Leap', '2028-02-29'],
    ['Invoice 2026-12-01', 'Invoice', '2026-12-01'],
    ['Call today', 'Call', '2026-11-25'],
    ['Close books end of month', 'Close books', '2026-11-30'],
    ['Clean up at the weekend', 'Clean up', '2026-11-28'],
    ['Ingrid anrufen morgen', 'Ingrid anrufen', '2026-11-26'],
    ['Ingrid anrufen am Freitag', 'Ingrid anrufen', '2026-11-27'],
    ['Angebot übermorgen', 'Angebot', '2026-11-27'],
    ['Angebot in drei Tagen', 'Angebot', '2026-11-28'],
    ['Angebot bis 24. Dezember', 'Angebot', '2026-12-24'],
    ['Angebot 24.12.', 'Angebot', '2026-12-24'],
    ['Angebot 24.12.2027', 'Angebot', '2027-12-24'],
  ])('%s', (line, title, dueOn) => expect(read(line)).toEqual([title, dueOn]))
})

describe('a line without one', () => {
  it.each([
    'Call Ingrid',
    'Ask about 3/4 inch pipes',
    'Call Jan about the offer',
    'May I see the report',
    'Upgrade to version 2.1.4',
    'Put the sun shade up',
    'Read Fridays for Future',
    'Order 12 pumps',
    '31 Feb is no day',
    'Answer CS-2041-12-01',
    '',
  ])('%s', (line) => expect(readTask(line, today)).toEqual({ title: line, dueOn: null, taken: null }))
})

describe('a date asked for', () => {
  it('is read alone, short names too', () => {
    expect(readDate('fri', today)).toBe('2026-11-27')
    expect(readDate(' in  3 days ', today)).toBe('2026-11-28')
    expect(readDate('24 dec', today)).toBe('2026-12-24')
  })
  it('is not guessed from other words', () => {
    expect(readDate('friday maybe', today)).toBeNull()
    expect(readDate('soon', today)).toBeNull()
    expect(readDate('', today)).toBeNull()
  })
  it('keeps a line that is nothing but a date as its title', () => {
    expect(readTask('Friday', today)).toEqual({ title: 'Friday', dueOn: '2026-11-27', taken: 'Friday' })
  })
})

describe('days', () => {
  it('are counted by the calendar: a week over the change of the clock is seven dates', () => {
    // In Berlin the clock goes back on 25 October 2026 and forward on 28 March 2027.
    expect(readTask('x in 3 days', '2026-10-24').dueOn).toBe('2026-10-27')
    expect(readTask('x in a week', '2027-03-25').dueOn).toBe('2027-04-01')
    for (let date = '2026-01-01'; date < '2028-12-31'; date = addDays(date, 1))
      expect(addDays(date, 1) > date).toBe(true)
  })
  it('begin where the person is', () => {
    const at = Date.parse('2026-10-24T22:30:00Z')
    expect(dateAt(at, 'Europe/Berlin')).toBe('2026-10-25')
    expect(dateAt(at, 'America/New_York')).toBe('2026-10-24')
    expect(dateAt(Date.parse('2026-10-25T23:30:00Z'), 'Europe/Berlin')).toBe('2026-10-26')
    expect(readTask('x tomorrow', dateAt(at, 'Pacific/Kiritimati')).dueOn).toBe('2026-10-26')
    expect(readTask('x tomorrow', dateAt(at, 'America/Los_Angeles')).dueOn).toBe('2026-10-25')
  })
  it('end months where they end', () => {
    expect(readTask('x in a month', '2026-01-31').dueOn).toBe('2026-02-28')
    expect(readTask('x in 3 months', '2026-11-30').dueOn).toBe('2027-02-28')
  })
})

describe('a date is said', () => {
  it.each([
    ['2026-11-24', 'Yesterday'],
    ['2026-11-25', 'Today'],
    ['2026-11-26', 'Tomorrow'],
    ['2026-11-27', 'Friday'],
    ['2026-12-01', 'Tuesday'],
    ['2026-12-02', '2 Dec'],
    ['2026-11-20', '20 Nov'],
    ['2027-01-04', '4 Jan 2027'],
  ])('%s', (date, said) => expect(sayDate(date, today, 'en-GB')).toBe(said))
})
