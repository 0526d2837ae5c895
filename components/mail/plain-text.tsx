import type { ReactNode } from 'react'
import { threadWords } from './thread-words'

const address = /(https?:\/\/[^\s<>"')\]]+[^\s<>"')\].,;:!?])/g

function withLinks(text: string): ReactNode[] {
  const nodes: ReactNode[] = []
  let end = 0
  for (const { 0: url, index } of text.matchAll(address)) {
    nodes.push(
      text.slice(end, index),
      <a key={index} href={url} target="_blank" rel="noopener noreferrer">
        {url}
      </a>,
    )
    end = index + url.length
  }
  return [...nodes, text.slice(end)]
}

/** A mail of plain text; quoted lines at its end are folded. */
export function PlainText({ text, lang }: { text: string; lang?: string }) {
  const lines = text.replace(/\r\n?/g, '\n').trimEnd().split('\n')
  let end = lines.length
  while (end > 0 && /^(>|\s*$)/.test(lines[end - 1] ?? '')) end--
  const quoted = lines.slice(end).filter((line) => line.startsWith('>')).length > 2 && end > 0
  const own = quoted ? lines.slice(0, end) : lines
  return (
    <div lang={lang} dir="auto" className="max-w-[72ch] text-15 wrap-break-word whitespace-pre-wrap">
      {withLinks(own.join('\n'))}
      {quoted && (
        <details className="mt-3">
          <summary className="inline-flex h-6 list-none items-center rounded-full px-2.5 text-12 font-label text-brand-ink shadow-control">
            {threadWords.quoted}
          </summary>
          <div className="mt-3 border-line-2 border-l-2 pl-3.5 text-ink-2">
            {withLinks(lines.slice(end).join('\n'))}
          </div>
        </details>
      )}
    </div>
  )
}
