import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WRONG_ON_PURPOSE } from '../core/listener'
import { GraphFault } from '../seam'
import { type RunningEmulator, startEmulator } from '../server'
import { control, type GraphAnswer, graph, signIn } from '../testing/person'
import { propertyId, readExtended } from './extended-properties'

const ALEX = 'alex@contoso.test'
const GUID = '6F1B7E7C-3A43-4B1E-9D2F-0A5C8D1E2F34'
const MARK = `String {${GUID}} Name tandem`
let running: RunningEmulator
let token: string
let id: string

beforeAll(async () => {
  running = await startEmulator()
})
afterAll(() => running.close())
beforeEach(async () => {
  await control(running.url, 'POST', '/reset')
  token = (await signIn(running.url, ALEX, 'openid Mail.ReadWrite')).access_token
  const made = (await control(running.url, 'POST', `/users/${ALEX}/messages`, { subject: 'Marked' })) as {
    ids: string[]
  }
  id = made.ids[0] ?? ''
})

const call = (path: string, init: RequestInit = {}, wrong = false) =>
  graph(running.url, token, path, {
    ...init,
    headers: {
      prefer: 'IdType="ImmutableId"',
      'content-type': 'application/json',
      ...(wrong && { [WRONG_ON_PURPOSE]: 'yes' }),
    },
  })
const mark = (...list: object[]) =>
  call(`/me/messages/${id}`, { method: 'PATCH', body: JSON.stringify({ singleValueExtendedProperties: list }) })
