import { cookies, headers } from 'next/headers'
import { englishFor, knownZone } from '@/components/ui/time'
import { zoneCookie } from '@/components/ui/zone-cookie'

/** Zone and locale of the person who asks, and the time, for the first paint. */
export async function readClock(): Promise<{ locale: string; zone: string; now: number }> {
  const [jar, head] = await Promise.all([cookies(), headers()])
  return {
    locale: englishFor(head.get('accept-language')?.split(',')[0]?.split(';')[0]),
    zone: knownZone(decodeURIComponent(jar.get(zoneCookie)?.value ?? '')),
    now: Date.now(),
  }
}
