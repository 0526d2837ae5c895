import { classifyEntra, type Refusal } from './entra-errors'

const SENTENCE: Partial<Record<Refusal, string>> = {
  revoked: 'Microsoft ended your sign-in, for instance because your password was changed.',
  expired: 'Your sign-in to Microsoft ran out.',
  mfa: 'Microsoft wants to check that it is you.',
  conditional_access: 'Your organisation asks for another device or place.',
  not_assigned: 'Your IT has not given you this app.',
  disabled: 'Your Microsoft account is switched off.',
  consent_missing: 'Microsoft no longer grants what Tandem was allowed to do.',
  admin_approval: 'Your organisation wants an administrator to approve Tandem again.',
}

/** A stored pause reason (`AADSTS50173`) as a sentence for the person. */
export function whyPaused(reason: string | null): string {
  if (reason === 'MailboxNotEnabledForRESTAPI')
    return 'This account has no mailbox at Microsoft 365. Ask your help desk for a licence with Outlook.'
  const number = Number(/^AADSTS(\d+)$/.exec(reason ?? '')?.[1])
  if (reason === 'consent_required') return SENTENCE.consent_missing ?? ''
  const { refusal } = classifyEntra({ error: 'invalid_grant', ...(number ? { codes: [number] } : {}) })
  return SENTENCE[refusal] ?? 'Microsoft asks you to sign in again.'
}
