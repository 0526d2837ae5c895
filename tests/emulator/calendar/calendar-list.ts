// The calendars of a mailbox, own ones and links to shared ones.

import { NO_EXTENDED } from '../mail/extended-properties'
import { CalendarIds } from './ids'
import type { StoredCalendar } from './model'

export class CalendarList {
  readonly ids: CalendarIds
  readonly calendarList: StoredCalendar[] = []
  seq = 1
  nextCalendar = 1
  /** Told of every change, to be saved. */
  changed: () => void = () => undefined

  constructor(ownerId: string) {
    this.ids = new CalendarIds(ownerId)
  }

  addCalendar(
    given: Pick<StoredCalendar, 'name'> & Partial<Omit<StoredCalendar, 'serial' | 'id' | 'seq'>>,
  ): StoredCalendar {
    const serial = this.nextCalendar++
    const calendar: StoredCalendar = {
      color: 'auto',
      hexColor: '',
      isDefault: false,
      isRemovable: true,
      extended: NO_EXTENDED,
      shares: [],
      link: null,
      ...given,
      serial,
      id: this.ids.calendar(serial),
      seq: ++this.seq,
    }
    this.calendarList.push(calendar)
    this.changed()
    return calendar
  }

  updateCalendar(
    calendar: StoredCalendar,
    change: Partial<Pick<StoredCalendar, 'name' | 'color' | 'hexColor' | 'extended' | 'shares' | 'link'>>,
  ): void {
    Object.assign(calendar, change, { seq: ++this.seq })
    this.changed()
  }

  calendars(): readonly StoredCalendar[] {
    return this.calendarList
  }

  defaultCalendar(): StoredCalendar {
    const found = this.calendarList.find((each) => each.isDefault)
    if (!found) throw new Error('no default calendar')
    return found
  }

  calendar(id: string): StoredCalendar | undefined {
    return this.calendarList.find((each) => each.id === id)
  }

  bySerial(serial: number): StoredCalendar | undefined {
    return this.calendarList.find((each) => each.serial === serial)
  }
}
