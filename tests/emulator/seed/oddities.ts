// Mail at the edges of what is allowed: empty, endless, nameless, backwards.

import type { Address } from '../mail/content'
import { html } from './bulk'
import { compose, type Draft, type SeedMail, type Stage } from './compose'

type Odd = Omit<Draft, 'at' | 'from'> & { from?: Address | null }

const WIDE = Array.from(
  { length: 400 },
  (_, i) =>
    `<tr>${Array.from({ length: 12 }, (_, j) => `<td style="min-width:140px">${i * 12 + j}</td>`).join('')}</tr>`,
).join('')

/** Right-to-left override and isolate marks that make text look like something else. */
const RLO = '\u202e'

const ODD: readonly Odd[] = [
  { subject: '', body: html(['This one came without a subject.']) },
  { subject: null, body: html(['Not even an empty subject.']) },
  { subject: 'Nothing inside', body: '' },
  { subject: 'Plain and empty', type: 'text', body: '' },
  {
    subject: `Long ${'and still longer '.repeat(60)}subject`,
    body: html(['The subject has about a thousand characters.']),
  },
  {
    subject: `A word without end: ${'Donaudampfschifffahrtsgesellschaft'.repeat(8)}`,
    body: html([`No place to break: ${'x'.repeat(3000)}`]),
  },
  {
    subject: 'No name, only an address',
    from: { name: '', address: 'noreply@railhop.example' },
    body: html(['Your ticket is ready.']),
  },
  {
    subject: 'The name is an address',
    from: { name: 'ceo@contoso.test', address: 'someone.else@brightwater-dx.example' },
    body: html(['Please look at who really sent this.']),
  },
  {
    subject: `Invoice ${RLO}fdp.exe`,
    from: { name: `Accounts ${RLO}tropeR`, address: 'accounts@ledgerline.example' },
    body: html([`The file is called invoice${RLO}fdp.exe and is no document.`]),
  },
  {
    subject: 'Zero\u200bwidth\u200bspaces and \u2066isolates\u2069',
    body: html(['pay\u200bpal and micro\u00adsoft look whole.']),
  },
  {
    subject: 'Tabs\tand  spaces   in the subject',
    type: 'text',
    body: 'Line one\nLine two\r\nLine three\n\n\n\n\nLine four\n-- \nA signature after the dashes',
  },
  { subject: 'A very wide and high table', body: `<html><body><table border="1">${WIDE}</table></body></html>` },
  { subject: 'From nobody', from: null, body: html(['The sender is missing altogether.']) },
  {
    subject: 'Many recipients',
    to: Array.from({ length: 180 }, (_, i) => ({
      name: `Reader ${i + 1}`,
      address: `reader${i + 1}@openlathe.example`,
    })),
    body: html(['All of you are in the address line, sorry.']),
  },
  { subject: 'Quoted > by > hand', type: 'text', body: '> > > third\n> > second\n> first\n\nI agree with all of you.' },
  {
    subject: 'Links of all kinds',
    type: 'text',
    body: 'See https://beaconhill.example/a?b=c&d=e, www.tallo.example or mailto:info@tallo.example. Not a link: javascript:alert(1)',
  },
  {
    subject: '<b>Markup</b> & "quotes" in the subject <script>alert(1)</script>',
    from: { name: '<img src=x onerror=alert(1)>', address: 'tags@quillstack.example' },
    body: html(['Subjects and names are text, never markup.']),
  },
  {
    subject: '=HYPERLINK("https://sheet.example","click")',
    from: { name: '+cmd|calc', address: 'formula@ledgerline.example' },
    body: html(['A subject that a spreadsheet would run.']),
  },
]

export const ODD_COUNT = ODD.length

export function oddMail(stage: Stage, index: number): SeedMail {
  const odd = ODD[index % ODD.length]
  if (!odd) throw new Error('no oddities')
  const at = stage.moment()
  const from = odd.from === undefined ? { name: 'Edith Randall', address: 'edith.randall@fieldnote.example' } : odd.from
  return {
    content: compose(stage, `odd${index}`, { ...odd, from, at }),
    place: 'inbox',
    received: at,
    isRead: index % 3 === 0,
  }
}
