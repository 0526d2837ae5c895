import { BASE_SCOPES, hasScopes, missingScopes } from '@/lib/auth/microsoft-scopes'

/** One permission and why Tandem wants it, in words for the person who is asked. */
export interface PermissionRule {
  /** As Microsoft spells it. */
  scope: string
  reason: string
  /** Microsoft's permissions data: only an administrator can grant it. */
  adminOnly?: boolean
}

/** One feature of the picker (R3): least permissions that work. */
export interface FeatureRule {
  id: string
  group: string
  name: string
  sentence: string
  permissions: readonly PermissionRule[]
  /** Microsoft does not offer it to personal accounts. */
  workOnly?: boolean
  /** Switched on in the picker unless the person turns it off. */
  suggested?: boolean
}

/** The features that exist. A later feature adds its entry here; nothing else knows the list. */
export const FEATURES: readonly FeatureRule[] = [
  {
    id: 'mail',
    group: 'Mail',
    name: 'Inbox',
    sentence: 'Read, file and send Outlook mail.',
    suggested: true,
    permissions: [
      {
        scope: 'Mail.ReadWrite',
        reason: 'Show your mail here, and mark, move, flag and delete it as you do in Outlook.',
      },
      { scope: 'Mail.Send', reason: 'Send what you write here from your own mailbox. Nothing is sent by itself.' },
    ],
  },
  {
    id: 'suggestions',
    group: 'Mail',
    name: 'Suggestions',
    sentence: 'Suggest the people you write to most, as Outlook does.',
    suggested: true,
    permissions: [{ scope: 'People.Read', reason: 'Learn whom you work with, to suggest them while you type a name.' }],
  },
  {
    id: 'absence',
    group: 'Mail',
    name: 'Out of office',
    sentence: 'See who is away before you write to them.',
    suggested: true,
    permissions: [
      { scope: 'MailboxSettings.Read', reason: 'See your own out-of-office times, time zone and working hours.' },
      { scope: 'MailTips.ReadBasic.Shared', reason: 'See whether colleagues of your organisation are away.' },
    ],
  },
  {
    id: 'calendar',
    group: 'Calendar',
    name: 'My Schedule',
    sentence: 'See your Outlook calendars beside what you plan here.',
    suggested: true,
    permissions: [
      {
        scope: 'Calendars.Read',
        reason: 'Show your Outlook events in the schedule and on timelines. Private ones stay private.',
      },
    ],
  },
  {
    id: 'publishing',
    group: 'Calendar',
    name: 'Publish to Outlook',
    sentence: 'Put your calls, meetings and time off into Outlook.',
    suggested: true,
    permissions: [
      {
        scope: 'Calendars.ReadWrite',
        reason: 'Write your entries into Outlook, in the way that you choose in Settings.',
      },
    ],
  },
  {
    id: 'shared-calendars',
    group: 'Calendar',
    name: 'Shared calendars',
    sentence: 'See calendars that colleagues share with you or delegated to you.',
    workOnly: true,
    suggested: true,
    permissions: [
      { scope: 'Calendars.Read.Shared', reason: 'Show calendars of colleagues that you may open in Outlook.' },
    ],
  },
  {
    id: 'meetings',
    group: 'Meetings',
    name: 'Teams meetings',
    sentence: 'Put a Teams link into a mail with one click.',
    workOnly: true,
    suggested: true,
    permissions: [
      { scope: 'OnlineMeetings.ReadWrite', reason: 'Make the meeting behind a Teams link that you ask for.' },
    ],
  },
]

/** What every connection asks for, in words. */
export const ALWAYS: readonly PermissionRule[] = [
  { scope: 'User.Read', reason: 'Know which account you linked.' },
  { scope: 'openid', reason: 'Know that it was you who signed in.' },
  { scope: 'profile', reason: 'Show your name.' },
  { scope: 'email', reason: 'Show your address.' },
  { scope: 'offline_access', reason: 'Stay up to date while you are away.' },
]

type Catalogue = readonly FeatureRule[]

/** The chosen features that exist, in the catalogue's order; unknown ids are dropped. */
export const knownFeatures = (ids: readonly string[], catalogue: Catalogue = FEATURES): FeatureRule[] =>
  catalogue.filter(({ id }) => ids.includes(id))

/** Permissions of these features, without doubles and without what is always asked for. */
export const scopesOf = (ids: readonly string[], catalogue: Catalogue = FEATURES): string[] => [
  ...new Set(knownFeatures(ids, catalogue).flatMap(({ permissions }) => permissions.map(({ scope }) => scope))),
]

/** Permissions of the whole feature set, for an administrator who approves everything (R9). */
export const allScopes = (catalogue: Catalogue = FEATURES): string[] => [
  ...BASE_SCOPES,
  ...scopesOf(
    catalogue.map(({ id }) => id),
    catalogue,
  ),
]

/** What to ask Microsoft for: only what is missing, besides what every sign-in asks for (incremental consent, R2). */
export const scopesToAsk = (
  ids: readonly string[],
  granted: readonly string[],
  catalogue: Catalogue = FEATURES,
): string[] => [...BASE_SCOPES, ...missingScopes(granted, scopesOf(ids, catalogue))]

/** What decides whether a feature is on. */
export interface Choice {
  features: readonly string[]
  grantedScopes: readonly string[]
  accountKind: 'work' | 'personal'
}

/** Chosen and granted (R2): a granted permission that nobody chose is never used. */
export function isFeatureOn(id: string, choice: Choice, catalogue: Catalogue = FEATURES): boolean {
  const [rule] = knownFeatures([id], catalogue)
  if (!rule || !choice.features.includes(id)) return false
  if (rule.workOnly && choice.accountKind === 'personal') return false
  return hasScopes(choice.grantedScopes, scopesOf([id], catalogue))
}

/** The features that are on. */
export const activeFeatures = (choice: Choice, catalogue: Catalogue = FEATURES): FeatureRule[] =>
  catalogue.filter(({ id }) => isFeatureOn(id, choice, catalogue))

/** Chosen features that are not on, each with the reason. */
export const leftOut = (choice: Choice, catalogue: Catalogue = FEATURES): { name: string; why: string }[] =>
  knownFeatures(choice.features, catalogue)
    .filter(({ id }) => !isFeatureOn(id, choice, catalogue))
    .map(({ name, workOnly }) => ({
      name,
      why:
        workOnly && choice.accountKind === 'personal'
          ? 'Needs a work account. Microsoft does not offer it to personal accounts.'
          : 'Microsoft did not grant it.',
    }))

/** Features among these that only an administrator can grant. */
export const needsAdmin = (rule: FeatureRule): boolean => rule.permissions.some(({ adminOnly }) => adminOnly === true)

/** Permissions with their reasons for these scopes, in the catalogue's words. */
export function permissionRules(scopes: readonly string[], catalogue: Catalogue = FEATURES): PermissionRule[] {
  const known = [...catalogue.flatMap(({ permissions }) => permissions), ...ALWAYS]
  return scopes.map((scope) => known.find((each) => each.scope === scope) ?? { scope, reason: '' })
}
