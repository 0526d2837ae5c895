import { describe, expect, it } from 'vitest'
import { ledgerWord, targetName, weigh } from './rules'

describe('a wish', () => {
  it('that is shown already is nothing new', () => {
    expect(weigh({ outlook: 'true', shown: 'false', sent: false }, 'false')).toBe('nothing')
  })
  it('that Outlook has, while nobody told it otherwise, is dropped', () => {
    expect(weigh({ outlook: 'true', shown: 'false', sent: false }, 'true')).toBe('drop')
  })
  it('that Outlook had before another may have reached it is pushed', () => {
    expect(weigh({ outlook: 'true', shown: 'false', sent: true }, 'true')).toBe('push')
  })
  it('that Outlook has not is pushed', () => {
    expect(weigh({ outlook: 'a', shown: 'a', sent: false }, 'b')).toBe('push')
  })
})

it('archive, delete and junk go by well-known names, never by display names', () => {
  expect(targetName({ kind: 'archive' })).toBe('archive')
  expect(targetName({ kind: 'delete' })).toBe('deleteditems')
  expect(targetName({ kind: 'junk' })).toBe('junkemail')
  expect(targetName({ kind: 'move', folderId: 'x' })).toBeNull()
})

it('the ledger tells what was done', () => {
  expect(ledgerWord('read', 'false')).toBe('marked unread')
  expect(ledgerWord('flag', 'complete')).toBe('unflagged')
})
