import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { findColleagues } from '@/lib/features/suggestions/colleagues/queries'
import { matches } from '@/lib/features/suggestions/rules'
import { listColleagues } from '@/lib/features/workspace/members/queries'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'

/** Members' names in many scripts, and what is typed for them. */
export const NAMES = [
  'Tomás Rivera',
  'TOMAS ÖRN',
  'Toma\u0301s Nilsen',
  'Søren O’Neill-Ångström',
  'Łukasz Nowak',
  'Анна Антонова',
  'Иван Анненский',
  'Παύλος Μελάς',
  'हिन्दी नवीन',
  'อนงค์ ใจดี',
  'مُحَمَّد العلي',
  'יעל כהן',
  '김민수',
  '会議 太郎',
  'ﬁona Weiß',
  'anna_berg (2nd) 50%',
  '',
]
/** Somebody of them is meant. */
export const MEANT = [
  ...['', 't', 'tom', 'TOMÁS', 'neill ang', 'nowak ŁUK', 'ан', 'АННА', 'μελ', 'παυλος', 'ΜΕΛΆΣ', 'हि', 'नदी', 'नवी'],
  ...['อน', 'ใจ', 'محمد', 'مُحَ', 'العل', 'יעל', '김', '김민', '会', '太', 'fio', 'weiß', 'berg', 'anna_', '50%', '%'],
  ...['_', '\\', "'", '(2', 'p3@contoso', 'contoso t', 'test p4', '.*'],
]
/** Nobody is: no word of theirs begins so. */
export const NOBODY = ['omas', 'ren', 'нна', 'ий', '민', 'weiss', 'nowak luk', 'علي', '[[:alnum:]]', 'anna nobody']

/** Adds members by name; their addresses are `<prefix><number>@contoso.test`. */
export async function addMembers(workspaceId: string, prefix: string, names: readonly string[]): Promise<void> {
  const rows = JSON.stringify(names.map((name, at) => ({ name, email: `${prefix}${at}@Contoso.test` })))
  await inSystem((db) =>
    db.execute(sql`
      with rows as (select * from jsonb_to_recordset(${rows}::jsonb) as t(name text, email text)),
        made as (insert into users (name, email) select name, email from rows returning id)
      insert into memberships (workspace_id, user_id, role) select ${workspaceId}::uuid, id, 'member' from made`),
  )
}

/** What is found is what the rules say of each member; answers how many that are. */
export async function expectAllMeant(scope: UserScope, connectionId: string | null, typed: string): Promise<number> {
  const [all, found] = await inScope(scope, async (db) => [
    await listColleagues(db),
    await findColleagues(db, connectionId, typed),
  ])
  const meant = all
    .flatMap(({ name, addresses: [address] }) => (address ? [{ name, address }] : []))
    .filter((each) => matches(typed, each))
  const sorted = (list: { address: string }[]) => list.map(({ address }) => address).sort()
  expect(sorted(found), typed).toEqual(sorted(meant))
  return meant.length
}
