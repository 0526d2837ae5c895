/**
 * What the screens about signing in, connecting and membership need to know, and nothing more.
 * Times are ISO 8601 in UTC. Sentences are ready to show; codes are for tests and for choosing a picture.
 */

/** A permission as Microsoft spells it, beside the sentence that explains it. */
export type PermissionView = { scope: string; reason: string; needsAdmin: boolean }

export type FeatureState =
  /** Chosen, granted, syncing. */
  | 'on'
  /** Chosen and granted, but the connection is paused. */
  | 'paused'
  /** Chosen, not granted yet: Microsoft has to be asked. */
  | 'waiting'
  /** Not chosen. */
  | 'off'
  /** Cannot be had with this account or in this workspace; `why` says why. */
  | 'unavailable'
  /** Nobody is connected: the row is an offer. */
  | 'offer'

/** One row on Settings → Integrations. */
export type FeatureView = {
  id: string
  group: string
  name: string
  sentence: string
  permissions: PermissionView[]
  state: FeatureState
  /** Only if something is up, for instance "Off. You declined it on 12 November." The screen formats `whyAt`. */
  why: string | null
  whyAt: string | null
  /** turn_on → addFeature(id, returnTo); turn_off → turnOffFeature(id); null: nothing to do here. */
  action: 'turn_on' | 'turn_off' | null
}

export type AccountView = {
  connectionId: string
  address: string
  displayName: string
  /** Name of the organisation, else the domain of the address. */
  tenant: string
  accountKind: 'work' | 'personal'
  connectedAt: string
}

/** Settings → Integrations, for the person signed in. */
export type IntegrationsView = {
  /** Pill: available / connected / attention ("Needs attention") / suspended (by an administrator) / leaving. */
  state: 'available' | 'connected' | 'attention' | 'suspended' | 'leaving'
  account: AccountView | null
  /** The banner; null when all is well. */
  attention: {
    title: string
    sentence: string
    /** Since when. */
    since: string | null
    /** reconnect → reconnect(returnTo); delete_data → the disconnect preview; watch → the running disconnect. */
    action: 'reconnect' | 'delete_data' | 'watch' | null
    /** Number to copy for the help desk, e.g. AADSTS50173. */
    reference: string | null
  } | null
  features: FeatureView[]
  /** Null while nothing is connected. */
  health: {
    lastSignalAt: string | null
    lastSyncAt: string | null
    lastSweepAt: string | null
    nextRenewalAt: string | null
    /** "Slowed by Microsoft until …" */
    slowedUntil: string | null
  } | null
  /** Approval of a tenant admin that is being waited for: link to /settings/integrations/approval?id=… */
  approvalId: string | null
  isAdmin: boolean
}

export type PickerFeature = {
  id: string
  group: string
  name: string
  sentence: string
  permissions: PermissionView[]
  /** A shield: an administrator has to approve it. */
  needsAdmin: boolean
  /** "Needs a work account" beside the name. */
  workOnly: boolean
  chosen: boolean
}

/** The feature picker. Post the chosen ids to startConnect. */
export type PickerView = {
  features: PickerFeature[]
  /** What is always included, for the footer. */
  always: PermissionView[]
  returnTo: string
  /** A reason why connecting is not possible now (already connected, switched off by an administrator). */
  refused: { sentence: string; href: string; label: string } | null
}

/** "You are about to link …": nothing is stored or synced before confirmLink(attemptId). */
export type ConfirmView = {
  attemptId: string
  address: string
  displayName: string
  tenant: string
  tenantId: string
  accountKind: 'work' | 'personal'
  workspace: string
  /** Names of the features that will be on. */
  features: string[]
  /** Chosen, but not possible with this account or not granted. */
  leftOut: { name: string; why: string }[]
}

