import { env } from '@/lib/platform/env'
import { AppError } from '@/lib/platform/errors'

const VERSION = '/v1.0'

/**
 * A next or delta link as path and query below the version root. Throws `unavailable` for a link that leaves the
 * configured Graph origin: it would be followed with the access token.
 */
export function pathOfLink(link: string): string {
  let url: URL
  try {
    url = new URL(link)
  } catch {
    throw new AppError('unavailable', 'Graph sent a link that is no URL', { reason: 'foreign_link' })
  }
  if (url.origin !== env().GRAPH_BASE_URL || !url.pathname.startsWith(`${VERSION}/`)) {
    throw new AppError('unavailable', `Graph sent a link to another origin: ${url.origin}`, { reason: 'foreign_link' })
  }
  return link.slice(link.indexOf(VERSION, url.origin.length) + VERSION.length)
}
