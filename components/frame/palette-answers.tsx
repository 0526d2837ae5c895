'use client'

import { useQuery } from '@tanstack/react-query'
import { CalendarDays, Circle, CircleCheck, Copy, Forward, Mail, PenLine, Plus, Reply, ReplyAll } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { openCompose } from '@/components/compose/open'
import type { SearchPage } from '@/components/mail/view'
import { sayDate } from '@/components/tasks/dates'
import { Avatar } from '@/components/ui/avatar'
import { useClock } from '@/components/ui/clock'
import { shortTime } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import { fetchJson } from './fetch-json'
import { findMails, threadOf } from './palette-mails'
import type { PaletteDeed, PaletteItem } from './shortcuts'
import type { PaletteAnswer } from './view'
import { words } from './words'

const { palette } = words

/** Typing rests this long (ms) before the server is asked. */
const rest = 90

function useRested(value: string): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), rest)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}

type Answers = {
  items: PaletteItem[]
  /** Those that the server found for what stands there now. */
  found: ReadonlySet<PaletteItem>
  busy: boolean
  failed: boolean
}

/** People, companies, tasks, entries and mail from the server, as palette items. What is local never waits for them. */
export function useAnswers(
  sought: string,
  { open, canWrite, go }: { open: boolean; canWrite: boolean; go: (href: string) => void },
): Answers {
  const now = sought.trim().slice(0, 200)
  const asked = useRested(now)
  const ask = <T,>(kind: string, enabled: boolean, read: (signal: AbortSignal) => Promise<T>) => ({
    queryKey: ['palette', kind, asked],
    queryFn: ({ signal }: { signal: AbortSignal }) => read(signal),
    enabled: open && asked !== '' && enabled,
    placeholderData: (before: T | undefined) => before,
    retry: false,
  })
  const path = (of: string, more: Record<string, string> = {}) => `${of}?${new URLSearchParams({ q: asked, ...more })}`
  const records = useQuery(ask('records', true, (signal) => fetchJson<PaletteAnswer>(path('/api/palette'), signal)))
  const mails = useQuery(
    ask('mails', asked.length > 1, (signal) =>
      findMails((cursor) => fetchJson<SearchPage>(path('/api/mail/search', cursor ? { cursor } : {}), signal)),
    ),
  )
  const { locale, zone } = useClock()

  const items = useMemo(() => {
    if (!now) return []
    const about = (kind: 'person' | 'company', id: string, name: string): PaletteDeed => ({
      label: palette.taskAbout(name),
      icon: <Plus />,
      run: () => go(`/tasks?${new URLSearchParams({ new: '', [kind]: id, name })}`),
    })
    const place = (href: string) => ({ href, run: () => go(href) })
    const people = (records.data?.people ?? []).map((person): PaletteItem => {
      const { address } = person
      const write: PaletteDeed[] =
        address && canWrite
          ? [
              {
                label: palette.writeTo(person.name),
                icon: <PenLine />,
                run: () => void openCompose({ kind: 'new', to: [{ name: person.name, address }], place: 'dock' }),
              },
            ]
          : []
      const copy: PaletteDeed[] = address
        ? [{ label: palette.copyAddress(address), icon: <Copy />, run: () => void copyText(address) }]
        : []
      return {
        id: `person ${address ?? person.id}`,
        group: 'people',
        label: person.name,
        hint: person.company ?? address ?? undefined,
        also: address ?? undefined,
        icon: <Avatar name={person.name} id={person.id} size={28} />,
        ...place(`/people/${person.id}`),
        deeds: [...write, about('person', person.id, person.name), ...copy],
      }
    })
    const companies = (records.data?.companies ?? []).map(
      (company): PaletteItem => ({
        id: `company ${company.id}`,
        group: 'companies',
        label: company.name,
        hint: company.domain ?? undefined,
        icon: <Avatar name={company.name} id={company.id} size={28} shape="company" />,
        ...place(`/companies/${company.id}`),
        deeds: [about('company', company.id, company.name)],
      }),
    )
    const today = new Date().toLocaleDateString('en-CA', { timeZone: zone })
    const tasks = (records.data?.tasks ?? []).map(
      (task): PaletteItem => ({
        id: `task ${task.id}`,
        group: 'tasks',
        label: task.title,
        hint: task.done ? palette.finished : task.dueOn ? palette.due(sayDate(task.dueOn, today, locale)) : undefined,
        icon: task.done ? <CircleCheck /> : <Circle />,
        ...place(`/tasks?task=${task.id}`),
      }),
    )
    const entries = (records.data?.entries ?? []).map(({ id, title, kind, date, on }): PaletteItem => {
      const query = new URLSearchParams(
        kind === 'event' ? { date, event: id } : { date, entry: id, ...(on ? { on } : {}) },
      )
      return {
        id: `entry ${id}`,
        group: 'entries',
        label: title,
        hint: sayDate(date, today, locale),
        icon: <CalendarDays />,
        ...place(`/schedule?${query}`),
      }
    })
    const answer = (kind: 'reply' | 'replyAll' | 'forward', sourceId: string, label: string, Icon: typeof Reply) => ({
      label,
      icon: <Icon />,
      run: () => void openCompose({ kind, sourceId, place: 'dock' }),
    })
    const messages = (mails.data ?? []).map(
      (row): PaletteItem => ({
        id: `message ${row.id}`,
        group: 'messages',
        label: row.subject || row.preview || row.fromAddress,
        hint: `${row.fromName || row.fromAddress} · ${shortTime(Date.parse(row.receivedAt), Date.now(), locale, zone)}`,
        icon: <Mail />,
        thread: threadOf(row),
        ...place(`/inbox?message=${row.id}`),
        deeds:
          canWrite && !row.isDraft
            ? [
                answer('reply', row.id, palette.reply, Reply),
                answer('replyAll', row.id, palette.replyAll, ReplyAll),
                answer('forward', row.id, palette.forward, Forward),
              ]
            : [],
      }),
    )
    return [...people, ...companies, ...tasks, ...entries, ...messages]
  }, [now, records.data, mails.data, canWrite, go, locale, zone])

  const current = asked === now
  const found = useMemo(() => {
    const settled = (group: PaletteItem['group']) =>
      group === 'messages' ? !mails.isPlaceholderData : !records.isPlaceholderData
    return new Set(current ? items.filter(({ group }) => settled(group)) : [])
  }, [current, items, records.isPlaceholderData, mails.isPlaceholderData])
  return {
    items,
    found,
    busy: now !== '' && (!current || records.isFetching || mails.isFetching),
    failed: now !== '' && records.isError,
  }
}

async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast({ text: words.palette.copied })
  } catch {
    // Where copying is not allowed, at least it can be read.
    toast({ text })
  }
}
