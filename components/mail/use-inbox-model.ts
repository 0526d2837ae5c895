'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { toast } from '@/components/ui/toast'
import { foldersKey } from './folders'
import { InboxModel } from './inbox-model'
import type { FoldersView, SetRead } from './view'
import { words } from './words'

/** The lists and deeds of this screen, bound to the counts in the navigation and to toasts. */
export function useInboxModel(setRead: SetRead): InboxModel {
  const queries = useQueryClient()
  const hooks = useRef({ setRead, queries })
  useEffect(() => {
    hooks.current = { setRead, queries }
  }, [setRead, queries])

  const [model] = useState(
    () =>
      new InboxModel(() => ({
        setRead: hooks.current.setRead,
        count: (change) => {
          // An answer under way knows nothing of this deed.
          void hooks.current.queries.cancelQueries({ queryKey: foldersKey })
          hooks.current.queries.setQueryData<FoldersView>(
            foldersKey,
            (before) =>
              before && {
                ...before,
                folders: before.folders.map((folder) => ({
                  ...folder,
                  unread: Math.max(0, folder.unread + (change.get(folder.id) ?? 0)),
                })),
              },
          )
        },
        failed: (isRead) =>
          toast({
            tone: 'bad',
            id: 'mark-failed',
            text: `${isRead ? words.failed.read : words.failed.unread}. ${words.failed.kept}`,
          }),
      })),
  )
  return model
}
