/**
 * When an entry is, in a few words: "Fri 27 Nov, 10:30", of a date alone "Fri 27 Nov"; with the year, if it is not
 * that of `now`. Nothing for what has no time.
 */
export function sayWhen(when: string, now: number, locale: string, zone: string): string {
  const at = Date.parse(when)
  if (Number.isNaN(at)) return ''
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(when)
  const timeZone = isDate ? 'UTC' : zone
  const year = (time: number) => new Intl.DateTimeFormat('en-CA', { year: 'numeric', timeZone }).format(time)
  const said = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(year(at) === year(now) ? {} : { year: 'numeric' }),
    ...(isDate ? {} : { hour: '2-digit', minute: '2-digit' }),
    timeZone,
  }).format(at)
  // With a year, some locales put a comma after the weekday, and without one they do not.
  return said.replace(/^(\p{L}+),/u, '$1')
}
