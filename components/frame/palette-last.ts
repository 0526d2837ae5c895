import type { PaletteGroup, PaletteItem } from './shortcuts'

const store = 'tandem-palette-last'
const most = 5

type Kept = { id: string; group: PaletteGroup; label: string; hint?: string; href?: string }

/** What was used last in this tab, newest first. Places can be gone to again; deeds must still be offered. */
export function readLast(items: readonly PaletteItem[], go: (href: string) => void): PaletteItem[] {
  return kept().flatMap((each): PaletteItem[] => {
    const present = items.find(({ id }) => id === each.id)
    if (present) return [present]
    const { href } = each
    return href ? [{ ...each, run: () => go(href) }] : []
  })
}

export function rememberUse({ id, group, label, hint, href }: PaletteItem): void {
  const next: Kept[] = [{ id, group, label, hint, href }, ...kept().filter((each) => each.id !== id)]
  sessionStorage.setItem(store, JSON.stringify(next.slice(0, most)))
}

function kept(): Kept[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(store) ?? '[]')
    if (!Array.isArray(found)) return []
    return found.filter((each): each is Kept => typeof each?.id === 'string' && typeof each.label === 'string')
  } catch {
    return []
  }
}
