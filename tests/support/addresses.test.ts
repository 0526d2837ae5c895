import fc from 'fast-check'
import { expect, it } from 'vitest'
import { faultOf } from '@/components/compose/recipients/parse'
import { isAddress } from '@/lib/platform/addresses'

it('the recipients field and the server agree on what an address is', () => {
  const sign = fc.constantFrom(...'ab1.@"\\ -_,;<>é\u202e\u0000', 'b.example', '@b.example')
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 8 }), (signs) => {
      const text = signs.join('')
      expect(faultOf(text) === null, JSON.stringify(text)).toBe(isAddress(text))
    }),
    { numRuns: 3000 },
  )
})
