'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { announce } from '@/components/frame/announcer'
import { toast } from '@/components/ui/toast'
import { leaves, sentenceOf, targetOf } from './deeds'
import { foldersKey } from './folders'
import { InboxModel } from './inbox-model'
import type { FoldersView, FolderView, MailActions } from './view'
import { words } from './words'

type Wiring = { actions: MailActions; folders: readonly FolderView[]; onRefused: () => void }

/** The lists and deeds of this screen, bound to the counts in the navigation and to toasts. */
export function useInboxModel(wiring: Wiring): InboxModel {
  const queries = useQueryClient()
  const latest = useRef({ ...wiring, queries })
  useEffect(() => {
    latest.current = { ...wiring, queries }
  })

  const [model] = useState(
    () =>
      new InboxModel(() => ({
        doDeed: latest.current.actions.doDeed,
        undoDeed: latest.current.actions.undoDeed,
        count: (change) => {
          // An answer under way knows nothing of this deed.
          void latest.current.queries.cancelQueries({ queryKey: foldersKey })
          latest.current.queries.setQueryData<FoldersView>(
            foldersKey,
            (before) =>
              before && {
                ...before,
                folders: before.folders.map((folder) => {
                  const by = change.get(folder.id)
                  if (!by) return folder
                  const unread = Math.max(0, folder.unread + by.unread)
                  return { ...folder, unread, total: Math.max(0, folder.total + by.total) }
                }),
              },
          )
        },
        done: (deed, rows, conversations, undo) => {
          // What a line shows by itself needs no words.
          if (!leaves(deed)) return
          const target = targetOf(deed, latest.current.folders)?.name
          const text = sentenceOf(deed, rows.length, conversations, target)
          toast({ id: 'deed', text, action: { label: words.done.undo, run: undo } })
        },
        undone: (deed) => {
          if (leaves(deed)) toast({ id: 'deed', text: words.done.undone, duration: 3000 })
          else announce(words.done.undone)
        },
        refused: (deed, why) => {
          toast({ tone: 'bad', id: 'deed-refused', text: why ?? `${words.refused[deed.kind]}. ${words.failed.kept}` })
          latest.current.onRefused()
        },
      })),
  )
  return model
}
