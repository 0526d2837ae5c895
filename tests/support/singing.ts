// An event that carries a word wherever one can, so that whoever keeps any part of it is found out.

/** The date so many days from now (UTC). */
export const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)

export const singing = (word: string, more: Record<string, unknown> = {}) => ({
  subject: `${word} subject`,
  body: { contentType: 'text', content: `${word} text` },
  location: { displayName: `${word} place` },
  categories: [`${word} category`],
  attendees: [{ emailAddress: { name: `${word} guest`, address: `${word}@guests.example` }, type: 'required' }],
  start: { dateTime: `${day(3)}T09:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${day(3)}T10:00:00`, timeZone: 'UTC' },
  ...more,
})

/** What makes it a series of four days. */
export const daily = () => ({
  recurrence: {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'numbered', startDate: day(3), numberOfOccurrences: 4 },
  },
})
