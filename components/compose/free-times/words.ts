import { placeOf } from './lines'

/** What "Insert my free times" says. */
export const words = {
  open: 'Insert my free times',
  title: 'Your free times',
  length: 'At least this long',
  minutes: (count: number) => `${count} min`,
  days: 'Days',
  none: 'nothing free',
  zone: 'Time zone of the times',
  zoneOwn: 'Your own time zone.',
  zoneOther: (own: string) => `Another time zone than yours, which is ${placeOf(own)}.`,
  preview: 'This will be inserted',
  empty: 'No free time in these days.',
  emptyWay: 'Choose more days, or a shorter time.',
  noDays: 'No day is chosen.',
  hours: (from: string, to: string, place: string, isOutlooks: boolean) =>
    isOutlooks
      ? `Within your working hours in Outlook, ${from} to ${to} (${place}).`
      : `Between ${from} and ${to} (${place}), Monday to Friday: Outlook’s working hours are not known here.`,
  outlook: {
    on: 'Your entries and your Outlook calendars count, as far as the schedule shows them.',
    off: 'Only your entries in Tandem count: the schedule shows no Outlook calendar of yours.',
    reconnect: 'Outlook counts as it was read last. Reconnect in Settings to be sure.',
  },
  loading: 'Looking for free times',
  failed: 'Your free times could not be read.',
  again: 'Try again',
  cancel: 'Cancel',
  insert: 'Insert',
} as const
