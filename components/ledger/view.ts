/** One line of the sync ledger. It holds no names, subjects or addresses of what was synced. */
export type LedgerLine = {
  /** Rises with time: also the place to go on from. */
  id: number
  /** ISO 8601. */
  at: string
  /** in: Outlook → Tandem. out: Tandem → Outlook. */
  direction: 'in' | 'out' | 'none'
  /** mail, folder, signals … */
  kind: string
  what: string
  why: string
  count: number
  result: 'done' | 'skipped' | 'failed'
  /** Microsoft's id of the request, to quote in a support case. */
  requestId: string | null
  /** Whose it is; only in the administrators' ledger. */
  member?: { id: string; name: string }
}

/** Newest first; `next` is where the older ones begin, null at the end. */
export type LedgerPage = { lines: LedgerLine[]; next: number | null }

/** What is left out; null: nothing. */
export type LedgerFilter = {
  direction: 'in' | 'out' | null
  kind: string | null
  result: 'done' | 'skipped' | 'failed' | null
}

export type LedgerView = { page: LedgerPage; filter: LedgerFilter }
