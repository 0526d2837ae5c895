import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WRONG_ON_PURPOSE } from '../core/listener'
import { GraphFault } from '../seam'
import { type RunningEmulator, startEmulator } from '../server'
import { control, type GraphAnswer, graph, signIn } from '../testing/person'
import { parseKql } from './search-kql'
import { words } from './search-words'

const ALEX = 'alex@contoso.test'
let running: RunningEmulator
let token: string
const person = (name: string, address: string) => ({ emailAddress: { name, address } })
const MAILS = [
  {
    subject: 'Zephyrine quote',
    from: person('Søren Łukasik', 'soren@zephyr.example'),
    body: { contentType: 'html', content: '<p>The <b>quarterly report</b> of Café Zephyrine</p>' },
    receivedDateTime: '2026-01-10T10:00:00Z',
  },
  {
    subject: 'Re: zephyrine quote',
    from: person('Ines Abara', 'ines.abara@halden.example'),
    toRecipients: [person('Ravi Bakshi', 'ravi@zephyr.example')],
    body: { contentType: 'text', content: 'Report quarterly, please.' },
    receivedDateTime: '2026-02-11T10:00:00Z',
    isRead: true,
    importance: 'high',
  },
  {
    subject: '東京都の見積もり zephyrine',
    from: person('Kaito Sato', 'kaito@tokyo.example'),
    body: { contentType: 'text', content: 'x' },
    receivedDateTime: '2026-03-12T10:00:00Z',
    attachments: [
      { '@odata.type': '#microsoft.graph.fileAttachment', name: 'Größenliste-2026.pdf', contentBytes: 'eA==' },
    ],
  },
]

beforeAll(async () => {
  running = await startEmulator()
})
afterAll(() => running.close())
beforeEach(async () => {
  await control(running.url, 'POST', '/reset')
  token = (await signIn(running.url, ALEX, 'openid Mail.ReadWrite')).access_token
  for (const mail of MAILS) {
    const more = { sentDateTime: mail.receivedDateTime, ...mail }
    await control(running.url, 'POST', `/users/${ALEX}/messages`, more)
  }
})

const raw = (query: string, wrong = false) =>
  graph(running.url, token, query, { headers: wrong ? { [WRONG_ON_PURPOSE]: 'yes' } : {} })
const quoted = (text: string) => encodeURIComponent(`"${text.replace(/["\\]/g, '\\$&')}"`)
const search = (text: string, path = '/me/messages', more = '') =>
  raw(`${path}?$search=${quoted(text)}&$select=subject${more}`)
const subjects = ({ body }: GraphAnswer) => (body.value as { subject: string }[]).map(({ subject }) => subject)
/** Which of the three mails are found, by their place in the list. */
const found = async (text: string) => {
  const all = subjects(await search(text, '/me/messages', '&$top=1000'))
  return MAILS.flatMap(({ subject }, at) => (all.includes(subject) ? [at + 1] : []))
}

