// GET /people: the people around somebody, most relevant first. Microsoft Graph: list people. No state of its own: the
// ranking follows from the mailbox.

import type { Mail } from '../mail/mail'
import { context, type GraphContext } from '../mail/request'
import { words } from '../mail/search-words'
import { comparator, compileFilter, type EntityModel, type Property, parseOrderby } from '../odata/evaluate'
import { parseFilter } from '../odata/filter'
import { pageSize, readOptions, withOptions } from '../odata/options'
import { type Core, type DirectoryUser, GraphFault, type Workload } from '../seam'
import { GROUPS, ROOMS } from '../seed/people-ranking'
import { fuzzyMatch } from './fuzzy'
import { fromDirectory, fromMail, fromShared, type Person, viewPerson } from './person'
import { tally } from './ranking'

const OPTIONS = new Set(['$top', '$skip', '$search', '$filter', '$orderby', '$select'])
const PAGE = 10
const PAGE_MAX = 1000
/** Microsoft Graph: a $search of people gives 250 at most. */
const SEARCH_MOST = 250

const byName = new Intl.Collator('en').compare
const bad = (message: string) => new GraphFault(400, 'BadRequest', message)
const text = (get: (person: Person) => string | null): Property<Person> => ({ kind: 'string', get })

const model: EntityModel<Person> = {
  type: 'microsoft.graph.person',
  properties: {
    displayName: text((person) => person.displayName),
    givenName: text((person) => person.givenName),
    surname: text((person) => person.surname),
    jobTitle: text((person) => person.jobTitle),
    companyName: text((person) => person.companyName),
    userPrincipalName: text((person) => person.userPrincipalName),
    'personType/class': { ...text((person) => person.class), sortable: false },
    'personType/subclass': { ...text((person) => person.subclass), sortable: false },
  },
  collections: {
    scoredEmailAddresses: { paths: ['address'], elements: (person) => [{ address: person.address }] },
  },
}

function searched(people: Person[], given: string): Person[] {
  const query = given.trim().replace(/^"(.*)"$/s, '$1')
  if (/^topic:/i.test(query.trim()))
    throw new GraphFault(501, 'NotImplemented', 'The emulator does not find people by topic.')
  if (words(query).length === 0) throw bad('The value of $search holds no word.')
  return people.filter((each) => fuzzyMatch(query, `${each.displayName} ${each.address}`)).slice(0, SEARCH_MOST)
}

export function createPeople(core: Core, mail: Mail): Workload {
  /** Everybody around the owner, most relevant first. */
  const around = async (owner: DirectoryUser): Promise<Person[]> => {
    const own = (owner.mail ?? owner.upn).toLowerCase()
    const tallies = new Map(owner.hasMailbox ? await tally(mail.opened(owner), own) : [])
    const scoreOf = (address: string) => {
      const key = address.toLowerCase()
      const score = tallies.get(key)?.score ?? 0
      tallies.delete(key)
      return score
    }
    const people: Person[] = []
    const tenant = core.tenants().find(({ id }) => id === owner.tenantId)
    if (owner.kind === 'work' && tenant) {
      for (const user of core.users())
        if (user.tenantId === tenant.id && user.id !== owner.id)
          people.push(fromDirectory(user, tenant.name, scoreOf(user.mail ?? user.upn)))
      for (const [list, kind] of [
        [GROUPS, 'group'],
        [ROOMS, 'room'],
      ] as const)
        for (const each of list)
          if (each.domain === tenant.domain) people.push(fromShared(each, kind, scoreOf(each.address)))
    }
    people.push(...[...tallies.values()].map(fromMail))
    return people.sort((a, b) => b.score - a.score || byName(a.displayName, b.displayName))
  }

  const list = async (c: GraphContext) => {
    const url = c.get('publicUrl')
    const options = readOptions(url, OPTIONS)
    const owner = c.get('owner')
    const size = pageSize(options.top, PAGE, PAGE_MAX)
    if (options.search !== null) {
      if (options.names.includes('$skip')) throw bad('$skip is not supported together with $search.')
      if (owner.id !== c.get('caller').userId) throw bad('$search works for the people of the signed-in user only.')
    }
    let people = await around(owner)
    if (options.filter !== null) people = people.filter(compileFilter(parseFilter(options.filter), model))
    if (options.search !== null) people = searched(people, options.search)
    if (options.orderby !== null) people.sort(comparator(parseOrderby(options.orderby, model), model))
    const names = options.select
    const value = people.slice(options.skip, options.skip + size).map((person) => {
      const shown = viewPerson(person)
      if (!names) return shown
      return Object.fromEntries(
        ['id', ...names.filter((name) => name !== 'id')].map((name) => {
          if (!Object.hasOwn(shown, name))
            throw bad(`Could not find a property named '${name}' on type 'microsoft.graph.person'.`)
          return [name, shown[name]]
        }),
      )
    })
    const more = options.search === null && options.skip + size < people.length
    return c.json({
      '@odata.context': context(c, 'people', names),
      value,
      ...(more && { '@odata.nextLink': withOptions(url, { $skip: String(options.skip + size) }) }),
    })
  }

  return {
    name: 'people',
    mailboxRoutes: (app) => void app.get('/people', list),
    controlRoutes() {},
    counts: () => ({}),
    reset() {},
    snapshot: () => null,
    restore() {},
  }
}
