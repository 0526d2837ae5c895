import { z } from 'zod'
import { isAddress } from '@/lib/platform/addresses'

const person = z.object({
  displayName: z.string().nullish(),
  scoredEmailAddresses: z.array(z.object({ address: z.string().nullish() })).nullish(),
  personType: z.object({ class: z.string().nullish(), subclass: z.string().nullish() }).nullish(),
})

/** Addresses of one entry of the ranking, the first one first; rooms are nobody to write to. */
export function toRanked(json: unknown): { name: string; address: string }[] {
  const parsed = person.safeParse(json)
  if (!parsed.success) return []
  const { displayName, scoredEmailAddresses, personType } = parsed.data
  if (/room|equipment/i.test(`${personType?.class} ${personType?.subclass}`)) return []
  const name = (displayName ?? '').replaceAll('\u0000', '').toWellFormed().slice(0, 200)
  return (scoredEmailAddresses ?? []).flatMap(({ address }) =>
    address && isAddress(address) ? [{ name, address: address.toWellFormed() }] : [],
  )
}
