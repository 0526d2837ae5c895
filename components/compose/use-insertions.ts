import type { Editor } from '@tiptap/core'
import { useState } from 'react'
import { toast } from '@/components/ui/toast'
import { useComposeActions } from './context'
import type { DraftSession } from './draft-session'
import { words } from './words'

const largestPicture = 10_000_000

/** Files and Teams links, put into the text or beside it. */
export function useInsertions(session: DraftSession, editor: Editor | null) {
  const { makeTeamsLink } = useComposeActions()
  const [linking, setLinking] = useState(false)

  const attach = (files: readonly File[]) => {
    for (const file of files) void session.uploads.add(file)
  }
  /** Pictures go into the text, everything else beside it. */
  const drop = (files: readonly File[], at: number) => {
    for (const file of files) {
      const picture = /^image\/(?:png|jpe?g|gif|webp|bmp)$/.test(file.type)
      if (picture && file.size > largestPicture) toast({ text: words.files.pictureTooBig(file.name) })
      if (!picture || file.size > largestPicture || !editor) attach([file])
      else
        void import('./editor/insert').then(({ insertPicture }) =>
          insertPicture(editor, file, at, session.uploads.add(file, true)),
        )
    }
  }
  const teams = async () => {
    if (linking) return
    setLinking(true)
    const { id, content } = session.state
    const answer = await makeTeamsLink(id ?? session.key, content.subject || words.teams.subject).catch(() => ({
      error: words.saved.unreachable,
    }))
    setLinking(false)
    if ('error' in answer) return toast({ text: words.tools.teamsFailed(answer.error), tone: 'bad' })
    if (!editor || editor.isDestroyed) return
    const { insertTeamsLink } = await import('./editor/insert')
    insertTeamsLink(editor, answer.joinUrl)
  }
  return { attach, drop, teams, linking }
}
