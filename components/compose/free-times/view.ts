/** What "Insert my free times" shows. Instants are ISO 8601, dates YYYY-MM-DD, zones IANA names. */

export type FreeStretch = { from: string; to: string }

export type FreeTimes = {
  /** Working days from today on, by the clock of `hours.zone`, each with what is free in its working hours, in order. */
  days: { date: string; free: FreeStretch[] }[]
  /** Wall times HH:mm. `isOutlooks`: as the person set them in Outlook, else the usual ones. */
  hours: { from: string; to: string; zone: string; isOutlooks: boolean }
  /** on: shown Outlook calendars count. off: none is connected. reconnect: they count as they were read last. */
  outlook: 'on' | 'off' | 'reconnect'
}
