import type { Pause } from '@/lib/sync/breaker'

type Figures = Pick<Pause, 'direction' | 'affected' | 'total'>

/**
 * What the circuit breaker (R54) held back, as a sentence with figures.
 * @param isLoss nothing of it is a mere change: everything would go
 */
export function sayPause({ direction, affected, total }: Figures, isLoss: boolean): string {
  const figures = `${affected.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} entries would be`
  if (direction === 'out') return `${figures} ${isLoss ? '' : 'changed in or '}removed from Outlook at once.`
  return isLoss
    ? `${figures} removed from Tandem or called off at once, because they are gone from Outlook.`
    : `${figures} changed in or removed from Tandem at once, because Outlook changed or lost them.`
}
