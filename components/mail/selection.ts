/** What is chosen in the list, and where a range begins. Pure: each deed answers the next state. */

export type Selection = { ids: ReadonlySet<string>; anchor: string | null }

export const nothingChosen: Selection = { ids: new Set(), anchor: null }

type Lines = readonly { id: string }[]

/** Chooses a line, or takes it back; a range begins there. */
export function toggle(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ids, anchor: id }
}

/** Everything between the line where the range began and this one, added to what is chosen. */
export function extendTo(selection: Selection, lines: Lines, id: string, from?: string | null): Selection {
  const anchor = selection.anchor ?? from ?? id
  const start = lines.findIndex((line) => line.id === anchor)
  const end = lines.findIndex((line) => line.id === id)
  if (end < 0) return selection
  const ids = new Set(selection.ids)
  const [first, last] = start < 0 ? [end, end] : start < end ? [start, end] : [end, start]
  for (const line of lines.slice(first, last + 1)) ids.add(line.id)
  return { ids, anchor }
}

/** Every line that is loaded. */
export function chooseAll(selection: Selection, lines: Lines): Selection {
  return { ids: new Set(lines.map((line) => line.id)), anchor: selection.anchor }
}

/** Without what is no longer in the list; the same if nothing went. */
export function keepOnly(selection: Selection, lines: Lines): Selection {
  if (selection.ids.size === 0) return selection
  const here = new Set<string>()
  for (const line of lines) if (selection.ids.has(line.id)) here.add(line.id)
  if (here.size === selection.ids.size) return selection
  return { ids: here, anchor: selection.anchor !== null && here.has(selection.anchor) ? selection.anchor : null }
}