describe('$search finds', () => {
  test.each([
    ['zephyrine', [1, 2, 3]],
    ['ZEPHYRINE cafe', [1]],
    ['zephyrin', []],
    ['zephyr* tokyo', [3]],
    ['soren lukasik', [1]],
    ['Łukasik', [1]],
    ['grossenliste', [3]],
    ['京都', [3]],
    ['zephyrine "quarterly report"', [1]],
    ['zephyrine quarterly report', [1, 2]],
    ['subject:zephyrine body:report', [1, 2]],
    ['subject:"zephyrine quote"', [1, 2]],
    ['subject:report', []],
    ['from:ines.abara@halden.example', [2]],
    ['from:zephyr.example', [1]],
    ['to:ravi', [2]],
    ['participants:zephyr.example', [1, 2]],
    ['recipients:ravi OR from:kaito', [2, 3]],
    ['from:(ines OR kaito) zephyrine', [2, 3]],
    ['from:ines from:kaito', [2, 3]],
    ['attachment:größenliste*', [3]],
    ['zephyrine hasAttachments:true', [3]],
    ['zephyrine hasAttachment:false', [1, 2]],
    ['zephyrine NOT quote', [3]],
    ['zephyrine -from:ines', [1, 3]],
    ['zephyrine AND (cafe OR importance:high)', [1, 2]],
    ['zephyrine received>=2026-02-11', [2, 3]],
    ['zephyrine received>2026-02-11', [3]],
    ['zephyrine received:02/11/2026', [2]],
    ['zephyrine received<2026-02-11', [1]],
    ['zephyrine received:2026-01-01..2026-02-28', [1, 2]],
    ['zephyrine sent<=2026-01-10T10:00:00Z', [1]],
    ['zephyrine isread:true', [2]],
    ['zephyrine kind:meetings', []],
  ])('%s', async (text, expected) => {
    expect(await found(text)).toEqual(expected)
  })

  test('in a folder only what lies there', async () => {
    expect(subjects(await search('zephyrine', '/me/mailFolders/inbox/messages'))).toHaveLength(3)
    expect(subjects(await search('zephyrine', '/me/mailFolders/archive/messages'))).toEqual([])
  })

  test('newest first, page after page, without a shift when mail comes in between; 1,000 at most', async () => {
    expect(subjects(await search('zephyrine'))).toEqual([...MAILS].reverse().map(({ subject }) => subject))
    const first = await search('zephyrine', '/me/messages', '&$top=2')
    await control(running.url, 'POST', `/users/${ALEX}/messages`, { subject: 'zephyrine again' })
    const next = new URL(String(first.body['@odata.nextLink']))
    const second = await raw(next.pathname.replace('/v1.0', '') + next.search)
    expect([...subjects(first), ...subjects(second)]).toEqual([...MAILS].reverse().map(({ subject }) => subject))
    expect(second.body).not.toHaveProperty('@odata.nextLink')
    await control(running.url, 'POST', `/users/${ALEX}/messages`, { count: 1200, spreadDays: 300 })
    const all = await search('isread:true OR isread:false', '/me/messages', '&$top=1000')
    expect([subjects(all).length, all.body['@odata.nextLink']]).toEqual([1000, undefined])
  })

  test('new mail after the lag that a test asks for', async () => {
    await control(running.url, 'PATCH', `/users/${ALEX}/settings`, { searchLagSeconds: 60 })
    await control(running.url, 'POST', `/users/${ALEX}/messages`, { subject: 'quixotry' })
    expect(subjects(await search('quixotry'))).toEqual([])
    await control(running.url, 'POST', '/clock', { advanceSeconds: 61 })
    expect(subjects(await search('quixotry'))).toEqual(['quixotry'])
  })
})

describe('$search is refused', () => {
  test.each([
    '',
    '   ',
    'colour:red',
    'subject:',
    'subject: zephyrine',
    'subject>a',
    'received:soon',
    'received:2026-02-30',
    'hasAttachments:perhaps',
    'importance:huge',
    'kind:parcels',
    'zeph*rine',
    '*rine',
    'a AND',
    'OR a',
    '(a',
    'a)',
    '"a',
    'NOT',
    '!!!',
    'a NEAR(3) b',
  ])('with 400 for "%s", never an empty list', (text) => {
    let refusal: unknown
    try {
      parseKql(text, 0)
    } catch (error) {
      refusal = error
    }
    expect(refusal).toBeInstanceOf(GraphFault)
    expect(refusal).toMatchObject({ status: 400 })
  })

  test.each([
    [`$search=${quoted('a')}&$filter=isRead eq true`, 'SearchWithFilter'],
    [`$search=${quoted('a')}&$orderby=receivedDateTime desc`, 'SearchWithOrderBy'],
    [`$search=${quoted('a')}&$skip=10`, 'BadRequest'],
    [`$search=${quoted('a')}&$count=true`, 'BadRequest'],
    [`$search=${quoted('a')}&$top=1001`, 'ErrorInvalidParameter'],
    [`$search=${quoted('a')}&$skiptoken=x`, 'BadRequest'],
    ['$search=subject:a', 'BadRequest'],
    ['$search="a', 'BadRequest'],
    [`$search=${quoted('colour:red')}`, 'BadRequest'],
  ])('%s', async (query, code) => {
    const answer = await raw(`/me/messages?${query}`, true)
    expect([answer.status, answer.body.error?.code]).toEqual([400, code])
  })

  test('to a token without the right to read bodies', async () => {
    const weak = (await signIn(running.url, 'megan@contoso.test', 'openid Mail.ReadBasic')).access_token
    const answer = await graph(running.url, weak, `/me/messages?$search=${quoted('a')}`)
    expect([answer.status, answer.body.error?.code]).toEqual([403, 'ErrorAccessDenied'])
  })
})

test('words are cut the same way in mail and in queries', () => {
  expect(words('Straße, Œuvre & I/O: naïve_x')).toEqual(['strasse', 'oeuvre', 'i', 'o', 'naive', 'x'])
  expect(words('株式会社A1')).toEqual(['株', '式', '会', '社', 'a1'])
})
