'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import type { ComposeActions, ComposeHome } from './view'

export const ActionsContext = createContext<ComposeActions | null>(null)

/** What the composer can do; ComposeProvider hands it down. */
export function useComposeActions(): ComposeActions {
  const actions = useContext(ActionsContext)
  if (!actions) throw new Error('ComposeProvider is missing')
  return actions
}

/** What the composer knows before it opens: signatures, snippets, features. */
export const homeQuery = {
  queryKey: ['compose-home'],
  queryFn: ({ signal }: { signal?: AbortSignal }) => fetchJson<ComposeHome>('/api/compose/home', signal),
  staleTime: 5 * 60_000,
}

const askHome = (queries: QueryClient) => queries.fetchQuery(homeQuery).catch(() => null)

/** For sessions: the actions, and home when it is needed. */
export function useSessionDeps() {
  const actions = useComposeActions()
  const queries = useQueryClient()
  return { actions, home: () => askHome(queries) }
}
