'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Plus, Signature, Zap } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Empty } from '@/components/ui/empty'
import { Tag } from '@/components/ui/pill'
import { Card, GroupHead, PageHead } from '@/components/ui/sheet'
import { toast } from '@/components/ui/toast'
import { homeQuery } from '../context'
import type { Refusal, SignatureView, SnippetView, WritingActions } from '../view'
import { words } from '../words'
import { TextDialog } from './text-dialog'
import { TextRow } from './text-row'

type WritingProps = { signatures: SignatureView[]; snippets: SnippetView[]; actions: WritingActions }
type Editing =
  | { what: 'signature'; text: Omit<SignatureView, 'id'> & { id?: string } }
  | { what: 'snippet'; text: { id?: string; name: string; html: string; shared: boolean } }

const { texts } = words
const unreachable: Refusal = { error: words.saved.unreachable }
const byName = <T extends { name: string }>(list: readonly T[]) => list.toSorted((a, b) => a.name.localeCompare(b.name))

/** Settings → Writing: signatures and snippets. */
export function WritingScreen(props: WritingProps) {
  const { actions } = props
  const queries = useQueryClient()
  const [signatures, setSignatures] = useState(props.signatures)
  const [snippets, setSnippets] = useState(props.snippets)
  const [editing, setEditing] = useState<Editing | null>(null)
  const changed = () => void queries.invalidateQueries({ queryKey: homeQuery.queryKey })

  const keepSignature = async (input: Omit<SignatureView, 'id'> & { id?: string }) => {
    const answer = await actions.saveSignature(input)
    if ('error' in answer) return answer
    const { signature } = answer
    // Only one stands under new mails, and one under replies.
    setSignatures((list) => [
      ...list
        .filter((each) => each.id !== signature.id)
        .map((each) => ({
          ...each,
          forNew: each.forNew && !signature.forNew,
          forReplies: each.forReplies && !signature.forReplies,
        })),
      signature,
    ])
    changed()
  }
  const keepSnippet = async (input: { id?: string; name: string; html: string; shared: boolean }) => {
    const answer = await actions.saveSnippet(input)
    if ('error' in answer) return answer
    setSnippets((list) => [...list.filter((each) => each.id !== answer.snippet.id), answer.snippet])
    changed()
  }
  /** Gone at once; the way back makes it anew. */
  const told = (name: string, work: Promise<Refusal | undefined>, gone: () => void, back: () => Promise<unknown>) =>
    void work
      .catch(() => unreachable)
      .then((refused) => {
        if (refused) return toast({ text: refused.error, tone: 'bad' })
        gone()
        changed()
        toast({ text: texts.deleted(name), action: { label: texts.undo, run: () => void back().catch(() => {}) } })
      })

  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      <Group
        title={texts.signatures}
        deed={texts.newSignature}
        onNew={() =>
          setEditing({
            what: 'signature',
            text: { name: '', html: '', forNew: signatures.length === 0, forReplies: signatures.length === 0 },
          })
        }
        empty={
          <Empty icon={<Signature />} title={texts.noSignatures}>
            {texts.noSignaturesMeans}
          </Empty>
        }
      >
        {byName(signatures).map((signature) => (
          <TextRow
            key={signature.id}
            name={signature.name}
            html={signature.html}
            tags={
              <>
                {signature.forNew && <Tag>{texts.forNew}</Tag>}
                {signature.forReplies && <Tag>{texts.forReplies}</Tag>}
              </>
            }
            onEdit={() => setEditing({ what: 'signature', text: signature })}
            onDelete={() =>
              told(
                signature.name,
                actions.deleteSignature(signature.id),
                () => setSignatures((list) => list.filter((each) => each.id !== signature.id)),
                () => keepSignature({ ...signature, id: undefined }),
              )
            }
          />
        ))}
      </Group>
      <Group
        title={texts.snippets}
        lead={texts.snippetsLead}
        deed={texts.newSnippet}
        onNew={() => setEditing({ what: 'snippet', text: { name: '', html: '', shared: false } })}
        empty={
          <Empty icon={<Zap />} title={texts.noSnippets}>
            {texts.noSnippetsMeans}
          </Empty>
        }
      >
        {byName(snippets).map((snippet) => (
          <TextRow
            key={snippet.id}
            name={snippet.name}
            html={snippet.html}
            tags={
              <>
                {snippet.shared && <Tag>{texts.sharedTag}</Tag>}
                {!snippet.mine && <Tag>{texts.of}</Tag>}
              </>
            }
            onEdit={snippet.mine ? () => setEditing({ what: 'snippet', text: snippet }) : undefined}
            onDelete={
              snippet.mine
                ? () =>
                    told(
                      snippet.name,
                      actions.deleteSnippet(snippet.id),
                      () => setSnippets((list) => list.filter((each) => each.id !== snippet.id)),
                      () => keepSnippet({ name: snippet.name, html: snippet.html, shared: snippet.shared }),
                    )
                : undefined
            }
          />
        ))}
      </Group>
      {editing && (
        <TextDialog
          title={editing.what === 'signature' ? texts.editSignature : texts.editSnippet}
          name={editing.text.name}
          html={editing.text.html}
          onClose={() => setEditing(null)}
          onSave={(name, html) =>
            editing.what === 'signature'
              ? keepSignature({ ...editing.text, name, html })
              : keepSnippet({ id: editing.text.id, shared: editing.text.shared, name, html })
          }
        >
          {editing.what === 'signature' ? (
            <>
              <Checkbox
                checked={editing.text.forNew}
                onChange={(forNew) => setEditing({ what: 'signature', text: { ...editing.text, forNew } })}
              >
                {texts.forNew}
              </Checkbox>
              <Checkbox
                checked={editing.text.forReplies}
                onChange={(forReplies) => setEditing({ what: 'signature', text: { ...editing.text, forReplies } })}
              >
                {texts.forReplies}
              </Checkbox>
            </>
          ) : (
            <Checkbox
              checked={editing.text.shared}
              onChange={(shared) => setEditing({ what: 'snippet', text: { ...editing.text, shared } })}
            >
              {texts.shared}
            </Checkbox>
          )}
        </TextDialog>
      )}
    </>
  )
}

type GroupProps = {
  title: string
  lead?: string
  deed: string
  onNew: () => void
  empty: ReactNode
  children: ReactNode[]
}

function Group({ title, lead, deed, onNew, empty, children }: GroupProps) {
  return (
    <section aria-label={title} className="mb-9 max-w-[860px]">
      <header className="mb-2.5 flex items-end justify-between gap-3">
        <div>
          <GroupHead className="mb-0">{title}</GroupHead>
          {lead && <p className="text-13 text-ink-2">{lead}</p>}
        </div>
        <Button size="s" icon={<Plus aria-hidden="true" className="size-4" />} onClick={onNew}>
          {deed}
        </Button>
      </header>
      <Card>{children.length > 0 ? <ul className="divide-y divide-line">{children}</ul> : empty}</Card>
    </section>
  )
}
