/** A stretch of time in milliseconds since 1970; its end is excluded. */
export interface Interval {
  from: number
  to: number
}

/** The same time as sorted stretches that neither touch nor overlap; empty ones are dropped. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)
  const merged: Interval[] = []
  for (const { from, to } of sorted) {
    const last = merged.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** What is left of `from` without `taken`. Either may come in any order; takes one walk over both once they are sorted. */
export function subtractIntervals(from: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const holes = mergeIntervals(taken)
  const left: Interval[] = []
  let next = 0
  for (const whole of mergeIntervals(from)) {
    let start = whole.from
    // A hole that reaches beyond this stretch counts for the next one, too.
    while (next < holes.length && (holes[next]?.to ?? 0) <= start) next++
    for (let at = next; at < holes.length; at++) {
      const hole = holes[at]
      if (!hole || hole.from >= whole.to) break
      if (hole.from > start) left.push({ from: start, to: hole.from })
      start = hole.to
    }
    if (start < whole.to) left.push({ from: start, to: whole.to })
  }
  return left
}

/** Stretches that begin and end on multiples of `step` milliseconds, within those given; shorter ones than `least` are dropped. */
export function alignIntervals(intervals: readonly Interval[], step: number, least: number): Interval[] {
  return intervals
    .map(({ from, to }) => ({ from: Math.ceil(from / step) * step, to: Math.floor(to / step) * step }))
    .filter(({ from, to }) => to - from >= Math.max(least, 1))
}
