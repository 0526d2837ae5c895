interface Named {
  name: string
  address: string
}

interface Spoken {
  fromName: string
  fromAddress: string
  toRecipients: Named[]
  ccRecipients: Named[]
}

/**
 * Everybody in a conversation but oneself, each address once: who speaks most first, then who is only written to.
 * @param own one's own address
 */
export function peopleOf(messages: readonly Spoken[], own: string, most: number): Named[] {
  const found = new Map<string, Named & { spoken: number }>()
  const meet = ({ name, address }: Named, spoken: number) => {
    const key = address.trim().toLowerCase()
    if (key === '' || key === own.toLowerCase()) return
    const known = found.get(key)
    if (known) {
      known.spoken += spoken
      known.name ||= name
    } else found.set(key, { name, address: address.trim(), spoken })
  }
  for (const { fromName, fromAddress } of messages) meet({ name: fromName, address: fromAddress }, 1)
  for (const { toRecipients, ccRecipients } of messages)
    for (const each of [...toRecipients, ...ccRecipients]) meet(each, 0)
  return [...found.values()]
    .sort((a, b) => b.spoken - a.spoken)
    .slice(0, most)
    .map(({ name, address }) => ({ name, address }))
}
