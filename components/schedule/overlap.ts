/** A block of time in one day's column. */
export type Block = { key: string; title: string; start: number; end: number }

/**
 * The left ones of pairs. Two that overlap stand side by side; from three on they are cascaded. Blocks that are tied
 * together by overlapping, directly or through others, are one cluster; only in a cluster that needs just two lanes
 * is anything a pair. Of two that begin and end together the title decides, as in the grid. `least` is the time that the smallest block takes on the screen.
 */
export function leftOfPairs(blocks: readonly Block[], least: number): Set<string> {
  const sorted = blocks
    .map((block) => ({ ...block, end: Math.max(block.end, block.start + least) }))
    .sort((a, b) => a.start - b.start || b.end - a.end || a.title.localeCompare(b.title))
  const left = new Set<string>()
  let cluster: (Block & { lane: number })[] = []
  let until = Number.NEGATIVE_INFINITY
  const settle = () => {
    if (Math.max(0, ...cluster.map(({ lane }) => lane)) !== 1) return
    for (const block of cluster)
      if (
        block.lane === 0 &&
        cluster.some((each) => each.lane === 1 && each.start < block.end && block.start < each.end)
      )
        left.add(block.key)
  }
  for (const block of sorted) {
    if (block.start >= until) {
      settle()
      cluster = []
    }
    let lane = 0
    while (cluster.some((each) => each.lane === lane && each.end > block.start)) lane++
    cluster.push({ ...block, lane })
    until = Math.max(until, block.end)
  }
  settle()
  return left
}
