import { describe, expect, it } from 'vitest'
import { withoutTurns } from '@/lib/platform/text'
import { decodePlace, encodePlace, safeFileName } from './rules'

const RLO = '\u202e'

describe('text of a stranger', () => {
  it('cannot turn the address behind it', () => {
    expect(withoutTurns(`Nina ${RLO}moc.knab@oec\u2066`)).toBe('Nina moc.knab@oec')
    expect(withoutTurns('שלום\u200f!')).toBe('שלום\u200f!')
  })

  it('names files by what they are, in no folder', () => {
    expect(safeFileName(`photo${RLO}gpj.exe`)).toBe('photogpj.exe')
    expect(safeFileName('..\\..\\a/b\r\nc.txt')).toBe('.._.._a_b__c.txt')
    expect(safeFileName(' ')).toBe('Attachment')
    expect(() => encodeURIComponent(safeFileName('half \ud83d.txt'))).not.toThrow()
  })
})

describe('a place in the list', () => {
  it('comes back as it went out, and nonsense is no place', () => {
    const place = { receivedAt: new Date('2026-03-04T05:06:07Z'), id: '0b7f5f0e-3b1c-4b8e-9d39-0f6f6f1f2a3b' }
    expect(decodePlace(encodePlace(place))).toEqual(place)
    expect(decodePlace(`zzzzzzzzzzz.${place.id}`)).toBeNull()
    expect(decodePlace(`1.${'-'.repeat(36)}`)).toBeNull()
  })
})
