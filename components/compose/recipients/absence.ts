import { useEffect, useSyncExternalStore } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import type { Absence } from '../view'

/** Who is away. Asked once for all the addresses of a moment, and remembered for five minutes. */

const fresh = 5 * 60_000
const gather = 150
const known = new Map<string, { at: number; absence: Absence | null }>()
const listeners = new Set<() => void>()
let wanted = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined
let round = 0

async function ask(): Promise<void> {
  const addresses = [...wanted].slice(0, 100)
  wanted = new Set()
  const query = addresses.map((address) => `address=${encodeURIComponent(address)}`).join('&')
  // A mail must not wait for this: what cannot be found out is not said.
  const found = await fetchJson<Absence[]>(`/api/compose/absence?${query}`).catch(() => [])
  const at = Date.now()
  for (const address of addresses)
    known.set(address, { at, absence: found.find((each) => each.address.toLowerCase() === address) ?? null })
  round += 1
  for (const listener of listeners) listener()
}

/** The absences of these addresses, as they become known. Off: nobody is asked. */
export function useAbsences(addresses: readonly string[], on: boolean): Map<string, Absence> {
  const key = addresses.join(' ').toLowerCase()
  useEffect(() => {
    if (!on || !key) return
    const now = Date.now()
    const unknown = key.split(' ').filter((address) => now - (known.get(address)?.at ?? 0) > fresh)
    if (unknown.length === 0) return
    for (const address of unknown) wanted.add(address)
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), gather)
  }, [key, on])
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => round,
    () => 0,
  )
  return new Map(
    key.split(' ').flatMap((address) => {
      const absence = known.get(address)?.absence
      return absence ? [[address, absence] as const] : []
    }),
  )
}
