import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WRONG_ON_PURPOSE } from '../core/listener'
import { type RunningEmulator, startEmulator } from '../server'
import { control, type GraphAnswer, graph, signIn } from '../testing/person'
import { fuzzyMatch } from './fuzzy'

const ALEX = 'alex@contoso.test'
let running: RunningEmulator
let token: string

beforeAll(async () => {
  running = await startEmulator()
})
afterAll(() => running.close())
beforeEach(async () => {
  await control(running.url, 'POST', '/reset')
  token = (await signIn(running.url, ALEX, 'openid People.Read Mail.Read')).access_token
})

interface Entry {
  id: string
  displayName: string
  scoredEmailAddresses: { address: string; relevanceScore: number }[]
  personType: { class: string; subclass: string }
}
const call = (path: string, wrong = false) =>
  graph(running.url, token, path, { headers: wrong ? { [WRONG_ON_PURPOSE]: 'yes' } : {} })
const people = ({ body }: GraphAnswer) => body.value as Entry[]
const addressesOf = (answer: GraphAnswer) => people(answer).map((each) => each.scoredEmailAddresses[0]?.address)
const all = () => call('/me/people?$top=1000')
const recipient = (address: string, name = address) => ({ emailAddress: { address, name } })
const put = (mail: object, folder = 'inbox') =>
  control(running.url, 'POST', `/users/${ALEX}/messages?folder=${folder}`, mail)

describe('the people around somebody', () => {
  test('are ranked by what was really written and received, and the ranking follows new mail', async () => {
    const before = people(await all())
    const scores = before.map((each) => each.scoredEmailAddresses[0]?.relevanceScore ?? 0)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(scores[0]).toBeGreaterThan(1)
    const friend = recipient('theo@new.example', 'Theo Newman')
    for (let i = 0; i < 400; i++)
      await put({ from: recipient(ALEX), toRecipients: [friend], subject: `${i}` }, 'sentitems')
    const [first] = people(await call('/me/people?$top=1'))
    expect(first).toMatchObject({
      displayName: 'Theo Newman',
      givenName: 'Theo',
      surname: 'Newman',
      birthday: '',
      scoredEmailAddresses: [{ address: 'theo@new.example', relevanceScore: 1200 }],
      personType: { class: 'Person', subclass: 'ImplicitContact' },
    })
  })

  test('junk, drafts and the person in person do not count', async () => {
    await put({ from: recipient('spam@junk.example') }, 'junkemail')
    await put({ isDraft: true, from: recipient(ALEX), toRecipients: [recipient('draft@never.example')] }, 'drafts')
    const found = addressesOf(await all())
    expect(found).not.toContain('spam@junk.example')
    expect(found).not.toContain('draft@never.example')
    expect(found).not.toContain(ALEX)
  })

  test('hold colleagues, groups and rooms of the own organisation, each once and with the same id again', async () => {
    const entries = people(await all())
    const kinds = new Set(entries.map(({ personType }) => `${personType.class}/${personType.subclass}`))
    expect([...kinds].sort()).toEqual([
      'Group/UnifiedGroup',
      'Other/Room',
      'Person/ImplicitContact',
      'Person/OrganizationUser',
    ])
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
    expect(people(await all()).map(({ id }) => id)).toEqual(entries.map(({ id }) => id))
    expect(entries.map(({ displayName }) => displayName)).not.toContain('Lee Gu')
  })

  test('come in pages that lead from one to the next without a gap', async () => {
    const whole = addressesOf(await call('/me/people?$top=25'))
    const found: unknown[] = []
    let answer = await call('/me/people?$top=10')
    for (let pages = 0; pages < 2; pages++) {
      found.push(...addressesOf(answer))
      const next = new URL(String(answer.body['@odata.nextLink']))
      answer = await call(next.pathname.replace('/v1.0', '') + next.search)
    }
    expect(found).toEqual(whole.slice(0, 20))
  })

  test('are filtered by kind and address, sorted by name, and cut to some properties', async () => {
    const groups = await call(
      `/me/people?$filter=${encodeURIComponent("personType/class eq 'Group'")}&$orderby=displayName`,
    )
    expect(people(groups).map((each) => each.displayName)).toEqual(['Halden rollout', 'Sales'])
    const address = encodeURIComponent("scoredEmailAddresses/any(a:a/address eq 'MEGAN@contoso.test')")
    const one = await call(`/me/people?$filter=${address}&$select=displayName,jobTitle`)
    expect(one.body.value).toEqual([
      { id: expect.any(String), displayName: 'Megan Bowen', jobTitle: 'Customer Success Manager' },
    ])
  })

  test('are found by half a name and with a slip', async () => {
    const find = async (query: string) =>
      people(await call(`/me/people?$search=${encodeURIComponent(`"${query}"`)}`)).map((each) => each.displayName)
    expect(await find('meg')).toContain('Megan Bowen')
    expect(await find('Megen Bowan')).toEqual(['Megan Bowen'])
    expect(await find('oak')).toContain('Room Oak')
    expect(await find('xyzzyx')).toEqual([])
  })

  test('a personal account has the people of its mail only', async () => {
    const pat = (await signIn(running.url, 'pat@outlook.test', 'openid People.Read')).access_token
    const answer = await graph(running.url, pat, '/me/people?$top=1000')
    expect(answer.status).toBe(200)
    expect(new Set(people(answer).map((each) => each.personType.subclass))).toEqual(new Set(['ImplicitContact']))
  })
})

test.each([
  ['$search="a"&$skip=5', 400],
  ['$search=""', 400],
  ['$search="topic:budget"', 501],
  ['$select=displayNam', 400],
  ["$filter=colour eq 'red'", 400],
  ['$top=1001', 400],
  ['$count=true', 501],
])('%s is refused', async (query, status) => {
  expect((await call(`/me/people?${query}`, true)).status).toBe(status)
})

test('a slip is forgiven in long words only', () => {
  expect(fuzzyMatch('Soren', 'Søren Quist')).toBe(true)
  expect(fuzzyMatch('Sorin', 'Søren Quist')).toBe(true)
  expect(fuzzyMatch('Bam', 'Bram')).toBe(false)
  expect(fuzzyMatch('quist soren', 'Søren Quist')).toBe(true)
  expect(fuzzyMatch('quist megan', 'Søren Quist')).toBe(false)
})
