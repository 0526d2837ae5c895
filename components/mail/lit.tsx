import { highlight } from './highlight'

/** A text with what was searched for marked in it. */
export function Lit({ text, words }: { text: string; words: readonly string[] }) {
  if (words.length === 0) return text
  let at = 0
  return highlight(text, words).map((piece) => {
    const key = at
    at += piece.text.length
    return piece.hit ? (
      <mark key={key} className="rounded-[3px] bg-brand-soft font-[720] text-brand-ink">
        {piece.text}
      </mark>
    ) : (
      <span key={key}>{piece.text}</span>
    )
  })
}
