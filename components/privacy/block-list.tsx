'use client'

import { AtSign, Globe, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { announce } from '@/components/frame/announcer'
import { Button, IconButton } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { DeedError } from '@/components/ui/deed-error'
import { Field, Input } from '@/components/ui/field'
import { Tag } from '@/components/ui/pill'
import { Card, GroupHead } from '@/components/ui/sheet'
import { toast } from '@/components/ui/toast'
import { useDeed } from './use-privacy'
import type { BlockAddress, BlockedAddress, UnblockAddress } from './view'
import { words } from './words'

type BlockListProps = {
  blocked: BlockedAddress[]
  isAdmin: boolean
  /** What another page wants blocked: stands in the field. */
  prefill: string
  onBlock: BlockAddress
  onUnblock: UnblockAddress
}

/** "@fabrikam.com" is shown as "fabrikam.com". */
const shown = (pattern: string) => pattern.replace(/^@/, '')

/** Addresses and domains whose mail is on no timeline. */
export function BlockList({ blocked, isAdmin, prefill, onBlock, onUnblock }: BlockListProps) {
  const { blocked: say } = words
  const [typed, setTyped] = useState(prefill)
  const [shared, setShared] = useState(false)
  const [told, setTold] = useState<string>()
  const adding = useDeed()
  const removing = useDeed()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!typed.trim()) return
    const pattern = typed.trim()
    setTold(undefined)
    const answer = await adding.run(() => onBlock(pattern, shared))
    if (!answer || answer === true) return
    const sentence = say.hides(shown(pattern), answer.hides)
    setTold(sentence)
    announce(sentence)
    setTyped('')
  }
  const remove = async (entry: BlockedAddress) => {
    setTold(undefined)
    const without = await removing.run(
      () => onUnblock(entry.id),
      (view) => ({ ...view, blocked: view.blocked.filter(({ id }) => id !== entry.id) }),
    )
    if (without)
      toast({
        text: say.removed(shown(entry.pattern)),
        action: { label: say.undo, run: () => void removing.run(() => onBlock(entry.pattern, entry.shared)) },
      })
  }
  return (
    <section>
      <GroupHead>{say.title}</GroupHead>
      <p className="mb-4 max-w-[70ch] text-13 text-ink-2">{say.lead}</p>
      <form onSubmit={(event) => void submit(event)} className="max-w-xl">
        <div className="flex items-start gap-2">
          <Field label={say.field} help={told ?? say.help} error={adding.error} className="min-w-0 flex-1">
            <Input
              value={typed}
              autoFocus={prefill !== ''}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              inputMode="email"
              onChange={(event) => {
                setTyped(event.target.value)
                adding.forget()
              }}
            />
          </Field>
          <Button type="submit" busy={adding.busy} className="mt-[26px] h-10">
            {say.add}
          </Button>
        </div>
        {isAdmin && (
          <Checkbox checked={shared} onChange={setShared}>
            {say.shared}
          </Checkbox>
        )}
      </form>
      {blocked.length === 0 ? (
        <p className="mt-3 text-13 text-ink-3">{say.none}</p>
      ) : (
        <Card className="mt-4">
          <ul className="divide-y divide-line">
            {blocked.map((entry) => {
              const isDomain = entry.pattern.startsWith('@')
              const Icon = isDomain ? Globe : AtSign
              return (
                <li key={entry.id} className="flex min-h-12 items-center gap-3 py-1 pr-2 pl-4">
                  <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
                  <span className="cut min-w-0 flex-1">
                    {isDomain ? say.domain(shown(entry.pattern)) : entry.pattern}
                  </span>
                  {entry.shared && <Tag className="shrink-0">{say.forAll}</Tag>}
                  <IconButton
                    label={say.remove(shown(entry.pattern))}
                    size="s"
                    off={!entry.mayRemove && say.byAdmin}
                    onClick={() => void remove(entry)}
                  >
                    <X aria-hidden="true" className="size-4" />
                  </IconButton>
                </li>
              )
            })}
          </ul>
        </Card>
      )}
      <DeedError message={removing.error} />
    </section>
  )
}
