import type { ConnectionView } from '@/components/mail/view'
import type { MarkState } from '@/components/ui/mark'
import type { LiveState } from './live-link'
import { words } from './words'

export type LightTone = 'brand' | 'warn' | 'bad' | 'quiet'

type Light = {
  mark: MarkState
  tone: LightTone
  title: string
  /** The second line; null where the time of the last sync stands. */
  note: string | null
}

type Say = { count: (value: number) => string; time: (iso: string) => string }

/** What the connection light says, and how it looks. */
export function lightOf(connection: ConnectionView, live: LiveState, say: Say): Light {
  const { light } = words
  switch (connection.state) {
    case 'none':
      return { mark: 'apart', tone: 'quiet', title: light.none, note: light.noneMeans }
    case 'reconnect':
      return { mark: 'apart', tone: 'bad', title: light.reconnect, note: connection.reason ?? light.reconnectMeans }
    case 'suspended':
      return { mark: 'apart', tone: 'quiet', title: light.suspended, note: connection.reason ?? light.suspendedMeans }
    case 'paused':
      return { mark: 'pending', tone: 'warn', title: light.paused, note: connection.reason ?? light.pausedMeans }
    case 'slowed':
      return {
        mark: 'pending',
        tone: 'warn',
        title: light.slowed,
        note: connection.at ? light.slowedUntil(say.time(connection.at)) : light.slowedMeans,
      }
    default:
      if (live === 'again') return { mark: 'pending', tone: 'quiet', title: light.again, note: light.againMeans }
      if (connection.state === 'catching-up')
        return {
          mark: 'pending',
          tone: 'brand',
          title: light.catchingUp,
          note: connection.left === undefined ? light.leftUnknown : light.left(say.count(connection.left)),
        }
      return { mark: 'both', tone: 'brand', title: light.inSync, note: null }
  }
}
