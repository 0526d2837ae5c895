import type { Drawn } from '../items'

type Look = { item: Drawn | null; isOpen: boolean; isMoving: boolean; isPast: boolean }

/** Classes that say where an entry lives and how it stands; grid.css and the agenda draw them. */
export function blockClass({ item, isOpen, isMoving, isPast }: Look): string {
  return [
    'ev',
    item && !item.isDraft ? { tandem: 'ev-ours', outlook: 'ev-theirs', both: 'ev-both' }[item.source] : 'ev-new',
    item?.source === 'outlook' && (item.isPrivate || item.title === null) && 'ev-private',
    item?.kind === 'time_off' && 'ev-off',
    isPast && !isMoving && 'ev-past',
    item?.isCancelled && 'ev-cancelled',
    item?.response === 'declined' && 'ev-declined',
    (item?.showAs === 'tentative' || item?.response === 'notResponded' || item?.response === 'tentativelyAccepted') &&
      'ev-tentative',
    item?.showAs === 'free' && !item.isAllDay && 'ev-free',
    item?.unsent && 'ev-unsent',
    isOpen && 'ev-open',
    isMoving && 'ev-moving',
    item?.mayChange && 'ev-loose',
  ]
    .filter(Boolean)
    .join(' ')
}
