// Calendars as their owner handles them in Outlook: made, renamed, deleted, shared. Control API.

import type { Context, Hono } from 'hono'
import { asBoolean, asEnum } from '../mail/patch'
import { jsonBody } from '../mail/request'
import type { Core, DirectoryUser, GraphEnv } from '../seam'
import type { Calendars } from './access'
import { checkName, linkName, readCalendar } from './calendar-json'
import type { Mailbox } from './mailbox'
import type { ShareRole, StoredCalendar } from './model'
import { type Json, refuse } from './parts'

type Guarded = (
  run: (c: Context<GraphEnv>, mailbox: Mailbox) => Promise<Response> | Response,
) => (c: Context<GraphEnv>) => Promise<Response>

const ROLES = ['none', 'freeBusy', 'limited', 'read', 'write', 'delegate', 'delegateWithPrivate'] as const

/** Shares a calendar with a colleague, in whose list it appears; `none` ends that. */
function share(owner: Mailbox, calendar: StoredCalendar, other: Mailbox, role: ShareRole | 'none'): void {
  const userId = other.owner.id
  const shares = calendar.shares.filter((each) => each.userId !== userId)
  owner.updateCalendar(calendar, { shares: role === 'none' ? shares : [...shares, { userId, role }] })
  const link = other
    .calendars()
    .find((each) => each.link?.ownerId === owner.owner.id && each.link.serial === calendar.serial)
  if (role === 'none') {
    if (link) other.removeCalendar(link)
  } else if (link) other.updateCalendar(link, { link: { ownerId: owner.owner.id, serial: calendar.serial, role } })
  else
    other.addCalendar({
      name: linkName(calendar, owner.owner),
      link: { ownerId: owner.owner.id, serial: calendar.serial, role },
    })
}

export function calendarControl(app: Hono<GraphEnv>, core: Core, calendars: Calendars, guarded: Guarded): void {
  const truth = (mailbox: Mailbox, calendar: StoredCalendar): Json => {
    const { id, name, color, hexColor, isDefault, isRemovable, extended, shares, link } = calendar
    const upn = (userId: string) => core.userById(userId)?.upn ?? userId
    return {
      id,
      name,
      color,
      hexColor,
      isDefault,
      isRemovable,
      ...(Object.keys(extended).length > 0 && { extended }),
      events: mailbox.events(calendar).length,
      sharedWith: shares.map(({ userId, role }) => ({ upn: upn(userId), role })),
      sharedBy: link ? { upn: upn(link.ownerId), role: link.role } : null,
    }
  }
  const calendarOf = (c: Context<GraphEnv>, mailbox: Mailbox): StoredCalendar => {
    const wanted = c.req.param('id') ?? ''
    const found = mailbox.calendar(wanted) ?? mailbox.calendars().find((each) => each.name === wanted)
    if (!found) throw refuse(404, 'No such calendar.')
    return found
  }

  app.get(
    '/calendars',
    guarded((c, mailbox) => c.json(mailbox.calendars().map((each) => truth(mailbox, each)))),
  )
  app.post(
    '/calendars',
    guarded(async (c, mailbox) => {
      const { name = '', ...rest } = readCalendar(await jsonBody(c), null)
      checkName(mailbox, name, null)
      return c.json(truth(mailbox, mailbox.addCalendar({ name, ...rest })), 201)
    }),
  )
  app.patch(
    '/calendars/:id',
    guarded(async (c, mailbox) => {
      const calendar = calendarOf(c, mailbox)
      const change = readCalendar(await jsonBody(c), calendar)
      checkName(mailbox, change.name, calendar)
      mailbox.updateCalendar(calendar, change)
      return c.json(truth(mailbox, calendar))
    }),
  )
  app.delete(
    '/calendars/:id',
    guarded((c, mailbox) => {
      const calendar = calendarOf(c, mailbox)
      if (calendar.isDefault) throw refuse(400, 'The default calendar stays.')
      for (const { userId } of calendar.shares) {
        const other = calendars.openedById(userId)
        if (other) share(mailbox, calendar, other, 'none')
      }
      mailbox.removeCalendar(calendar)
      return c.body(null, 204)
    }),
  )
  app.post(
    '/calendars/:id/share',
    guarded(async (c, mailbox) => {
      const calendar = calendarOf(c, mailbox)
      const given = await jsonBody(c)
      const other: DirectoryUser | undefined = core.userByUpn(String(given.with))
      const there = other ? calendars.openedById(other.id) : undefined
      if (!other || !there || other.tenantId !== mailbox.owner.tenantId || other.id === mailbox.owner.id)
        throw refuse(400, 'with: a colleague with a mailbox.')
      share(mailbox, calendar, there, asEnum('role', given.role ?? 'read', ROLES))
      return c.json(truth(mailbox, calendar))
    }),
  )
  app.get(
    '/calendarSettings',
    guarded((c, mailbox) => c.json({ wholeOccurrences: mailbox.wholeOccurrences })),
  )
  app.patch(
    '/calendarSettings',
    guarded(async (c, mailbox) => {
      const { wholeOccurrences } = await jsonBody(c)
      mailbox.wholeOccurrences = asBoolean('wholeOccurrences', wholeOccurrences)
      mailbox.changed()
      return c.json({ wholeOccurrences: mailbox.wholeOccurrences })
    }),
  )
}
