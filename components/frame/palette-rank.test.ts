import { describe, expect, it } from 'vitest'
import { fold, rank, rate, startOf } from './palette-rank'
import type { PaletteGroup, PaletteItem } from './shortcuts'

const item = (group: PaletteGroup, label: string, more: Partial<PaletteItem> = {}): PaletteItem => ({
  id: `${group} ${label}`,
  group,
  label,
  run: () => {},
  ...more,
})
const labels = (items: PaletteItem[], sought: string, found: PaletteItem[] = []) =>
  rank(items, sought, new Set(found)).map((each) => [each.group, each.items.map(({ label }) => label)])

describe('what was typed', () => {
  it('meets names at their beginning before their middle, and words beside the name last', () => {
    const names = ['Anna Lindqvist', 'Lind Ingrid', 'Holindera', 'Bo Ek']
    const items = names.map((name) => item('people', name, name === 'Bo Ek' ? { hint: 'Lind & Co' } : {}))
    expect(labels(items, 'lind')).toEqual([['people', ['Lind Ingrid', 'Anna Lindqvist', 'Holindera', 'Bo Ek']]])
  })
  it('must all be found, in any order', () => {
    const items = [item('people', 'Ingrid Solheim', { hint: 'Norrvik Health' }), item('people', 'Ingrid Berg')]
    expect(labels(items, 'sol ingr')).toEqual([['people', ['Ingrid Solheim']]])
    expect(labels(items, 'ingrid norr')).toEqual([['people', ['Ingrid Solheim']]])
    expect(labels(items, 'ingrid nobody')).toEqual([])
  })
  it('needs neither accents nor case, and finds words after signs', () => {
    expect(rate(item('people', 'Tomás Rivera'), 'TOMAS')).toBeGreaterThan(0)
    expect(rate(item('people', 'Mary O’Neill'), 'neill')).toBeGreaterThan(2)
    expect(rate(item('messages', 'Re: Überblick'), 'uber')).toBeGreaterThan(2)
    expect(fold('ÅÖñ x')).toBe('aon x')
  })
  it('finds by words that are not shown, at their beginning only', () => {
    const writing = item('settings', 'Writing', { also: 'signatures snippets' })
    expect(rate(writing, 'signat')).toBeGreaterThan(0)
    expect(rate(writing, 'natures')).toBe(0)
  })
  it('finds nothing when there is nothing', () => expect(rate(item('people', 'Ann'), '  ')).toBe(0))
})

describe('the list', () => {
  it('has people first, then companies, deeds and the rest, each within its measure', () => {
    const many = Array.from({ length: 9 }, (_, at) => item('messages', `Plan ${at}`))
    const items = [
      item('settings', 'Planning'),
      ...many,
      item('deeds', 'Plan it'),
      item('companies', 'Plan AG'),
      item('people', 'Plan, Ann'),
    ]
    const groups = rank(items, 'plan', new Set())
    expect(groups.map(({ group }) => group)).toEqual(['people', 'companies', 'deeds', 'messages', 'settings'])
    expect(groups.find(({ group }) => group === 'messages')?.items).toHaveLength(5)
  })
  it('keeps what the server found by words that are not shown, for these words only', () => {
    const mail = item('messages', 'Delivery window', { hint: 'Ingrid' })
    expect(labels([mail], 'probes', [mail])).toEqual([['messages', ['Delivery window']]])
    expect(labels([mail], 'probes')).toEqual([])
  })
  it('shows a thing once, as it was named first', () => {
    const local = item('messages', 'Offer', { id: 'message 1', hint: 'here' })
    const remote = item('messages', 'Offer', { id: 'message 1', hint: 'there' })
    expect(rank([local, remote], 'offer', new Set([remote]))[0]?.items).toEqual([local])
  })
  it('names a conversation once, by its newest mail that was found, and fills up with others', () => {
    const mail = (label: string, id: string, hour: number) =>
      item('messages', label, { id: `message ${label}`, thread: { id, at: `2026-11-21T${hour}:00:00Z` } })
    const long = ['Gate a', 'Re: Gate b', 'Re: Gate c', 'Re: Gate d', 'Re: Gate e', 'Re: Gate f']
    const one = long.map((label, at) => mail(label, 'one', 10 + at))
    const others = ['two', 'three', 'four', 'five', 'six'].map((id) => mail(`Re: Gate of ${id}`, id, 9))
    const hidden = mail('Quite other words', 'one', 20)
    expect(labels([...one, ...others], 'gate')).toEqual([
      ['messages', ['Re: Gate f', 'Re: Gate of two', 'Re: Gate of three', 'Re: Gate of four', 'Re: Gate of five']],
    ])
    expect(labels([...one, hidden], 'gate', [hidden])).toEqual([['messages', ['Quite other words']]])
    expect(labels([...one, hidden], 'gate')).toEqual([['messages', ['Re: Gate f']]])
  })
  it('keeps mails apart that belong to no conversation', () => {
    const mails = ['Gate 1', 'Gate 2'].map((label) => item('messages', label))
    expect(labels(mails, 'gate')).toEqual([['messages', ['Gate 1', 'Gate 2']]])
  })
  it('begins with deeds and places, without what was used last', () => {
    const last = item('pages', 'Inbox')
    const groups = startOf([item('people', 'Ann'), last, item('pages', 'Tasks'), item('deeds', 'New mail')], [last])
    expect(groups.map((each) => [each.group, each.items.map(({ label }) => label)])).toEqual([
      ['deeds', ['New mail']],
      ['pages', ['Tasks']],
    ])
  })
})
