import 'server-only'
import type { LedgerLine, LedgerPage, LedgerView } from '@/components/ledger/view'
import { withAdmin, withUser } from '@/lib/auth/with-user'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import type { UserScope } from '@/lib/platform/scope'
import { listOwnLedger, listWorkspaceLedger } from './queries'
import { type LedgerInput, ledgerInput } from './schema'

const PAGE = 50

type Query = Record<string, string | string[] | undefined>

/** The person's own ledger, filtered by the address bar. */
export async function loadOwnLedger(query: Query): Promise<LedgerView> {
  const input = readInput(query)
  return withUser(async (db, scope) => ({ page: await readOwn(db, scope, input), filter: filterOf(input) }))
}

/** The whole workspace's ledger. Throws forbidden for who is no administrator. */
export async function loadWorkspaceLedger(query: Query): Promise<LedgerView> {
  const input = readInput(query)
  return withAdmin(async (db, scope) => ({ page: await readWorkspace(db, scope, input), filter: filterOf(input) }))
}

/** A page of the person's own ledger. Throws invalid_input for a place that is none. */
export async function loadOwnLedgerPage(query: URLSearchParams): Promise<LedgerPage> {
  const input = readInput(Object.fromEntries(query))
  return withUser((db, scope) => readOwn(db, scope, input))
}

/** A page of the workspace's ledger. Throws forbidden, invalid_input. */
export async function loadWorkspaceLedgerPage(query: URLSearchParams): Promise<LedgerPage> {
  const input = readInput(Object.fromEntries(query))
  return withAdmin((db, scope) => readWorkspace(db, scope, input))
}

async function readOwn(db: Db, scope: UserScope, input: LedgerInput): Promise<LedgerPage> {
  const rows = await listOwnLedger(db, scope, input, PAGE + 1)
  return toPage(rows.map((row) => ({ ...row, at: row.at.toISOString() })))
}

async function readWorkspace(db: Db, scope: UserScope, input: LedgerInput): Promise<LedgerPage> {
  const rows = await listWorkspaceLedger(db, scope, input, PAGE + 1)
  return toPage(
    rows.map(({ userId, name, email, contactEmail, ...row }) => ({
      ...row,
      at: row.at.toISOString(),
      ...(userId && { member: { id: userId, name: name ?? email ?? contactEmail ?? '' } }),
    })),
  )
}

function toPage(lines: LedgerLine[]): LedgerPage {
  const shown = lines.slice(0, PAGE)
  return { lines: shown, next: lines.length > PAGE ? (shown.at(-1)?.id ?? null) : null }
}

function readInput(query: Query): LedgerInput {
  const parsed = ledgerInput.safeParse(query)
  if (!parsed.success) throw new AppError('invalid_input', 'bad ledger query')
  return parsed.data
}

const filterOf = ({ before: _, ...filter }: LedgerInput): LedgerView['filter'] => filter
