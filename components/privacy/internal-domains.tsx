'use client'

import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { DeedError } from '@/components/ui/deed-error'
import { Field, Input } from '@/components/ui/field'
import { Tag } from '@/components/ui/pill'
import { Card, GroupHead } from '@/components/ui/sheet'
import { useDeed } from './use-privacy'
import type { PrivacyView, SetInternalDomains } from './view'
import { words } from './words'

type InternalDomainsProps = {
  domains: PrivacyView['internalDomains']
  isAdmin: boolean
  onSet: SetInternalDomains
}

/** Domains whose people are colleagues; administrators add to them. */
export function InternalDomains({ domains, isAdmin, onSet }: InternalDomainsProps) {
  const { internal } = words
  const [typed, setTyped] = useState('')
  const { run, busy, error, forget } = useDeed()
  const [lastRemoved, setLastRemoved] = useState(false)
  const named = domains.filter(({ fromMembers }) => !fromMembers).map(({ domain }) => domain)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setLastRemoved(false)
    if (typed.trim() && (await run(() => onSet([...named, typed])))) setTyped('')
  }
  const remove = (domain: string) => {
    setLastRemoved(true)
    void run(
      () => onSet(named.filter((each) => each !== domain)),
      (view) => ({ ...view, internalDomains: view.internalDomains.filter((each) => each.domain !== domain) }),
    )
  }
  return (
    <section>
      <GroupHead>{internal.title}</GroupHead>
      <p className="mb-4 max-w-[70ch] text-13 text-ink-2">{isAdmin ? internal.lead : internal.leadOthers}</p>
      {domains.length === 0 ? (
        <p className="text-13 text-ink-3">{internal.none}</p>
      ) : (
        <Card className="max-w-xl">
          <ul className="divide-y divide-line">
            {domains.map(({ domain, fromMembers }) => (
              <li key={domain} className="flex min-h-12 items-center gap-3 py-1 pr-2 pl-4">
                <span className="cut min-w-0 flex-1">{domain}</span>
                {fromMembers && <Tag className="mr-2 shrink-0">{internal.fromMembers}</Tag>}
                {!fromMembers && isAdmin && (
                  <IconButton label={internal.remove(domain)} size="s" onClick={() => remove(domain)}>
                    <X aria-hidden="true" className="size-4" />
                  </IconButton>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {isAdmin && (
        <form onSubmit={(event) => void submit(event)} className="mt-4 flex max-w-xl items-start gap-2">
          <Field
            label={internal.field}
            help={internal.help}
            error={lastRemoved ? undefined : error}
            className="min-w-0 flex-1"
          >
            <Input
              value={typed}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => {
                setTyped(event.target.value)
                forget()
              }}
            />
          </Field>
          <Button type="submit" busy={busy} className="mt-[26px] h-10">
            {internal.add}
          </Button>
        </form>
      )}
      <DeedError message={lastRemoved ? error : undefined} />
    </section>
  )
}
