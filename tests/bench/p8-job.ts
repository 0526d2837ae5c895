// One person's entries pushed to a calendar of their own, over and over, beside bare creates. In a process of its own.

import { randomUUID } from 'node:crypto'
import { connectionScope } from '@/lib/auth/scope'
import { accessToken } from '@/lib/auth/vault'
import { outTurn, runOutJob } from '@/lib/features/calendar/link/sync/out'
import { disconnect } from '@/lib/platform/db/connect'
import { rawDatabase } from '@/lib/platform/db/handle'
import { toAppError } from '@/lib/platform/errors'
import { linkMicrosoft } from '../support/link-account'
import { newMember, newWorkspace } from '../support/tandem-world'
import { alternate, median, type Rounds, timed } from './harness'
import { enterTandem } from './in-process'
import { control } from './rig'

export interface PublishJob {
  emulatorUrl: string
  upn: string
  entries: number
  rounds: number
  roundTripMs: number
}

export interface PublishResult extends Rounds {
  /** What stopped pushes on their way, by the error's code; each went on at once. */
  stops: string[]
  /** Milliseconds of this process's processor that one entry took, of bare creates and of Tandem's push. */
  cpu: { floor: number; subject: number }
}

/** Requests at a time that Tandem's bulk lane has in a mailbox. */
const WIDTH = 2
const STEP_MS = 20_000
/** Outlook counts 10,000 requests in ten minutes: between two rounds its clock goes on. */
const PAUSE_S = 660
const HOUR = 3_600_000

export async function run({ emulatorUrl, upn, entries, rounds, roundTripMs }: PublishJob): Promise<PublishResult> {
  await enterTandem(emulatorUrl)
  const member = await newMember(await newWorkspace(upn), { name: 'Sarah Jones' })
  const connectionId = await linkMicrosoft(member, upn, ['calendar', 'publishing'])
  const scope = await connectionScope(connectionId)
  if (!scope) throw new Error('no scope')
  const db = await rawDatabase()
  const first = new Date(Math.ceil(Date.now() / HOUR) * HOUR + 24 * HOUR)
  await db.execute(`insert into schedule_entries (workspace_id, kind, owner_id, title, channel, is_all_day, start_at, end_at, time_zone)
    select '${member.workspaceId}', 'call', '${member.userId}', 'Call ' || n, 'phone', false,
      '${first.toISOString()}'::timestamptz + n * interval '1 hour', '${first.toISOString()}'::timestamptz + (n + 1) * interval '1 hour', 'Europe/Berlin'
    from generate_series(0, ${entries - 1}) n`)
  let stops: string[] = []

  /** As before the first push: nothing in Outlook, nothing known of it. */
  const forget = async () => {
    const calendars = (await control(emulatorUrl, 'GET', `/users/${upn}/calendars`)) as { id: string; name: string }[]
    for (const { id, name } of calendars)
      if (/^(Tandem|Floor)/.test(name)) await control(emulatorUrl, 'DELETE', `/users/${upn}/calendars/${id}`)
    await db.execute('truncate calendar_links, calendar_publishing, ledger')
    await db.execute(`insert into calendar_publishing (connection_id, workspace_id, mode)
      values ('${connectionId}', '${member.workspaceId}', 'separate')`)
    await control(emulatorUrl, 'POST', '/clock', { advanceSeconds: PAUSE_S })
  }

  const push = async () => {
    for (let goesOn = false; ; goesOn = true) {
      const until = Date.now() + STEP_MS
      const input = { full: !goesOn, goesOn, why: 'first', left: 10_000, until }
      const ran = await runOutJob(connectionId, (context) => outTurn(context, input)).catch(async (thrown) => {
        const { code, reason } = toAppError(thrown)
        stops.push(reason ? `${code} (${reason})` : code)
        await db.execute('update connections set throttled_until = null')
        return null
      })
      if (ran && !ran.ran) throw new Error(`the push did not run: ${ran.because}`)
      if (ran?.value.more === false) return
    }
  }

  const check = async () => {
    const events = (await control(emulatorUrl, 'GET', `/users/${upn}/events`)) as {
      calendar: string
      subject: string
    }[]
    const copies = events.filter(({ calendar }) => calendar.startsWith('Tandem'))
    const different = new Set(copies.map(({ subject }) => subject)).size
    if (copies.length !== entries || different !== entries)
      throw new Error(`${copies.length} copies of ${different} entries instead of ${entries}`)
  }

  /** The floor: the same creates, two at a time, and nothing else. */
  const bare = async () => {
    const headers = {
      authorization: `Bearer ${await accessToken(scope, { forceRefresh: true })}`,
      'content-type': 'application/json',
      prefer: 'IdType="ImmutableId"',
    }
    const post = async (path: string, body: unknown) => {
      const answer = await fetch(`${emulatorUrl}/v1.0${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 200)}`)
      return (await answer.json()) as { id: string }
    }
    const { id } = await post('/me/calendars', { name: 'Floor' })
    let next = 0
    const lane = async () => {
      while (next < entries) await post(`/me/calendars/${encodeURIComponent(id)}/events`, bareEvent(next++, first))
    }
    await Promise.all(Array.from({ length: WIDTH }, lane))
  }

  const cpu = new Map<() => Promise<void>, number[]>([
    [bare, []],
    [push, []],
  ])
  const measured = async (work: () => Promise<void>) => {
    await forget()
    const before = process.cpuUsage()
    const took = await timed(work)
    const { user, system } = process.cpuUsage(before)
    cpu.get(work)?.push((user + system) / 1000 / entries)
    if (work === push) await check()
    return took
  }
  // Both once unmeasured and without delay: code is compiled, files are grown.
  await measured(bare)
  await measured(push)
  stops = []
  for (const each of cpu.values()) each.length = 0
  await control(emulatorUrl, 'POST', '/faults', { match: { upn }, kind: 'rtt', delayMs: roundTripMs })
  const result = await alternate(
    rounds,
    () => measured(bare),
    () => measured(push),
  )
  await disconnect()
  return { ...result, stops, cpu: { floor: median(cpu.get(bare) ?? []), subject: median(cpu.get(push) ?? []) } }
}

function bareEvent(n: number, first: Date) {
  const time = (hours: number) => ({
    dateTime: new Date(first.getTime() + hours * HOUR).toISOString().slice(0, 19),
    timeZone: 'UTC',
  })
  const name = (word: string) => `String {66f5a359-4659-4830-9070-00047ec6ac6e} Name ${word}`
  return {
    subject: `Call ${n}`,
    body: { contentType: 'text', content: 'Phone' },
    ...{ isAllDay: false, start: time(n), end: time(n + 1) },
    ...{ sensitivity: 'normal', showAs: 'busy', isReminderOn: true, reminderMinutesBeforeStart: 15 },
    transactionId: randomUUID(),
    singleValueExtendedProperties: [
      { id: name('TandemEntry'), value: randomUUID() },
      { id: name('TandemState'), value: 'aaaaaaaaaaaaaaaaaaaaaa' },
    ],
  }
}