/** How a trip to Microsoft ended. */
export type OutcomeCode =
  | 'linked'
  | 'added'
  | 'reconnected'
  /** The person said no at Microsoft, or chose "Use another account" here. */
  | 'declined'
  | 'admin_approval'
  | 'not_assigned'
  | 'conditional_access'
  | 'mfa'
  | 'disabled'
  | 'expired'
  | 'consent_missing'
  | 'configuration'
  | 'unavailable'
  /** State unknown, used before, of another person, or too old. */
  | 'stale'
  /** Begun too often within a minute. */
  | 'too_often'
  /** The answer does not fit the question (nonce, issuer, tenant, code). */
  | 'mismatch'
  /** Reconnect or add with another account than the one linked. */
  | 'wrong_account'
  /** This Microsoft account belongs to a colleague here. */
  | 'taken'
  /** The person already has another account linked. */
  | 'already_linked'
  | 'personal_refused'
  | 'suspended'

export type OutcomeAction = {
  /** link: a plain link to href. retry: startAgain(attemptId). ask_admin: askAdministrator(attemptId). */
  kind: 'link' | 'retry' | 'ask_admin'
  label: string
  href: string | null
}

/** "Successfully logged in to Microsoft" or "Unable to log in to Microsoft". */
export type OutcomeView = {
  ok: boolean
  code: OutcomeCode
  attemptId: string | null
  title: string
  sentence: string
  /** Whom to ask, or null. */
  ask: string | null
  /** "Your IT finds this attempt at 10:42 in the sign-in log, number …" */
  reference: { at: string; number: string | null; correlationId: string | null; traceId: string | null } | null
  actions: OutcomeAction[]
  /** Features that are on now (ok only). */
  features: string[]
  returnTo: string
  returnLabel: string
  /** Success returns by itself after so many seconds. */
  returnAfter: number | null
}

/** The page of the person who waits for an administrator (live topic `connection`: load again). */
export type ApprovalView = {
  id: string
  state: 'waiting' | 'granted' | 'expired'
  /** Name or domain of the organisation, if known. */
  tenant: string | null
  /** The link to send. */
  link: string
  /** mailto: address with subject and text. */
  mailto: string
  permissions: PermissionView[]
  features: string[]
  since: string
  expiresAt: string
  /** "Go on without these": features that need no approval; empty: the button is not offered. goOnWithout(id). */
  without: string[]
  returnTo: string
}

/** /approve/{token}: the administrator's own public page. */
export type AdminApprovalView = {
  state: 'open' | 'granted' | 'expired' | 'unknown'
  workspace: string
  /** Who asks, or null. */
  askedBy: string | null
  permissions: PermissionView[]
  /** After a trip to Microsoft that ended otherwise. */
  problem: string | null
  expiresAt: string | null
}

/** /consent: approval of the whole feature set for any organisation. */
export type ConsentPageView = {
  state: 'open' | 'granted' | 'failed'
  permissions: PermissionView[]
  problem: string | null
}

export type MemberView = {
  userId: string
  name: string
  contactEmail: string | null
  role: 'admin' | 'member'
  you: boolean
  disabledAt: string | null
  integrationEnabled: boolean
  joinedAt: string
  connection: {
    id: string
    address: string
    state: 'active' | 'paused' | 'disconnecting'
    pausedReason: string | null
    lastSyncAt: string | null
    features: string[]
  } | null
}

export type InvitationView = {
  id: string
  email: string
  role: 'admin' | 'member'
  createdAt: string
  expiresAt: string
  expired: boolean
}

/** Admin → people of the workspace. */
export type MembersView = {
  workspace: string
  members: MemberView[]
  invitations: InvitationView[]
  /** Invitations go out by mail; without, the link is only shown for copying. */
  canMail: boolean
  allowPersonal: boolean
}

/** /invite/{token}. */
export type InviteView = {
  state: 'open' | 'expired' | 'used' | 'unknown' | 'member'
  workspace: string
  invitedBy: string | null
  role: 'admin' | 'member'
  /** Null: sign in first (returnTo = this page). */
  signedInAs: string | null
}

/** /signin. */
export type SigninView = {
  /** The e-mail field is offered. */
  email: boolean
  returnTo: string
  /** A sentence after something went wrong. */
  error: string | null
  /** The link is on its way. */
  sent: boolean
}
