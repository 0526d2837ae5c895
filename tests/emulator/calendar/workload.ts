// The calendar workload: calendars, events, views and their deltas.

import { randomUUID } from 'node:crypto'
import { etagOf } from '../mail/view'
import type { Core, DirectoryUser, Workload } from '../seam'
import type { Calendars } from './access'
import { calendarRoutes } from './calendar-routes'
import { controlRoutes } from './control'
import { deltaRoutes } from './delta-routes'
import { Edits } from './edits'
import { eventRoutes } from './event-routes'
import { type Announce, Mailbox } from './mailbox'
import { NO_SCHEDULING, type SchedulingHooks } from './model'
import { fillCalendars } from './seed/fill'
import { loadSnapshot, takeSnapshot } from './snapshot'
import { viewRoutes } from './view-routes'
import { zoneRoutes } from './zone-routes'

const NAME = 'calendar'

/** What other modules may ask the calendar workload. */
export interface Calendar extends Workload, Calendars {
  edits: Edits
  /** Scheduling takes part from now on. */
  use(hooks: SchedulingHooks): void
}

export function createCalendar(core: Core): Calendar {
  const mailboxes = new Map<string, Mailbox>()
  let seed = 1
  const edits = new Edits(NO_SCHEDULING)

  const announcer = (mailbox: Mailbox): Announce => {
    const { owner } = mailbox
    return (kind, event, date) =>
      core.emit({
        ownerId: owner.id,
        tenantId: owner.tenantId,
        collection: 'events',
        containerIds: [event.calendar.id],
        id: { rest: mailbox.restId(event, date), immutable: mailbox.immutableId(event, date) },
        changeType: kind,
        etag: etagOf(mailbox.ids.changeKey(event.seq)),
        odataType: '#Microsoft.Graph.Event',
      })
  }

  function make(owner: DirectoryUser, data: Uint8Array | null): Mailbox {
    const mailbox = new Mailbox(owner, randomUUID(), () => core.now(), null)
    mailboxes.set(owner.id, mailbox)
    if (data) loadSnapshot(mailbox, data)
    else fillCalendars(mailbox, core, seed)
    mailbox.announce = announcer(mailbox)
    mailbox.changed = () => core.touched(NAME, owner.id)
    // A seed is saved too: ids, times and delta tokens outlive a restart.
    if (!data) core.touched(NAME, owner.id)
    return mailbox
  }

  /** A mailbox is filled when it is first looked at. */
  const opened = (owner: DirectoryUser): Mailbox => mailboxes.get(owner.id) ?? make(owner, null)
  const calendars: Calendars = {
    opened,
    openedById(ownerId) {
      const owner = core.userById(ownerId)
      return owner?.hasMailbox ? opened(owner) : undefined
    },
  }

  return {
    name: NAME,
    ...calendars,
    edits,
    use(hooks) {
      edits.hooks = hooks
    },
    mailboxRoutes(app) {
      deltaRoutes(app, core, calendars)
      viewRoutes(app, calendars)
      eventRoutes(app, calendars, edits)
      calendarRoutes(app, calendars)
      zoneRoutes(app)
    },
    controlRoutes: (app) => controlRoutes(app, core, calendars, edits),
    counts: (owner) => ({ events: owner.hasMailbox ? opened(owner).events().length : 0 }),
    reset(next) {
      seed = next
      mailboxes.clear()
    },
    snapshot(ownerId) {
      const mailbox = mailboxes.get(ownerId)
      return mailbox ? takeSnapshot(mailbox) : null
    },
    restore(ownerId, data) {
      const owner = core.userById(ownerId)
      if (owner) make(owner, data)
    },
  }
}
