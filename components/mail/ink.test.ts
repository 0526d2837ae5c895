import { describe, expect, it } from 'vitest'
import { isLostInTheDark, litUp } from './ink'

describe('colours of mails on the dark sheet', () => {
  it.each(['#1F497D', '#00f', 'navy', 'Maroon', 'rgb(0, 64, 128)', 'rgba(20 20 90 / 1)', '#333333'])(
    '%s cannot be read and is lit up',
    (colour) => {
      expect(isLostInTheDark(colour)).toBe(true)
      expect(litUp(colour)).toContain(colour)
    },
  )

  it.each(['#ff0000', 'orange', '#9ad1ff', 'white', 'rgb(230, 180, 80)', 'inherit', '', 'var(--x)'])(
    '%s stays as its writer chose it',
    (colour) => {
      expect(isLostInTheDark(colour)).toBe(false)
    },
  )
})
