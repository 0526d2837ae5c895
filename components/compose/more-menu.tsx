'use client'

import { ArrowDown, ArrowUp, BellRing, CalendarPlus, Ellipsis, PenLine, Signature, Type } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Menu, MenuItem, MenuRule } from '@/components/ui/menu'
import { words as freeWords } from './free-times/words'
import type { DraftContent, SignatureView } from './view'
import { words } from './words'

const { tools } = words

type MoreProps = {
  content: DraftContent
  signatures: readonly SignatureView[]
  /** Null: the subject has its line already. */
  onSubject: (() => void) | null
  /** Null: it has its button already. */
  onFreeTimes: (() => void) | null
  onChange: (change: Partial<DraftContent>) => void
  onSignature: (signature: SignatureView | null) => void
}

/** What one needs now and then: importance, a reminder, another signature. */
export function MoreMenu({ content, signatures, onSubject, onFreeTimes, onChange, onSignature }: MoreProps) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Menu
        label={tools.more}
        trigger={
          <IconButton label={tools.more}>
            <Ellipsis aria-hidden="true" className="size-[18px]" />
          </IconButton>
        }
      >
        {onFreeTimes && (
          <>
            <MenuItem icon={<CalendarPlus />} onSelect={() => setTimeout(onFreeTimes)}>
              {freeWords.open}
            </MenuItem>
            <MenuRule />
          </>
        )}
        {content.importance !== 'high' && (
          <MenuItem icon={<ArrowUp />} onSelect={() => onChange({ importance: 'high' })}>
            {tools.high}
          </MenuItem>
        )}
        {content.importance !== 'normal' && (
          <MenuItem icon={<Type />} onSelect={() => onChange({ importance: 'normal' })}>
            {tools.normal}
          </MenuItem>
        )}
        {content.importance !== 'low' && (
          <MenuItem icon={<ArrowDown />} onSelect={() => onChange({ importance: 'low' })}>
            {tools.low}
          </MenuItem>
        )}
        <MenuRule />
        {[1, 3, 7].map((days) => (
          <MenuItem key={days} icon={<BellRing />} onSelect={() => onChange({ remindDays: days })}>
            {`${tools.remind} ${tools.remindDays(days)}`}
          </MenuItem>
        ))}
        <MenuItem icon={<BellRing />} onSelect={() => setTimeout(() => setAsking(true))}>
          {tools.remindOther}
        </MenuItem>
        {content.remindDays !== null && (
          <MenuItem icon={<BellRing />} onSelect={() => onChange({ remindDays: null })}>
            {tools.remindNot}
          </MenuItem>
        )}
        {signatures.length > 0 && <MenuRule />}
        {signatures.map((signature) => (
          <MenuItem key={signature.id} icon={<Signature />} onSelect={() => onSignature(signature)}>
            {`${tools.signature}: ${signature.name}`}
          </MenuItem>
        ))}
        {signatures.length > 0 && (
          <MenuItem icon={<Signature />} onSelect={() => onSignature(null)}>
            {tools.noSignature}
          </MenuItem>
        )}
        {onSubject && (
          <>
            <MenuRule />
            <MenuItem icon={<PenLine />} onSelect={() => setTimeout(onSubject)}>
              {words.changeSubject}
            </MenuItem>
          </>
        )}
      </Menu>
      {asking && (
        <DaysDialog
          start={content.remindDays ?? 14}
          onClose={() => setAsking(false)}
          onChoose={(days) => {
            setAsking(false)
            onChange({ remindDays: days })
          }}
        />
      )}
    </>
  )
}

type DaysProps = { start: number; onClose: () => void; onChoose: (days: number) => void }

function DaysDialog({ start, onClose, onChoose }: DaysProps) {
  const [days, setDays] = useState(String(start))
  const value = Number(days)
  const good = Number.isInteger(value) && value >= 1 && value <= 365
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={tools.remind}
      size="s"
      foot={
        <Button kind="filled" off={!good && tools.days} onClick={() => onChoose(value)}>
          {tools.set}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (good) onChoose(value)
        }}
      >
        <Field label={tools.days} help="1 to 365">
          <Input type="number" min={1} max={365} value={days} onChange={(event) => setDays(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