const expand = (...ids: string[]) =>
  `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=${ids.map((each) => `id eq '${each}'`).join(' or ')})`)}`
const any = (inner: string) => `$filter=${encodeURIComponent(`singleValueExtendedProperties/Any(ep: ${inner})`)}`
const idsOf = ({ body }: GraphAnswer) => (body.value as { id: string }[]).map((each) => each.id)

test('mail that comes in may have a class and headers of its own, which tell an automatic reply', async () => {
  const CLASS = 'String 0x001A'
  const { ids } = (await control(running.url, 'POST', `/users/${ALEX}/messages`, {
    subject: 'Automatic reply: Hello',
    internetMessageHeaders: [{ name: 'Auto-Submitted', value: 'auto-replied' }],
    singleValueExtendedProperties: [{ id: CLASS, value: 'IPM.Note.Rules.OofTemplate.Microsoft' }],
  })) as { ids: string[] }
  const { body } = await call(`/me/messages/${ids[0]}?$select=internetMessageHeaders&${expand(CLASS)}`)
  expect(body).toMatchObject({
    internetMessageHeaders: [{ name: 'Auto-Submitted', value: 'auto-replied' }],
    singleValueExtendedProperties: [{ value: 'IPM.Note.Rules.OofTemplate.Microsoft' }],
  })
})

describe('a property that a program sets', () => {
  test('is never echoed, and comes when it is asked for by its id', async () => {
    const patched = await mark({ id: MARK, value: 'Draft-7' }, { id: 'Integer 0x1234', value: '5' })
    expect([patched.status, patched.body.singleValueExtendedProperties]).toEqual([200, undefined])
    expect((await call(`/me/messages/${id}`)).body.singleValueExtendedProperties).toBeUndefined()
    const asked = await call(`/me/messages/${id}?$select=subject&${expand(MARK)}`)
    expect(asked.body.singleValueExtendedProperties).toEqual([
      { id: `String {${GUID.toLowerCase()}} Name tandem`, value: 'Draft-7' },
    ])
    const both = await call(`/me/mailFolders/inbox/messages?$top=1&$select=id&${expand(MARK, 'Integer 0x1234')}`)
    expect(
      (both.body.value as { singleValueExtendedProperties: object[] }[])[0]?.singleValueExtendedProperties,
    ).toHaveLength(2)
    const other = await call(`/me/messages/${id}?$select=id&${expand(MARK.replace('tandem', 'Tandem'))}`)
    expect(other.body).not.toHaveProperty('singleValueExtendedProperties')
  })

  test('finds its message: the name letter by letter, the value without case', async () => {
    await mark({ id: MARK, value: 'Draft-7' })
    const find = async (path: string, name: string, value: string) =>
      idsOf(await call(`${path}?$select=id&${any(`ep/id eq '${name}' and ep/value eq '${value}'`)}`))
    expect(await find('/me/messages', MARK, 'dRAFT-7')).toEqual([id])
    expect(await find('/me/mailFolders/inbox/messages', MARK.toLowerCase().replace('name', 'Name'), 'draft-7')).toEqual(
      [id],
    )
    expect(await find('/me/mailFolders/archive/messages', MARK, 'draft-7')).toEqual([])
    expect(await find('/me/messages', MARK.replace('tandem', 'TANDEM'), 'draft-7')).toEqual([])
    expect(await find('/me/messages', MARK, 'draft-8')).toEqual([])
  })

  test('moves and is copied with its message, and one PATCH leaves the others', async () => {
    await mark({ id: MARK, value: 'a' })
    await mark({ id: 'String 0x4001', value: 'b' })
    const target = { method: 'POST', body: '{"destinationId":"archive"}' }
    const copy = await call(`/me/messages/${id}/copy`, target)
    await call(`/me/messages/${id}/move`, target)
    for (const each of [id, String(copy.body.id)]) {
      const { body } = await call(`/me/messages/${each}?$select=id&${expand(MARK, 'String 0x4001')}`)
      expect(body.singleValueExtendedProperties).toMatchObject([{ value: 'a' }, { value: 'b' }])
    }
  })

  test('comes with a delta that expands it, on every page', async () => {
    const first = await call(`/me/mailFolders/inbox/messages/delta?$select=subject&${expand(MARK)}`)
    await mark({ id: MARK, value: 'late' })
    let page = first
    const shown: unknown[] = []
    while (page.body['@odata.nextLink']) {
      const next = new URL(String(page.body['@odata.nextLink']))
      page = await call(next.pathname.replace('/v1.0', '') + next.search)
      shown.push(...(page.body.value as object[]))
    }
    expect(shown).toContainEqual(
      expect.objectContaining({ singleValueExtendedProperties: [expect.objectContaining({ value: 'late' })] }),
    )
  })
})

describe('refusals', () => {
  const refusal = (run: () => unknown) => {
    try {
      run()
      return 'taken'
    } catch (error) {
      return error instanceof GraphFault ? error.code : 'crash'
    }
  }

  test.each([
    ['', 'ErrorInvalidPropertyId'],
    ['String tandem', 'ErrorInvalidPropertyId'],
    [`Text {${GUID}} Name tandem`, 'ErrorInvalidPropertyId'],
    [`String {${GUID}} Id tandem`, 'ErrorInvalidPropertyId'],
    [`String {${GUID}} Name`, 'ErrorInvalidPropertyId'],
    [`String {${GUID}} Id 0x8001`, 'taken'],
    ['String 0x3001', 'taken'],
  ])('the id "%s": %s', (text, outcome) => {
    expect(refusal(() => propertyId(text))).toBe(outcome)
  })

  test('ill-typed values, repeated ids, unknown names and anything but a list', () => {
    const read = (json: unknown) => refusal(() => readExtended(json))
    expect(read([{ id: MARK, value: 'x' }])).toBe('taken')
    expect(read({ id: MARK, value: 'x' })).toBe('RequestBodyRead')
    expect(read([{ id: MARK, value: 5 }])).toBe('RequestBodyRead')
    expect(read([{ id: MARK, value: 'x', name: 'y' }])).toBe('RequestBodyRead')
    expect(
      read([
        { id: MARK, value: 'x' },
        { id: MARK.toUpperCase().replace('NAME TANDEM', 'Name tandem'), value: 'y' },
      ]),
    ).toBe('ErrorInvalidRequest')
    expect(read([{ id: 'Integer 0x1', value: 'many' }])).toBe('ErrorInvalidExtendedPropertyValue')
  })

  test('$expand without the ids; nothing of it for a token that sees no bodies', async () => {
    expect((await call(`/me/messages/${id}?$expand=singleValueExtendedProperties`, {}, true)).status).toBe(400)
    const megan = 'megan@contoso.test'
    const [newest] = (await control(running.url, 'GET', `/users/${megan}/messages?folder=inbox`)) as { id: string }[]
    const change = { singleValueExtendedProperties: [{ id: MARK, value: 'x' }] }
    await control(running.url, 'PATCH', `/users/${megan}/messages/${newest?.id}`, change)
    const shown = async (scope: string) => {
      const { access_token } = await signIn(running.url, megan, scope)
      return (await graph(running.url, access_token, `/me/messages/${newest?.id}?$select=id&${expand(MARK)}`)).body
    }
    expect(await shown('openid Mail.ReadBasic')).not.toHaveProperty('singleValueExtendedProperties')
    expect(await shown('openid Mail.Read')).toHaveProperty('singleValueExtendedProperties')
  })
})
