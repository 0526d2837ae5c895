import 'server-only'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { calendarLinks } from '@/drizzle/schema/calendar'
import { sendBatch } from '@/lib/graph/batch'
import { now } from '@/lib/platform/clock'
import { type Db, inScope } from '@/lib/platform/db/handle'
import { notifyLive } from '@/lib/platform/live'
import type { ConnectionScope } from '@/lib/platform/scope'
import { assertActive, hintOf, type SyncContext } from '@/lib/sync/job'
import { writeLedger } from '@/lib/sync/ledger'
import { ENTRY_MARKER } from '../../link/rules'
import { eachPage } from '../../publish/sync/pages'
import { createFromEvent } from '../entry/mutations'
import { listMarked, readFull } from '../graph'
import { type Theirs, theirsOf } from '../map'
import { getDefaultCalendar, isOwnEntry, tie, tieDeleted } from '../mutations'
import { listAskedDeleted, listUnknown, loadTwoWay } from '../queries'
import type { TwoWayPlan } from './plan'
import { oursOf } from './sides'

/** Reads at a time: as many as fit into a batch. */
const AT_ONCE = 4
const MOST = 500

/**
 * Events of the default calendar that no link knows become entries, or are tied to the entry whose marker they carry.
 * Answers whether all are in.
 */
export async function takeIn(context: SyncContext, plan: TwoWayPlan, until: number): Promise<boolean> {
  const { scope, graph } = context
  const unknown = await inScope(scope, (db) => listUnknown(db, scope.connectionId, MOST))
  for (let at = 0; at < unknown.length; at += AT_ONCE) {
    if (Date.now() >= until) return false
    const some = unknown.slice(at, at + AT_ONCE)
    const answers = await sendBatch(
      graph,
      some.map(({ id }) => readFull(id)),
    )
    for (const [index, answer] of answers.entries()) {
      if ('error' in answer) {
        // The delta has not come so far yet.
        if (answer.error.code !== 'not_found') throw answer.error
        continue
      }
      const theirs = theirsOf(answer.body, plan.fields, null)
      if (theirs && !theirs.facts.isPrivate) await takeOne(context, plan, theirs, some[index]?.rowDates ?? null)
    }
  }
  return unknown.length < MOST
}

/** @param rowDates of its rows before it was read: what came later is looked at anew */
async function takeOne(
  { scope }: SyncContext,
  plan: TwoWayPlan,
  { id, state, facts }: Theirs,
  rowDates: string | null,
): Promise<void> {
  const entryId = z.uuid().safeParse(facts.marker?.toLowerCase()).data
  await inScope(scope, async (db) => {
    await assertActive(db, scope)
    // A copy that somebody made of an event carries its marker, too: then the entry has its event already.
    if (entryId && (await isOwnEntry(db, scope, entryId)) && (await tie(db, scope, { entryId, eventId: id }))) return
    if (entryId && (await isOfDeleted(db, scope, { entryId, eventId: id }))) return
    const at = now()
    const [link] = await db
      .insert(calendarLinks)
      .values({
        workspaceId: scope.workspaceId,
        connectionId: scope.connectionId,
        mode: 'two-way',
        externalCalendarId: await getDefaultCalendar(db, scope.connectionId),
        externalEventId: id,
        transactionId: crypto.randomUUID(),
        changeKey: facts.changeKey,
        iCalUid: facts.iCalUid,
        state: 'linked',
        createdAt: at,
        updatedAt: at,
      })
      .onConflictDoNothing()
      .returning({ id: calendarLinks.id })
    if (!link) return
    const entry = await createFromEvent(db, scope, state, facts)
    await db
      .update(calendarLinks)
      .set({ entryId: entry.id, pushedVersion: entry.version })
      .where(eq(calendarLinks.id, link.id))
    const [unit] = await loadTwoWay(db, scope.connectionId, [link.id])
    if (!unit?.entry) return
    const ours = oursOf({ ...unit, entry: unit.entry })
    const base = { ours, theirs: state, rowKey: facts.changeKey, rowDates, isOrganizer: facts.isOrganizer }
    await db.update(calendarLinks).set({ base }).where(eq(calendarLinks.id, link.id))
    await writeLedger(db, scope, [{ direction: 'in', kind: 'entry', what: 'created', why: plan.why }])
    await notifyLive(db, { ...hintOf(scope), topics: ['schedule', 'people'] })
  })
}

/** The deletion of its entry is still to reach it: it is no news. */
async function isOfDeleted(
  db: Db,
  scope: ConnectionScope,
  { entryId, eventId }: { entryId: string; eventId: string },
): Promise<boolean> {
  const [asked] = await listAskedDeleted(db, scope.connectionId, entryId)
  return asked !== undefined && (await tieDeleted(db, scope, { linkId: asked.linkId, eventId }))
}

const marked = z.object({
  id: z.string().min(1),
  // What somebody else organises says nothing of our entries.
  isOrganizer: z.literal(true),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })),
})

/** After a connect: events that Tandem made for entries that are still here are theirs again. Nobody is mailed. */
export async function adoptMarkedEvents({ scope, graph }: SyncContext): Promise<void> {
  let page: { entryId: string; eventId: string }[] = []
  await eachPage(
    graph,
    listMarked.path,
    (json) => {
      const { data } = marked.safeParse(json)
      const mark = data?.singleValueExtendedProperties.find(
        (each) => each.id.toLowerCase() === ENTRY_MARKER.toLowerCase(),
      )
      const entryId = z.uuid().safeParse(mark?.value.toLowerCase()).data
      if (data && entryId) page.push({ entryId, eventId: data.id })
    },
    async () => {
      const read = page
      page = []
      await inScope(scope, async (db) => {
        await assertActive(db, scope)
        for (const each of read) if (await isOwnEntry(db, scope, each.entryId)) await tie(db, scope, each)
      })
    },
  )
}
