import type { DisconnectKind } from '@/components/disconnect/view'

/** What Disconnect does with a table. A test fails on a table that says nothing. */
export type PurgeRule =
  /** Rows of the connection go; `kind` is the line of preview and receipt that counts them. */
  | { table: string; rule: 'purge'; kind: DisconnectKind | null }
  /** `rewritten`: rows of it go with others', or lose words; its files are rewritten, too. */
  | { table: string; rule: 'keep'; why: string; rewritten?: true }

/** In the order of deletion: what points at something goes before it. `connections` itself goes last, with the keys. */
export const PURGE: readonly PurgeRule[] = [
  { table: 'outbox', rule: 'purge', kind: 'pending' },
  { table: 'draft_attachments', rule: 'purge', kind: null },
  { table: 'drafts', rule: 'purge', kind: 'drafts' },
  { table: 'mail_links', rule: 'purge', kind: null },
  { table: 'mail_access', rule: 'purge', kind: null },
  { table: 'mail_trusted_senders', rule: 'purge', kind: null },
  { table: 'calendar_links', rule: 'purge', kind: null },
  { table: 'external_calendar_event', rule: 'purge', kind: 'events' },
  { table: 'external_calendar', rule: 'purge', kind: 'calendars' },
  { table: 'calendar_publishing', rule: 'purge', kind: null },
  { table: 'sync_pauses', rule: 'purge', kind: null },
  // Only those that came from the mailbox bear its connection; what somebody entered here stays.
  { table: 'schedule_entries', rule: 'purge', kind: 'meetings' },
  { table: 'correspondents', rule: 'purge', kind: 'suggestions' },
  { table: 'mail_messages', rule: 'purge', kind: 'messages' },
  { table: 'mail_folders', rule: 'purge', kind: 'folders' },
  { table: 'cursors', rule: 'purge', kind: null },
  { table: 'subscriptions', rule: 'purge', kind: 'signals' },
  { table: 'vault', rule: 'purge', kind: 'keys' },
  { table: 'connections', rule: 'purge', kind: null },
  {
    table: 'oauth_attempts',
    rule: 'keep',
    why: 'Sealed, and deleted by themselves within fifteen minutes.',
    rewritten: true,
  },
  { table: 'approvals', rule: 'keep', why: 'Requests to an administrator: permission names and dates only.' },
  { table: 'ledger', rule: 'keep', why: 'What the sync did, without names, subjects or addresses, for 90 days.' },
  { table: 'audit_log', rule: 'keep', why: 'Who connected and disconnected when, without content.' },
  { table: 'disconnects', rule: 'keep', why: 'The receipts: counts and dates.', rewritten: true },
  { table: 'tenant_consents', rule: 'keep', why: 'An organisation’s approval, given for all its people.' },
  { table: 'users', rule: 'keep', why: 'The person’s sign-in to Tandem.' },
  { table: 'accounts', rule: 'keep', why: 'The person’s sign-in to Tandem.' },
  { table: 'verification_tokens', rule: 'keep', why: 'The person’s sign-in to Tandem.' },
  { table: 'ended_sessions', rule: 'keep', why: 'Signed-out sessions by number, for two weeks.' },
  { table: 'visits', rule: 'keep', why: 'How often an address asked for sign-in mails, hashed, for ten minutes.' },
  { table: 'workspaces', rule: 'keep', why: 'The workspace.' },
  { table: 'memberships', rule: 'keep', why: 'The person’s place in the workspace.' },
  { table: 'invitations', rule: 'keep', why: 'Invitations to the workspace.' },
  { table: 'people', rule: 'keep', why: 'People that somebody entered in Tandem.' },
  { table: 'person_addresses', rule: 'keep', why: 'Addresses that somebody entered in Tandem.' },
  { table: 'companies', rule: 'keep', why: 'Companies that somebody entered in Tandem.' },
  { table: 'company_domains', rule: 'keep', why: 'Companies that somebody entered in Tandem.' },
  {
    table: 'tasks',
    rule: 'keep',
    why: 'Tasks that somebody wrote in Tandem, without the mail that they came from.',
    rewritten: true,
  },
  {
    table: 'activities',
    rule: 'keep',
    why: 'Notes that somebody wrote in Tandem, without the mail that they came from.',
  },
  {
    table: 'entry_attendees',
    rule: 'keep',
    why: 'They go with their entry; what somebody entered in Tandem stays.',
    rewritten: true,
  },
  {
    table: 'entry_links',
    rule: 'keep',
    why: 'They go with their entry; what somebody entered in Tandem stays.',
    rewritten: true,
  },
  { table: 'blocked_addresses', rule: 'keep', why: 'Your list of addresses that are never shown on timelines.' },
  { table: 'signatures', rule: 'keep', why: 'Signatures that you wrote in Tandem.' },
  { table: 'snippets', rule: 'keep', why: 'Texts that you wrote in Tandem.' },
]

/** Tables that the purge step empties; vault and connections wait until Microsoft has been told. */
export const PURGED_FIRST = PURGE.filter(
  (each) => each.rule === 'purge' && !['vault', 'connections', 'subscriptions'].includes(each.table),
).map(({ table }) => table)

/** Tables whose files are rewritten after a Disconnect, so that no deleted row lingers in them. */
export const REWRITTEN = PURGE.filter((each) => each.rule === 'purge' || each.rewritten).map(({ table }) => table)
