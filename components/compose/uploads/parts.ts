/** The arithmetic of uploads in parts. Microsoft Graph: parts follow each other, each named by Content-Range. */

/** 150 MB, in bytes: the largest file that Outlook takes by upload session. */
export const largestFile = 150 * 1024 * 1024

export type Part = { from: number; to: number; contentRange: string }

/** The part that begins at `from`; null if all is there. */
export function partAt(from: number, total: number, partSize: number): Part | null {
  if (from >= total) return null
  const to = Math.min(total, from + partSize)
  return { from, to, contentRange: `bytes ${from}-${to - 1}/${total}` }
}

/**
 * Where to go on, by the answer of the upload address: `nextExpectedRanges` (or, from Outlook, `NextExpectedRanges`) is a
 * list such as ["3932160-"]. No list, or an empty one: everything is there. Undefined: the answer says nothing.
 */
export function nextOffset(answer: unknown, total: number): number | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  const found = Object.entries(answer).find(([name]) => name.toLowerCase() === 'nextexpectedranges')?.[1]
  if (found === undefined) return undefined
  const ranges: unknown[] = Array.isArray(found) ? found : [found]
  const starts = ranges
    .map((range) => /^\s*(\d+)/.exec(String(range))?.[1])
    .filter((start) => start !== undefined)
    .map(Number)
  return starts.length === 0 ? total : Math.min(total, ...starts)
}

/**
 * Where to go on after a part was answered; null: it was not taken. Microsoft Graph: 200 (Outlook) or 202 (drives) asks
 * for more and says where; 201 says that the file is there.
 */
export function afterPart(status: number, answer: unknown, part: Part, total: number): number | null {
  if (status === 201) return total
  if (status !== 200 && status !== 202) return null
  return nextOffset(answer, total) ?? part.to
}

/** Milliseconds before the given repeat (1, 2, …) after a failed part: 0.5 s doubling to 8 s. */
export const pauseBefore = (repeat: number) => Math.min(8000, 500 * 2 ** (repeat - 1))

/** Whole percent, 99 until it is really done. */
export function percentOf(sent: number, total: number): number {
  if (total === 0) return 99
  return Math.min(99, Math.floor((sent / total) * 100))
}
