import { describe, expect, it } from 'vitest'
import type { Suggestion } from '../view'
import { hitIn, merged, rateOf } from './suggest'

const one = (name: string, address: string, company: string | null = null): Suggestion => ({
  name,
  address,
  company,
  personId: null,
})
const priya = one('Priya Raghunathan', 'priya.r@caldervoss.example', 'Calder & Voss')
const primoz = one('Primož Dolenc', 'dolenc@sava.example', 'Klinik Sava')
const amara = one('Dr. Amara Okafor', 'amara@brannock.example')

describe('suggestions', () => {
  it('are found by the start of any word, without accents or case, by address and company', () => {
    expect(rateOf(primoz, 'primoz')).toBeGreaterThan(0)
    expect(rateOf(amara, 'oka')).toBeGreaterThan(0)
    expect(rateOf(priya, 'cald')).toBeGreaterThan(0)
    expect(rateOf(amara, 'bran')).toBeGreaterThan(0)
    expect(rateOf(priya, 'pri rag')).toBeGreaterThan(rateOf(priya, 'pri cald'))
    expect(rateOf(priya, 'iya')).toBe(0)
  })

  it('keep the server’s order, then what this tab knows, each address once and none that stands there', () => {
    const local = [amara, primoz, priya, one('Priya', 'PRIYA.R@caldervoss.example')]
    expect(merged('pri', [primoz], local, []).map((x) => x.name)).toEqual(['Primož Dolenc', 'Priya Raghunathan'])
    expect(merged('pri', null, local, [primoz])).toEqual([priya])
    const many = Array.from({ length: 20 }, (_, at) => one(`Pri ${at}`, `p${at}@b.example`))
    expect(merged('pri', null, many, [])).toHaveLength(8)
  })

  it('put those whose name is meant before those of a like domain', () => {
    const meera = one('Meera Oyelaran', 'm@grid.example')
    const aisha = one('Aisha Zeman', 'aisha@halden-medical.example')
    expect(merged('me', [aisha, meera], [], [])).toEqual([meera, aisha])
    expect(merged('a', [aisha, meera], [], [])).toEqual([aisha, meera])
    const megan = one('Megan Bowen', 'megan@larkfield.example')
    expect(merged('me', [aisha, meera], [megan], [])).toEqual([meera, megan, aisha])
  })

  it('mark the letters that were typed, accents included', () => {
    expect(hitIn('Dr. Primož Dolenc', 'primoz')).toEqual([4, 10])
    expect(hitIn('Dr. Amara Okafor', 'oka')).toEqual([10, 13])
    expect(hitIn('Amara', 'x')).toBeNull()
  })
})
