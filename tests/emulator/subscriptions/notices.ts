// The text of notifications.

import type { MailboxChange } from '../seam'
import { instant, type Subscription } from './model'

const ENTITY: Record<string, { path: string; type: string }> = {
  messages: { path: 'Messages', type: '#Microsoft.Graph.Message' },
  events: { path: 'Events', type: '#Microsoft.Graph.Event' },
  contacts: { path: 'Contacts', type: '#Microsoft.Graph.Contact' },
}

/** Microsoft spells the path in several ways: nobody may rely on one. */
function spelling(subscription: Subscription, id: string, turn: number): string {
  const { ownerId, tenantId, collection } = subscription.target
  const name = ENTITY[collection]?.path ?? collection
  if (turn % 3 === 1) return `Users('${ownerId}')/${name}('${id}')`
  if (turn % 3 === 2) return `users/${ownerId}@${tenantId}/${name.toLowerCase()}/${id}`
  return `Users/${ownerId}/${name}/${id}`
}

export function changeNotice(
  subscription: Subscription,
  change: Pick<MailboxChange, 'changeType' | 'etag' | 'odataType'>,
  id: string,
  turn: number,
  clientState = subscription.clientState,
): Record<string, unknown> {
  const { ownerId, tenantId, collection } = subscription.target
  return {
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: instant(subscription.expires),
    changeType: change.changeType,
    resource: spelling(subscription, id, turn),
    resourceData: {
      '@odata.type': change.odataType,
      '@odata.id': `Users/${ownerId}/${ENTITY[collection]?.path ?? collection}/${id}`,
      '@odata.etag': change.etag,
      id,
    },
    ...(clientState !== null && { clientState }),
    tenantId,
  }
}

export const entityType = (collection: string) => ENTITY[collection]?.type ?? '#Microsoft.Graph.Entity'

export const LIFECYCLE = ['reauthorizationRequired', 'subscriptionRemoved', 'missed'] as const
export type LifecycleEvent = (typeof LIFECYCLE)[number]

export const lifecycleNotice = (
  subscription: Subscription,
  lifecycleEvent: LifecycleEvent,
): Record<string, unknown> => ({
  subscriptionId: subscription.id,
  subscriptionExpirationDateTime: instant(subscription.expires),
  ...(subscription.clientState !== null && { clientState: subscription.clientState }),
  lifecycleEvent,
  tenantId: subscription.target.tenantId,
})
