import 'server-only'
import type { Suggestion } from '@/components/compose/view'
import { withUser } from '@/lib/auth/with-user'
import { getConnection, isOn } from '@/lib/features/connection/queries'
import type { Db } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { findColleagues } from './colleagues/queries'
import { findPeople, listCorrespondents, listPeopleOf } from './queries'
import { best, type Candidate, MOST_SHOWN, matches, UNRANKED } from './rules'

/** More is no name that somebody types. */
const LONGEST = 100

/** Who may be meant, best first. */
export async function loadSuggestions(typed: string): Promise<Suggestion[]> {
  return withUser((db, scope) => listSuggestions(db, scope, typed))
}

/** The same for a person known already. Without Microsoft's ranking: own history, colleagues and people of the CRM. */
export async function listSuggestions(db: Db, scope: UserScope, typed: string): Promise<Suggestion[]> {
  const text = typed.slice(0, LONGEST)
  const connection = await getConnection(db, scope)
  const ranked = connection !== null && connection.state !== 'disconnecting' && isOn(connection, 'suggestions')
  const live = connection?.state === 'disconnecting' ? null : (connection?.id ?? null)
  const history = live ? await listCorrespondents(db, live) : []
  const usable = history
    .map((each) => (ranked ? each : { ...each, rank: UNRANKED }))
    // What only Microsoft's ranking told is not used while the feature is off.
    .filter((each) => each.rank < UNRANKED || each.written > 0)
  const byAddress = new Map(usable.map((each) => [each.address, each]))
  const own = connection?.address ?? ''
  // Of many the best are enough to look up whether the CRM knows them.
  const top: Candidate[] = best(
    usable.filter((each) => matches(text, each)),
    own,
    4 * MOST_SHOWN,
  )
  const colleagues = await findColleagues(db, live, text)
  const found = [
    ...colleagues.map((each) => ({ ...each, personId: null, company: null })),
    ...(await findPeople(db, scope, text)),
    ...(await listPeopleOf(
      db,
      top.map(({ address }) => address),
    )),
  ]
  // Whom the CRM knows by another name than Outlook does is written to all the same.
  const people = found.map((each) => {
    const { rank = UNRANKED, written = 0 } = byAddress.get(each.address) ?? {}
    return { ...each, rank, written }
  })
  return best([...people, ...top], own).map(({ name, address, personId, company }) => ({
    name,
    address,
    personId,
    company,
  }))
}
