import { describe, expect, it } from 'vitest'
import { hueOf, initialsOf } from './avatar'

describe('avatars', () => {
  it.each([
    ['Dr. Amara Okafor', 'AO'],
    ['Mei-Ling Chow', 'MC'],
    ['Tomás', 'TO'],
    ['sarah.jones@larkfield.example', 'SJ'],
    ['李小龍', '李小'],
    ['  ', '?'],
    ['ß', 'SS'],
  ])('take two letters of %s', (name, letters) => {
    expect(initialsOf(name)).toBe(letters)
  })

  it('give the same person the same hue, and use all eight', () => {
    expect(hueOf('a@b.test')).toBe(hueOf('a@b.test'))
    expect(new Set(Array.from({ length: 200 }, (_, at) => hueOf(`person ${at}`))).size).toBe(8)
  })
})
