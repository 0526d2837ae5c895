import 'server-only'
import { settleDifferenceOf, settleUnsureMail } from './settle'
import { adoptFromOutlook, type Looked, lookAtTwin } from './take-in'
import { atOnce } from './work'

// What actions do with Outlook while the person waits.

/** Looks at Outlook's side before a draft is opened. */
export const lookFirst = (connectionId: string, draftId: string): Promise<Looked> =>
  atOnce(connectionId, (context) => lookAtTwin(context, draftId))

/** The row of a draft that lies in Outlook; null: it is no draft any more. */
export async function rowOfOutlooks(connectionId: string, graphId: string): Promise<string | null> {
  const row = await atOnce(connectionId, (context) => adoptFromOutlook(context, graphId))
  return row?.id ?? null
}

/** See settleUnsureMail. */
export const settleMail = (connectionId: string, id: string, wish: Parameters<typeof settleUnsureMail>[2]) =>
  atOnce(connectionId, (context) => settleUnsureMail(context, id, wish))

/** See settleDifferenceOf. */
export const settleEdits = (connectionId: string, id: string, keep: 'tandem' | 'outlook') =>
  atOnce(connectionId, (context) => settleDifferenceOf(context, id, keep))
