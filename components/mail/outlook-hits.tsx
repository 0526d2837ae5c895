'use client'

import { useQuery } from '@tanstack/react-query'
import { ExternalLink, Search } from 'lucide-react'
import { useState } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import { ShallowLink } from '@/components/frame/shallow-link'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { TimeAgo } from '@/components/ui/time-ago'
import { inboxHref } from './folders'
import type { Sought } from './highlight'
import { Lit } from './lit'
import { senderOf, subjectOf } from './row-label'
import { searchWords } from './search-words'
import type { OutlookHits as Hits } from './view'

type OutlookHitsProps = { query: string; words: Sought; known: ReadonlySet<string> }

const line =
  'mx-2 grid grid-cols-[36px_minmax(0,1fr)] gap-x-2.5 rounded-[11px] py-2.5 pr-3.5 pl-4 text-ink no-underline hover:bg-hover'

/** What Outlook itself finds, on demand: whole texts, and mail that Tandem does not hold. */
export function OutlookHits({ query, words, known }: OutlookHitsProps) {
  const [asked, setAsked] = useState<string | null>(null)
  const wanted = asked === query
  const { data, isError, error, isFetching, refetch } = useQuery({
    queryKey: ['mail-outlook-search', query],
    queryFn: ({ signal }) => fetchJson<Hits>(`/api/mail/search/outlook?${new URLSearchParams({ q: query })}`, signal),
    enabled: wanted,
    staleTime: 60_000,
  })
  if (!wanted)
    return (
      <p className="flex justify-center px-4 py-4">
        <Button icon={<Search aria-hidden="true" className="size-4" />} onClick={() => setAsked(query)}>
          {searchWords.outlook}
        </Button>
      </p>
    )
  const rows = data?.rows.filter((row) => !known.has(row.id)) ?? []
  return (
    <section aria-label={searchWords.outlookHead} className="pb-6">
      <h2 className="px-5 pt-3 pb-1.5 text-12 font-label text-ink-3">{searchWords.outlookHead}</h2>
      {isError && (
        <ErrorPanel
          look="part"
          className="mx-4"
          title={searchWords.outlookFailed}
          retry={{ label: searchWords.again, run: () => void refetch(), busy: isFetching }}
        >
          {error.message}
        </ErrorPanel>
      )}
      {!data && !isError && (
        <Loading label={searchWords.outlookWaits} className="flex flex-col gap-3 px-5 py-3">
          <Skeleton className="w-2/3" />
          <Skeleton className="w-1/2" />
        </Loading>
      )}
      {data && rows.length === 0 && data.elsewhere.length === 0 && (
        <p className="px-5 text-13 text-ink-2">{searchWords.outlookNone}</p>
      )}
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <ShallowLink href={inboxHref({ query, message: row.id })} className={line}>
              <Avatar name={senderOf(row)} id={row.fromAddress} />
              <Hit
                who={senderOf(row)}
                subject={subjectOf(row)}
                at={row.receivedAt}
                note={row.folderName}
                words={words}
              />
            </ShallowLink>
          </li>
        ))}
        {data?.elsewhere.map((hit) => {
          const who = hit.from.name || hit.from.address
          const inner = (
            <>
              <Avatar name={who} id={hit.from.address} />
              <Hit who={who} subject={hit.subject} at={hit.receivedAt} note={searchWords.notHere} words={words} away />
            </>
          )
          return (
            <li key={`${hit.receivedAt} ${hit.subject} ${hit.from.address}`}>
              {hit.webLink ? (
                <a href={hit.webLink} target="_blank" rel="noopener noreferrer" className={line}>
                  {inner}
                </a>
              ) : (
                <span className={line}>{inner}</span>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

type HitProps = { who: string; subject: string; at: string; note: string; words: Sought; away?: boolean }

function Hit({ who, subject, at, note, words, away }: HitProps) {
  return (
    <span className="flex min-w-0 flex-col">
      <span className="flex items-center gap-1.5">
        <span className="cut min-w-0 flex-1 font-label">
          <Lit text={who} words={words.who} />
        </span>
        {away && <ExternalLink aria-hidden="true" className="size-3.5 text-ink-3" />}
        <TimeAgo at={at} className="shrink-0 text-12 text-ink-3" />
      </span>
      <span className="cut">
        <Lit text={subject} words={words.subject} />
      </span>
      <span className="cut text-12 text-ink-3">{note}</span>
    </span>
  )
}
