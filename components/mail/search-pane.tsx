'use client'

import { ArrowLeft, CircleHelp, Clock, Search, SearchX, X } from 'lucide-react'
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react'
import { announce } from '@/components/frame/announcer'
import { Button, IconButton } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { wordsIn } from './highlight'
import type { ListState } from './list-store'
import { OutlookHits } from './outlook-hits'
import { forgetSearches, recentSearches, rememberSearch } from './recent-searches'
import { searchWords } from './search-words'
import { SelectionBar } from './selection-bar'

/** So long after the last letter it is looked for, ms. */
const patience = 120

type SearchPaneProps = {
  /** As in the address. */
  query: string
  onQuery: (query: string) => void
  onClose: () => void
  state: ListState
  onRetry: () => void
  /** The list of what was found, with something below it. */
  found: (foot: ReactNode) => ReactNode
  selection: ComponentProps<typeof SelectionBar> | null
}

/** Search over the list: what is found are lines like any other. */
export function SearchPane({ query, onQuery, onClose, state, onRetry, found, selection }: SearchPaneProps) {
  const [text, setText] = useState(query)
  const [helps, setHelps] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  /** What the address was told, oldest first, and may be late to say. */
  const sent = useRef([query])
  // By the browser's way back, or from outside: the field follows the address. What comes late from here it has passed.
  useEffect(() => {
    const at = sent.current.indexOf(query)
    if (at < 0) setText(query)
    sent.current = at < 0 ? [query] : sent.current.slice(at)
  }, [query])
  useEffect(() => {
    input.current?.focus()
    return () => clearTimeout(timer.current)
  }, [])

  const go = (next: string) => {
    clearTimeout(timer.current)
    if (sent.current.at(-1) !== next) sent.current.push(next)
    onQuery(next)
  }
  const type = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => go(next), patience)
  }
  const choose = (one: string) => {
    setText(one)
    go(one)
  }
  const sought = query.trim()
  const { rows, status } = state
  const words = wordsIn(sought)
  useEffect(() => {
    if (sought && status === 'ready' && rows.length === 0) announce(searchWords.none(sought))
  }, [sought, status, rows.length])
  const foot = sought && (
    <OutlookHits key={sought} query={sought} words={words} known={new Set(rows.map((row) => row.id))} />
  )

  return (
    <>
      <div className="flex h-[60px] shrink-0 items-center gap-1 pr-3 pl-2.5">
        <IconButton label={searchWords.close} keys="Esc" onClick={onClose}>
          <ArrowLeft aria-hidden="true" className="size-[18px]" />
        </IconButton>
        <search className="field-focus flex h-9 min-w-0 flex-1 items-center gap-2 rounded-control bg-raised pl-2.5 shadow-field max-desk:h-11">
          <Search aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
          <input
            ref={input}
            data-mail-search
            type="text"
            inputMode="search"
            enterKeyHint="search"
            autoComplete="off"
            aria-label={searchWords.label}
            placeholder={searchWords.placeholder}
            value={text}
            onChange={(event) => type(event.target.value)}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return
              const line = () => document.querySelector<HTMLElement>('ul[aria-label$=", messages"] a[data-id]')
              if (event.key === 'Escape') onClose()
              else if (event.key === 'ArrowDown') line()?.focus()
              else if (event.key === 'Enter') {
                go(text)
                rememberSearch(text)
                line()?.focus()
              } else return
              event.preventDefault()
              event.stopPropagation()
            }}
            className="h-full min-w-0 flex-1 bg-transparent outline-none"
          />
          {text && (
            <IconButton
              size="s"
              label={searchWords.clear}
              className="mr-1 max-desk:mr-0"
              onClick={() => {
                setText('')
                go('')
                input.current?.focus()
              }}
            >
              <X aria-hidden="true" className="size-4" />
            </IconButton>
          )}
        </search>
        <IconButton label={searchWords.help} aria-expanded={helps} onClick={() => setHelps(!helps)}>
          <CircleHelp aria-hidden="true" className="size-[18px]" />
        </IconButton>
      </div>
      {selection && <SelectionBar {...selection} />}
      {(helps || !sought) && (
        <div className="scroll-thin max-h-full shrink-0 px-3 pb-3">
          {!sought && <Recent onChoose={choose} />}
          <Operators
            onChoose={(operator) => {
              const next = `${text.trimEnd()}${text.trim() ? ' ' : ''}${operator}`
              setText(next)
              input.current?.focus()
            }}
          />
        </div>
      )}
      {sought && <SearchResult state={state} sought={sought} onRetry={onRetry} found={found(foot)} foot={foot} />}
    </>
  )
}

type ResultProps = { state: ListState; sought: string; onRetry: () => void; found: ReactNode; foot: ReactNode }

function SearchResult({ state, sought, onRetry, found, foot }: ResultProps) {
  if (state.rows.length > 0) return found
  if (state.status === 'failed')
    return (
      <ErrorPanel title={searchWords.failed} retry={{ label: searchWords.again, run: onRetry }}>
        {state.message}
      </ErrorPanel>
    )
  if (state.status === 'loading')
    return (
      <Loading className="flex flex-col gap-4 px-6 py-4">
        {['w-2/5', 'w-1/2', 'w-1/3'].map((width) => (
          <Skeleton key={width} className={width} />
        ))}
      </Loading>
    )
  return (
    <div className="scroll-thin flex min-h-0 flex-1 flex-col">
      <Empty icon={<SearchX aria-hidden="true" />} title={searchWords.none(sought)} className="flex-none pb-4">
        {searchWords.noneMeans}
      </Empty>
      {foot}
    </div>
  )
}

function Recent({ onChoose }: { onChoose: (query: string) => void }) {
  const [recent, setRecent] = useState<string[]>([])
  useEffect(() => setRecent(recentSearches()), [])
  if (recent.length === 0) return null
  return (
    <section className="mb-3">
      <div className="flex items-center justify-between px-2">
        <h2 className="text-12 font-label text-ink-3">{searchWords.recent}</h2>
        <Button
          kind="link"
          size="s"
          onClick={() => {
            forgetSearches()
            setRecent([])
          }}
        >
          {searchWords.forget}
        </Button>
      </div>
      <ul>
        {recent.map((one) => (
          <li key={one}>
            <button
              type="button"
              onClick={() => onChoose(one)}
              className="flex h-9 w-full items-center gap-2.5 rounded-control px-2 text-left hover:bg-hover max-desk:h-11"
            >
              <Clock aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
              <span className="cut">{one}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Operators({ onChoose }: { onChoose: (operator: string) => void }) {
  return (
    <section>
      <h2 className="px-2 pb-1 text-12 font-label text-ink-3">{searchWords.help}</h2>
      <ul>
        {searchWords.operators.map(([operator, means]) => (
          <li key={operator}>
            <button
              type="button"
              onClick={() => onChoose(operator)}
              className="flex h-8 w-full items-center justify-between gap-3 rounded-control px-2 text-left text-13 hover:bg-hover max-desk:h-11"
            >
              <code className="font-mono text-12 text-brand-ink">{operator}</code>
              <span className="text-ink-2">{means}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
