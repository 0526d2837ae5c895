import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exportParts } from '@/lib/features/export/queries'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { PURGE } from '@/lib/features/purge/registry'
import { purgeRows } from '@/lib/features/purge/sync/leave'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { listPauses } from '@/lib/sync/breaker'
import { daily, day, singing } from '../support/singing'
import { startWorld, type World } from '../support/tandem-world'
import { TwoWayDesk } from '../support/two-way-desk'

const UPN = 'alex@contoso.test'
let world: World
let alex: UserScope
let me: TwoWayDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  me = await TwoWayDesk.anew(world, UPN)
  alex = me.person
})

const newWord = () => `canary${randomBytes(6).toString('hex')}`

/** Tables of which some row holds the word, whatever is in it. */
async function tablesWith(word: string): Promise<string[]> {
  const found: string[] = []
  for (const { table } of PURGE) {
    const { rows } = await inSystem((db) =>
      db.execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(table)} t where position(${word} in lower(t::text)) > 0`,
      ),
    )
    if (rows[0]?.n) found.push(table)
  }
  return found
}

async function exported(): Promise<string> {
  let text = ''
  for await (const part of exportParts(alex)) text += part
  return text.toLowerCase()
}

describe('what a private event says', () => {
  it('never reaches the database or the export, of a single one or of a series', async () => {
    const [secret, open] = [newWord(), newWord()]
    await me.put(singing(secret, { sensitivity: 'private' }))
    await me.put(singing(secret, { sensitivity: 'confidential', ...daily() }))
    await me.put(singing(open))
    await me.sweep()
    // The word is found where it must be: the search can be believed.
    expect(await tablesWith(open)).toEqual(
      expect.arrayContaining(['schedule_entries', 'external_calendar_event', 'calendar_links']),
    )
    expect(await exported()).toContain(open)
    expect(await tablesWith(secret)).toEqual([])
    expect(await exported()).not.toContain(secret)
  })

  it('leaves nothing behind when it becomes private later: no entry, no link, no change on its way', async () => {
    const word = newWord()
    const single = await me.put(singing(word))
    const series = await me.put(singing(word, daily()))
    const entries = await me.entries(`${word} subject`)
    expect(entries).toHaveLength(2)
    const [first] = entries
    await me.here.edit(first?.id ?? '', { location: `${word} elsewhere` }, first?.recurrence ? day(3) : null)
    await me.changeThere(single, { sensitivity: 'private' })
    await me.changeThere(series, { sensitivity: 'confidential' })
    await me.sweep()
    expect(await tablesWith(word)).toEqual([])
    expect(await exported()).not.toContain(word)
  })
})

describe('many events that become private at once', () => {
  it('are hidden at once: nobody is asked whether that is meant', async () => {
    const word = newWord()
    const ids: string[] = []
    for (let at = 0; at < 24; at++) ids.push(await me.outlook.put(singing(word)))
    await me.sweep()
    expect(await me.entries(`${word} subject`)).toHaveLength(24)
    for (const id of ids) await me.outlook.change(id, { sensitivity: 'private' })
    await me.sweep()
    expect(await tablesWith(word)).toEqual([])
    expect(await inScope(alex, (db) => listPauses(db, me.connectionId))).toEqual([])
  })
})

describe('after a Disconnect', () => {
  it('no table holds a word of the calendar', async () => {
    const word = newWord()
    await me.put(singing(word))
    const series = await me.put(singing(word, daily()))
    await me.sweep()
    const master = (await me.entries(`${word} subject`)).find(({ recurrence }) => recurrence)
    await me.here.edit(master?.id ?? '', { notes: `${word} noted` }, day(4))
    await me.turn()
    await me.here.remove(master?.id ?? '')
    expect(await me.outlook.one(series)).not.toBeNull()
    const id = await inScope(alex, (db) => startDisconnect(db, alex, me.connectionId))
    expect(await exported()).not.toContain(word)
    expect(await purgeRows(me.connectionId, id, Date.now() + 60_000)).toBe(true)
    expect(await tablesWith(word)).toEqual([])
  })
})
