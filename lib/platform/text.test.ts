import { expect, it } from 'vitest'
import { straightName, withoutTurns } from './text'

const RLM = '\u200f'

it('a name or an address shows no mark of direction; text keeps those that turn nothing', () => {
  expect(straightName(`Nina \u202emoc.knab@oec\u2066${RLM}\u200e\u061c`)).toBe('Nina moc.knab@oec')
  expect(straightName('נועה לוי')).toBe('נועה לוי')
  expect(withoutTurns(`שלום${RLM}!`)).toBe(`שלום${RLM}!`)
})
