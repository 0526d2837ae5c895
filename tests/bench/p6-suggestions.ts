import { sql } from 'drizzle-orm'
import { listSuggestions } from '@/lib/features/suggestions/loaders'
import { UNRANKED } from '@/lib/features/suggestions/rules'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import { ownerWord, wordsOf } from '@/lib/platform/words'
import { linkMicrosoft } from '../support/link-account'
import { newMember, newWorkspace, startWorld } from '../support/tandem-world'
import { type BenchOptions, type Score, scoreValue } from './harness'

const FIRST = [
  'Tomás',
  'Ingrid',
  'Zoë',
  'Miriam',
  'Anders',
  'Łukasz',
  'Noor',
  'Priya',
  'Jonas',
  'Siobhán',
  'Wen',
  'Ana',
]
const LAST = ['Rivera', 'Solberg', 'Okafor', 'Nowak', 'Müller', 'Petrov', 'Haddad', 'Kowalczyk', 'Ishikawa', 'Byrne']
const TYPED = ['', 'a', 't', 'to', 'tom', 'tomas', 'ing so', 'muller', 'p1234', 'nobody at all', 'zoe', 'person77@']

/** P6: who may be meant, asked at each letter, on the embedded database. */
export async function run({ quick }: BenchOptions): Promise<Score[]> {
  const [people, known, colleagues, turns] = quick ? [5_000, 500, 500, 5] : [50_000, 2_000, 5_000, 25]
  const world = await startWorld()
  try {
    const scope = await newMember(await newWorkspace('Bench'), { name: 'Alex' })
    const connectionId = await linkMicrosoft(scope, 'alex@contoso.test', ['mail', 'suggestions'])
    const named = (at: number) => ({
      name: `${FIRST[at % FIRST.length]} ${LAST[Math.floor(at / FIRST.length) % LAST.length]} p${at}`,
      address: `person${at}@company${at % 997}.test`,
    })
    for (let from = 0; from < people; from += 500) {
      const rows = Array.from({ length: Math.min(500, people - from) }, (_, index) => {
        const each = named(from + index)
        return { ...each, words: [...wordsOf([each.name, each.address]), ownerWord(scope.workspaceId)] }
      })
      await inScope(scope, (db) =>
        db.execute(sql`
          with rows as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(name text, address text, words jsonb)),
          made as (
            insert into people (workspace_id, name, words)
            select ${scope.workspaceId}::uuid, name, array_to_tsvector(array(select jsonb_array_elements_text(words))) from rows
            returning id, name)
          insert into person_addresses (workspace_id, address, person_id)
          select ${scope.workspaceId}::uuid, r.address, m.id from made m join rows r using (name)`),
      )
    }
    await inScope(scope, (db) =>
      db.execute(sql`
        insert into correspondents (connection_id, workspace_id, address, name, rank, written)
        select ${connectionId}::uuid, ${scope.workspaceId}::uuid, 'person' || n || '@company' || n % 997 || '.test',
          'Person ' || n, case when n % 2 = 0 then n else ${UNRANKED} end, n % 7 + 1
        from generate_series(1, ${known}::int) n`),
    )
    const members = Array.from({ length: colleagues }, (_, at) => ({
      ...named(at),
      email: `colleague${at}@contoso.test`,
    }))
    await inSystem((db) =>
      db.execute(sql`
        with made as (
          insert into users (name, email)
          select name, email from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as t(name text, email text)
          returning id)
        insert into memberships (workspace_id, user_id, role) select ${scope.workspaceId}::uuid, id, 'member' from made`),
    )
    const times: number[] = []
    for (let turn = 0; turn < turns; turn++) {
      for (const typed of TYPED) {
        const began = performance.now()
        await inScope(scope, (db) => listSuggestions(db, scope, typed))
        if (turn > 0) times.push(performance.now() - began)
      }
    }
    times.sort((a, b) => a - b)
    const p95 = times[Math.floor(times.length * 0.95)] ?? 0
    const what = `suggestions, ${people} people, ${colleagues} colleagues, ${known} correspondents, p95`
    return [scoreValue('P6', what, 'ms', p95, { must: 100, aim: 50 }, `p50 ${times[times.length >> 1]?.toFixed(1)} ms`)]
  } finally {
    await world.close()
  }
}
