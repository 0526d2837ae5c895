import type { Random } from '../../emulator/seed/random'
import { heldBy } from '../held-by'
import type { LivingWorld, Person } from '../living-world'
import type { HeldMessage, TrueMessage } from '../oracle'

/** What a life is made of; its parts share it. */
export interface State {
  tandem: LivingWorld
  person: Person
  random: Random
  /** Folders made in Outlook, by Microsoft's ids. */
  folders: string[]
  /** What was done, newest last: told when something is wrong. */
  log: string[]
}

/** Messages as the person sees them in Tandem now; drafts are the letters' own matter. */
export async function heldMessages({ person }: State): Promise<HeldMessage[]> {
  return (await heldBy(person.scope)).messages.filter((each) => !each.isDraft && !each.pendingGone)
}

/** Messages as Outlook has them now, without drafts. */
export async function trueMessages({ tandem, person }: State): Promise<TrueMessage[]> {
  return (await tandem.truth(person.upn)).filter(({ isDraft }) => !isDraft)
}

/** So many of a list, each at most once. */
export function some<T>({ random }: Pick<State, 'random'>, list: readonly T[], count: number): T[] {
  if (list.length === 0) return []
  return [...new Set(Array.from({ length: count }, () => random.pick(list)))]
}

/** One of these, each as likely as its weight says. */
export function weighted<T>(random: Random, choices: readonly (readonly [number, T])[]): T {
  let at = random.int(choices.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, choice] of choices) {
    at -= weight
    if (at < 0) return choice
  }
  throw new Error('nothing to choose from')
}
