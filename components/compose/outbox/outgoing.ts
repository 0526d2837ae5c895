import { fetchJson } from '@/components/frame/fetch-json'
import { liveKey } from '@/components/frame/live'
import type { OutgoingView } from '../view'

/** With the moment at which it leaves by the clock of this device (ms); null: it does not wait. */
export type Outgoing = OutgoingView & { leavesAt: number | null }

export const onThisClock = (mail: OutgoingView, now: number): Outgoing => ({
  ...mail,
  leavesAt: mail.leavesIn === null ? null : now + mail.leavesIn,
})

/** The mails on their way, or waiting, or in need of the person. */
export const outgoingQuery = {
  queryKey: liveKey('outbox', 'outgoing'),
  queryFn: async ({ signal }: { signal?: AbortSignal }): Promise<Outgoing[]> => {
    const list = await fetchJson<OutgoingView[]>('/api/compose/outgoing', signal)
    const now = Date.now()
    return list.map((mail) => onThisClock(mail, now))
  },
}
