// Fills the calendars of a new mailbox. Same seed, owner and time: same calendars.

import type { Core } from '../../seam'
import type { Mailbox } from '../mailbox'

export function fillCalendars(mailbox: Mailbox, _core: Core, _seed: number): void {
  mailbox.addCalendar({ name: 'Calendar', isDefault: true, isRemovable: false })
}
