// Microsoft's side of the end-to-end tests: what the person does in Outlook, and what Microsoft 365 then holds.

import { expect } from '@playwright/test'
import type { TrueMessage } from '../support/oracle'

const origin = () => process.env.E2E_EMULATOR_URL ?? ''

/** One call of the control API. Throws when it does not answer 2xx. */
export async function control<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${origin()}/_control${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return (text ? JSON.parse(text) : null) as T
}

/** Tells this run's mails from those of a run before, where the same Microsoft goes on living. */
export const tag = Date.now().toString(36)

export interface Delivery {
  subject?: string
  body?: { contentType?: 'text' | 'html'; content: string }
  from?: { emailAddress: { name: string; address: string } }
  isRead?: boolean
  attachments?: unknown[]
}

/** A mail comes in; answers with its id. */
export async function deliver(upn: string, mail: Delivery, folder = 'inbox'): Promise<string> {
  const { ids } = await control<{ ids: string[] }>('POST', `/users/${upn}/messages?folder=${folder}`, mail)
  const [id] = ids
  if (!id) throw new Error('nothing was delivered')
  return id
}

export const sender = (name: string, address = `${name.toLowerCase().replaceAll(' ', '.')}@mail.example`) => ({
  emailAddress: { name, address },
})

/** What the person does to a message in Outlook. */
export const inOutlook = {
  change: (upn: string, id: string, change: Record<string, unknown>) =>
    control('PATCH', `/users/${upn}/messages/${id}`, change),
  remove: (upn: string, id: string) => control('DELETE', `/users/${upn}/messages/${id}?hard=true`),
}

/** The mailbox's own truth. */
export const mailbox = (upn: string) => control<TrueMessage[]>('GET', `/users/${upn}/messages`)

export const messageAt = async (upn: string, id: string) =>
  (await mailbox(upn)).find((message) => message.id === id) ?? null

/** The live subscriptions of one person. */
export async function subscriptionsOf(upn: string): Promise<{ id: string; upn: string }[]> {
  const all = await control<{ id: string; upn: string }[]>('GET', '/subscriptions')
  return all.filter((each) => each.upn === upn)
}

/** A mail that left Microsoft. */
export interface Sent {
  seq: number
  to: unknown
  subject: string
  mime: string
}

/** Mails that left, to this address. */
export async function sentTo(address: string): Promise<Sent[]> {
  const sent = await control<Sent[]>('GET', '/sent')
  return sent.filter((mail) => JSON.stringify(mail.to).includes(address))
}

/** Waits until Microsoft holds no subscription of this person. */
export const expectNoSubscription = (upn: string) => expect.poll(() => subscriptionsOf(upn)).toEqual([])
