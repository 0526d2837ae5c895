import 'server-only'
import { stateOfEntry } from '../map'
import type { TwoWayUnit } from '../queries'
import { type State, withoutHeld } from '../rules'

/** A unit whose entry is there. */
export type Living = TwoWayUnit & { entry: NonNullable<TwoWayUnit['entry']> }

/**
 * The entry as Outlook is to have it for now.
 * @param theirs Outlook's side, where nobody knows how both were when last alike
 */
export const oursOf = ({ entry, exceptions, attendees, held, base }: Living, theirs: State | null = null): State =>
  withoutHeld(stateOfEntry(entry, exceptions, attendees), held, base?.ours ?? theirs)
