import { firstState, type SaveState } from './autosave'
import type { FileItem } from './uploads/uploader'
import type { DraftContent, DraftKind, DraftView, SendWarning } from './view'

/** Two texts of one mail, for the person to choose. */
type Difference =
  | { with: 'tab'; html: string; subject: string; changedAt: string; version: number }
  | { with: 'outlook'; html: string; subject: string; changedAt: string }

export type SessionState = {
  /** held: it waits to be sent, or is on its way, and cannot be written on. */
  phase: 'opening' | 'failed' | 'held' | 'open' | 'sending' | 'gone'
  /** Why it could not be opened. */
  failure: string | null
  id: string | null
  kind: DraftKind
  /** While it is held: how it stands, and when it leaves. */
  held: Pick<DraftView, 'state' | 'sendAt'> | null
  /** Its html is as of the last read; `content()` has what is typed. */
  content: DraftContent
  /** Rises when the text was set from outside, and the editor must take it. */
  revision: number
  save: SaveState
  files: readonly FileItem[]
  quoteHtml: string | null
  difference: Difference | null
  warnings: { list: SendWarning[]; at: string | null; archive: boolean } | null
  /** What Outlook or Microsoft refused, in words. */
  problem: string | null
}

/** While it is being opened. */
export const stateAtFirst = (kind: DraftKind, content: DraftContent): SessionState => ({
  ...{ phase: 'opening', failure: null, id: null, kind, held: null, content, revision: 0 },
  save: firstState(0, null, false),
  ...{ files: [], quoteHtml: null, difference: null, warnings: null, problem: null },
})
