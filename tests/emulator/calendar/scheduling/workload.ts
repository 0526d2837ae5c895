// The scheduling workload: it joins the calendars of all mailboxes. It keeps no state of its own; it stands before the
// calendar workload, so that whatever is due has happened when somebody looks.

import type { Hono } from 'hono'
import type { Mail } from '../../mail/mail'
import { jsonBody } from '../../mail/request'
import type { Core, DirectoryUser, GraphEnv, Workload } from '../../seam'
import type { MailboxSettings } from '../../settings/mailbox-settings'
import type { Calendars } from '../access'
import type { SchedulingHooks } from '../model'
import { refuse, text } from '../parts'
import { type Answer, answer, answerFromOutside } from './respond'
import { readAnswer, schedulingRoutes } from './routes'
import { Scheduling } from './scheduling'

const CONTROL_ANSWERS: readonly Answer[] = ['accepted', 'tentativelyAccepted', 'declined']

interface Joined extends Calendars {
  use(hooks: SchedulingHooks): void
}

export function createScheduling(
  core: Core,
  mail: Mail,
  calendar: Joined,
  settingsOf: (user: DirectoryUser) => MailboxSettings,
): Workload {
  const scheduling = new Scheduling(core, mail, calendar.opened)
  const resumed = new Set<string>()
  calendar.use(scheduling)

  function settle(owner: DirectoryUser): void {
    if (owner.hasMailbox && !resumed.has(owner.id)) {
      resumed.add(owner.id)
      scheduling.resume(calendar.opened(owner))
    }
    scheduling.later.settle()
  }

  /** Before any route of a calendar, registered later by the calendar workload. */
  function settleFirst(app: Hono<GraphEnv>): void {
    for (const path of ['/events/*', '/calendar/*', '/calendars/*', '/calendarView/*']) {
      app.use(path, async (c, next) => {
        settle(c.get('owner'))
        await next()
      })
    }
  }

  return {
    name: 'scheduling',
    mailboxRoutes(app) {
      settleFirst(app)
      schedulingRoutes(app, calendar, scheduling, { core, open: calendar.opened, settingsOf })
    },
    controlRoutes(app) {
      settleFirst(app)
      app.post('/events/:event/respond', async (c) => {
        const { response, attendee, ...rest } = await jsonBody(c)
        const wanted = CONTROL_ANSWERS.find((each) => each === response)
        if (!wanted) throw refuse(400, `response must be one of ${CONTROL_ANSWERS.join(', ')}.`)
        const mailbox = calendar.opened(c.get('owner'))
        const found = mailbox.find(decodeURIComponent(c.req.param('event')))
        if (!found) throw refuse(404, 'There is no such event.')
        const answering = readAnswer(rest, wanted, 'respond')
        if (attendee === undefined) await answer(scheduling, mailbox, found, answering)
        else await answerFromOutside(scheduling, mailbox, found, text(attendee, 'attendee'), answering)
        return c.json({ ok: true })
      })
    },
    counts: () => ({}),
    reset() {
      scheduling.later.clear()
      resumed.clear()
    },
    snapshot: () => null,
    restore: () => undefined,
    close: () => scheduling.later.clear(),
  }
}
