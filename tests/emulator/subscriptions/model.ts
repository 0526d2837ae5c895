import type { Target } from './resources'

export interface Subscription {
  id: string
  appId: string
  /** Who made it: user, or the app itself. */
  creatorId: string
  target: Target
  resource: string
  changeTypes: string
  notificationUrl: string
  lifecycleNotificationUrl: string | null
  clientState: string | null
  expires: number
  created: number
  immutableIds: boolean
  latestSupportedTlsVersion: string
  /** Kept after its end, so that late notifications can be forged. */
  ended: boolean
  /** When reauthorizationRequired was last sent, by Microsoft's clock; null: not since the last authorisation. */
  asked: number | null
  /** Tokens were revoked: changes are lost until somebody reauthorises. */
  paused: boolean
  delivered: number
  failed: number
}

export const instant = (ms: number) => new Date(ms).toISOString()

/** As Graph shows it. */
export const viewSubscription = (subscription: Subscription) => ({
  id: subscription.id,
  resource: subscription.resource,
  applicationId: subscription.appId,
  changeType: subscription.changeTypes,
  clientState: subscription.clientState,
  notificationUrl: subscription.notificationUrl,
  notificationQueryOptions: null,
  lifecycleNotificationUrl: subscription.lifecycleNotificationUrl,
  expirationDateTime: instant(subscription.expires),
  creatorId: subscription.creatorId,
  includeResourceData: null,
  latestSupportedTlsVersion: subscription.latestSupportedTlsVersion,
  encryptionCertificate: null,
  encryptionCertificateId: null,
  notificationUrlAppId: null,
})
