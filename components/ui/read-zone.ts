import { knownZone } from './time'
import { zoneCookie } from './zone-cookie'

/** The person's zone from the request's cookies; UTC until the browser has told it. */
export function readZone(jar: { get: (name: string) => { value: string } | undefined }): string {
  try {
    return knownZone(decodeURIComponent(jar.get(zoneCookie)?.value ?? ''))
  } catch {
    return 'UTC'
  }
}
