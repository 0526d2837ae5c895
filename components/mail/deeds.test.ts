import { describe, expect, it } from 'vitest'
import { mailRow } from '@/tests/support/mail-row'
import { plan, sentenceOf } from './deeds'
import { withRecent } from './recent-searches'
import type { FolderView } from './view'

const folder = (id: string, wellKnown: string | null): FolderView => ({
  ...{ id, name: id, wellKnown, parentId: null, depth: 0, unread: 0, total: 0 },
})
const folders = [folder('in', 'inbox'), folder('bin', 'deleteditems'), folder('box', 'archive'), folder('own', null)]
const rows = [mailRow({ id: 'a' }), mailRow({ id: 'b', folderId: 'bin' }), mailRow({ id: 'c', folderId: 'box' })]
const planned = (deed: Parameters<typeof plan>[1]) =>
  plan(rows, deed, folders).map((step) => `${step.deed.kind} ${step.rows.map((row) => row.id).join('')}`)

describe('what is done where', () => {
  it('deletes, and erases what is deleted already', () => {
    expect(planned({ kind: 'delete' })).toEqual(['delete ac', 'erase b'])
  })

  it('leaves alone what lies there already', () => {
    expect(planned({ kind: 'archive' })).toEqual(['archive ab'])
    expect(planned({ kind: 'move', folderId: 'bin' })).toEqual(['move ac'])
    expect(planned({ kind: 'junk' })).toEqual(['junk abc'])
    expect(plan(rows.slice(2), { kind: 'archive' }, folders)).toEqual([])
  })

  it('is said in words with the count before the noun', () => {
    expect(sentenceOf({ kind: 'archive' }, 1, true, 'Archive')).toBe('Archived')
    expect(sentenceOf({ kind: 'archive' }, 3, true, 'Archive')).toBe('3 conversations archived')
    expect(sentenceOf({ kind: 'move', folderId: 'own' }, 1200, false, 'Offers')).toBe('1,200 messages moved to Offers')
  })
})

it('searches lately are kept once each, newest first, at most six', () => {
  expect(withRecent(['b', 'a'], 'A ')).toEqual(['A', 'b'])
  expect(withRecent(['1', '2', '3', '4', '5', '6'], '7')).toEqual(['7', '1', '2', '3', '4', '5'])
  expect(withRecent(['b'], '  ')).toEqual(['b'])
})
