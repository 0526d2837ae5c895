import type { OutcomeAction, OutcomeCode, OutcomeView } from '@/components/connection/view'

/** What a page of the result says, by its code. Words of R5, R6, R7, R8. */
interface Wording {
  sentence: string
  ask?: string
  actions?: OutcomeAction[]
  /** Microsoft's number is shown, so that IT finds the attempt. */
  reference?: boolean
}

const PICKER = '/settings/integrations/connect'
const again: OutcomeAction = { kind: 'retry', label: 'Try again', href: null }
const choose: OutcomeAction = { kind: 'link', label: 'Choose again', href: PICKER }
// Microsoft's approval page sends the same "declined" back when a person may not consent at all.
const ask: OutcomeAction = { kind: 'ask_admin', label: 'Ask your administrator', href: null }
const settings: OutcomeAction = { kind: 'link', label: 'Open Integrations', href: '/settings/integrations' }
const IT = 'Ask your help desk. They can look the attempt up in the sign-in log and the access policies.'

const WORDS: Record<Exclude<OutcomeCode, 'linked' | 'added' | 'reconnected'>, (detail: Detail) => Wording> = {
  declined: () => ({ sentence: 'You said no. Nothing was connected.', actions: [choose, ask] }),
  admin_approval: () => ({
    sentence: 'Your organisation wants an administrator to approve this.',
    ask: 'Send your administrator the link from the approval page.',
    actions: [again],
    reference: true,
  }),
  not_assigned: () => ({
    sentence: 'Your IT has not given you this app.',
    ask: 'Ask your help desk to assign Tandem to you, then try again.',
    actions: [again],
    reference: true,
  }),
  conditional_access: () => ({
    sentence: 'Your organisation asks for another device or place.',
    ask: IT,
    actions: [again],
    reference: true,
  }),
  mfa: () => ({
    sentence: 'Microsoft wants to check that it is you, and the check was not completed.',
    ask: IT,
    actions: [again],
    reference: true,
  }),
  disabled: () => ({
    sentence: 'Microsoft does not let this account in.',
    ask: IT,
    actions: [again],
    reference: true,
  }),
  expired: () => ({ sentence: 'Your sign-in at Microsoft ran out.', ask: IT, actions: [again], reference: true }),
  consent_missing: () => ({
    sentence: 'Microsoft did not grant everything that the chosen features need.',
    ask: IT,
    actions: [again],
    reference: true,
  }),
  configuration: () => ({
    sentence: 'The registration of Tandem at Microsoft does not work.',
    ask: 'Tell whoever runs Tandem, with the number below.',
    actions: [again],
    reference: true,
  }),
  unavailable: () => ({
    sentence: 'Microsoft did not answer. Nothing was connected.',
    actions: [again],
    reference: true,
  }),
  stale: () => ({
    sentence: 'This attempt was used before, took too long, or began in another browser. Nothing was connected.',
    actions: [settings],
  }),
  too_often: () => ({
    sentence: 'That was a lot at once. Wait a minute, then try again. Nothing was connected.',
    actions: [settings],
  }),
  mismatch: () => ({
    sentence: 'The answer did not fit the question, so Tandem threw it away. Nothing was connected.',
    actions: [again],
    reference: true,
  }),
  wrong_account: ({ address }) => ({
    sentence: `This is not the account linked to you. Sign in as ${address ?? 'that account'}, or disconnect it first.`,
    actions: [again, settings],
  }),
  taken: ({ name }) => ({
    sentence: `This Microsoft account belongs to ${name ?? 'a colleague'} here. An administrator can release it.`,
    ask: 'Ask an administrator of your workspace.',
    actions: [again],
  }),
  already_linked: ({ address }) => ({
    sentence: `You have ${address || 'an account'} linked already. To change accounts, disconnect it, then connect the other.`,
    actions: [settings],
  }),
  personal_refused: () => ({
    sentence: 'Your workspace takes work accounts only, and this is a personal Microsoft account.',
    ask: 'Ask an administrator of your workspace.',
    actions: [again],
  }),
  suspended: () => ({
    sentence: 'An administrator of your workspace has switched Microsoft 365 off for you.',
    ask: 'Ask an administrator of your workspace.',
    actions: [settings],
  }),
}

type Detail = Partial<Record<string, string>>

const CODES = new Set<string>([...Object.keys(WORDS), 'linked', 'added', 'reconnected'])

/** An outcome code from a query or the database; anything else is stale. */
export const outcomeCode = (value: unknown): OutcomeCode =>
  typeof value === 'string' && CODES.has(value) ? (value as OutcomeCode) : 'stale'

const isGood = (code: OutcomeCode): code is 'linked' | 'added' | 'reconnected' =>
  code === 'linked' || code === 'added' || code === 'reconnected'

const GOOD = {
  linked: 'Tandem now takes in what you chose. You can go on working meanwhile.',
  added: 'The feature is on.',
  reconnected: 'Tandem catches up from where it stopped.',
}

/** The page that tells how a trip ended. Retrying needs the attempt, so without one that button is left out. */
export function outcomeView(input: {
  code: OutcomeCode
  attemptId: string | null
  detail: Detail
  features: string[]
  returnTo: string
}): OutcomeView {
  const { code, attemptId, detail, features, returnTo } = input
  const common = { code, attemptId, returnTo, returnLabel: 'Return to Tandem' }
  if (isGood(code)) {
    return {
      ...common,
      ok: true,
      title: 'Successfully logged in to Microsoft',
      sentence: GOOD[code],
      ask: null,
      reference: null,
      actions: [],
      features,
      returnAfter: 4,
    }
  }
  const words = WORDS[code](detail)
  return {
    ...common,
    ok: false,
    title: 'Unable to log in to Microsoft',
    sentence: words.sentence,
    ask: words.ask ?? null,
    reference:
      words.reference && detail.at
        ? {
            at: detail.at,
            number: detail.number ?? null,
            correlationId: detail.correlationId ?? null,
            traceId: detail.traceId ?? null,
          }
        : null,
    actions: (words.actions ?? []).filter(({ kind }) => kind === 'link' || attemptId),
    features: [],
    returnAfter: null,
  }
}
