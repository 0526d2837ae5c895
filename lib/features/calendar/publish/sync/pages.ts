import 'server-only'
import type { Graph } from '@/lib/graph/client'
import { pathOfLink } from '@/lib/graph/links'
import { AppError } from '@/lib/platform/errors'

interface Page {
  value?: unknown
  '@odata.nextLink'?: unknown
}

/** Reads a list to its end, page by page. Throws AppError; an answer without a list is `unavailable`, never empty. */
export async function eachPage(
  graph: Graph,
  first: string,
  take: (json: unknown) => void,
  afterPage: () => Promise<void> = async () => {},
): Promise<void> {
  let path: string | null = first
  while (path) {
    const page = await readPage(graph, path)
    page.items.forEach(take)
    await afterPage()
    path = page.next
  }
}

async function readPage(graph: Graph, path: string): Promise<{ items: unknown[]; next: string | null }> {
  const { body } = await graph.send<Page | null>({ path })
  if (!Array.isArray(body?.value)) throw new AppError('unavailable', 'a list that cannot be understood')
  const next = body['@odata.nextLink']
  return { items: body.value, next: typeof next === 'string' ? pathOfLink(next) : null }
}
