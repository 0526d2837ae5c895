import 'server-only'
import type { DisconnectPreview, DisconnectReceipt, DisconnectStep, DisconnectView } from '@/components/disconnect/view'
import { withUser } from '@/lib/auth/with-user'
import { getOwnCalendar, type OwnCalendar } from '@/lib/features/calendar/publish/removal/queries'
import { countWaiting } from '@/lib/features/compose/queries'
import { getConnection } from '@/lib/features/connection/queries'
import { countHandedOn } from '@/lib/features/schedule/entry/queries'
import { AppError } from '@/lib/platform/errors'
import { isUuid } from '@/lib/platform/uuid'
import type { DisconnectRow } from './mutations'
import { countConnection, getDisconnect, getNewestDisconnect, listStops, toLines } from './queries'
import { PURGE } from './registry'

const STAYS = [
  'What you and your colleagues typed into Tandem.',
  'The sync ledger without names or subjects, for 90 days.',
]

/** Mails that wait to leave stay in Outlook's Drafts. */
const notSent = (waiting: number): string[] =>
  waiting === 0
    ? []
    : [
        waiting === 1
          ? 'One mail that waits to be sent will not be sent. It stays in Outlook’s Drafts.'
          : `${waiting} mails that wait to be sent will not be sent. They stay in Outlook’s Drafts.`,
      ]

/** A meeting that was given away is the colleague's; see docs/decisions/0015. */
const handedOn = (count: number): string[] =>
  count === 0
    ? []
    : [
        count === 1
          ? 'One meeting from Outlook that you gave to a colleague. It is theirs.'
          : `${count.toLocaleString('en-GB')} meetings from Outlook that you gave to colleagues. They are theirs.`,
      ]

const outlookStays = (calendar: OwnCalendar | null): string[] =>
  calendar?.mayRemove
    ? ['Everything in Outlook, unless you choose to remove Tandem’s own calendar.']
    : [
        'Everything in Outlook. Microsoft’s own data is not touched.',
        ...(calendar
          ? [
              `The calendar “${calendar.title}” in Outlook: Tandem has no access at present to remove it. Reconnect first, or delete it in Outlook.`,
            ]
          : []),
      ]

/** What would go, before anything happens. Null when nothing is connected. */
export async function loadDisconnectPreview(): Promise<DisconnectPreview | null> {
  return withUser(async (db, scope) => {
    const connection = await getConnection(db, scope)
    if (!connection || connection.state === 'disconnecting') return null
    const goes = toLines(await countConnection(db, connection.id))
    const calendar = await getOwnCalendar(db, connection)
    const waiting = await countWaiting(db, connection.id)
    return {
      connectionId: connection.id,
      account: connection.address,
      goes,
      total: goes.reduce((sum, { count }) => sum + count, 0),
      stays: [...outlookStays(calendar), ...handedOn(await countHandedOn(db, connection.id)), ...STAYS],
      stops: [...notSent(waiting), ...(await listStops(db, connection))],
      unsent: goes.find(({ kind }) => kind === 'pending')?.count ?? 0,
      calendar,
    }
  })
}

/** A Disconnect under way, or its receipt. Null when there is none of that id for this person. */
export async function loadDisconnect(id: string): Promise<DisconnectView | null> {
  if (!isUuid(id)) return null
  return withUser(async (db, scope) => {
    const row = await getDisconnect(db, scope, id)
    if (!row) return null
    return row.finishedAt
      ? { face: 'receipt', receipt: toReceipt(row, row.finishedAt, await countHandedOn(db, row.connectionId)) }
      : {
          face: 'progress',
          progress: {
            id: row.id,
            startedAt: row.startedAt.toISOString(),
            steps: toSteps(row),
            waiting: row.waiting ?? null,
            finished: false,
          },
        }
  })
}

/** The same for the JSON route. Throws not_found. */
export async function loadDisconnectOrThrow(id: string): Promise<DisconnectView> {
  const view = await loadDisconnect(id)
  if (!view) throw new AppError('not_found', 'no such disconnect')
  return view
}

/** The person's Disconnect that is still running, or null. */
export async function loadRunningDisconnect(): Promise<string | null> {
  return withUser(async (db, scope) => {
    const newest = await getNewestDisconnect(db, scope)
    return newest && !newest.finishedAt ? newest.id : null
  })
}

function toSteps(row: DisconnectRow): DisconnectStep[] {
  const order = ['signals', 'purge', 'tokens', 'done']
  const rows = Object.entries(row.counts).filter(([table]) => table !== 'vault' && table !== 'subscriptions')
  const sum = (key: 'found' | 'removed') => rows.reduce((total, [, count]) => total + count[key], 0)
  const step = (id: DisconnectStep['id'], done: number, total: number): DisconnectStep => {
    const ahead = order.indexOf(row.stage) - order.indexOf(id)
    return { id, state: ahead > 0 ? 'done' : ahead === 0 ? 'running' : 'waiting', done, total }
  }
  const purge = step('purge', sum('removed'), sum('found'))
  const signals = step('signals', row.subscriptions.confirmed, row.subscriptions.found)
  // Microsoft may still owe its answer while rows are already going.
  const owed = row.waiting !== null && row.subscriptions.confirmed < row.subscriptions.found
  const tokens = step('tokens', 0, 1)
  return [
    owed ? { ...signals, state: 'running' } : signals,
    purge,
    ...calendarStep(row),
    // They are needed to ask Outlook.
    row.calendar?.state === 'asked' ? { ...tokens, state: 'waiting' } : tokens,
  ]
}

/** It comes after the copies have gone, while the keys are still there. */
function calendarStep({ calendar, stage }: DisconnectRow): DisconnectStep[] {
  if (!calendar) return []
  const asked = stage === 'tokens' ? 'running' : 'waiting'
  const state = calendar.state === 'asked' ? asked : calendar.state === 'gone' ? 'done' : 'failed'
  return [{ id: 'calendar', state, done: 0, total: 1 }]
}

function toReceipt(row: DisconnectRow, finishedAt: Date, given: number): DisconnectReceipt {
  const goes = toLines(Object.fromEntries(Object.entries(row.counts).map(([table, { removed }]) => [table, removed])))
  return {
    id: row.id,
    number: row.number,
    startedAt: row.startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    goes,
    total: goes.reduce((sum, { count }) => sum + count, 0),
    subscriptions: row.subscriptions,
    calendar: row.calendar && (row.calendar.state === 'asked' ? 'failed' : row.calendar.state),
    kept: [
      ...handedOn(given),
      ...PURGE.flatMap((each) =>
        each.rule === 'keep' && ['ledger', 'audit_log', 'disconnects'].includes(each.table) ? [each.why] : [],
      ),
    ],
  }
}
