import 'server-only'
import type { SafeBody } from '../cache'
import { readBody } from '../read'
import { sanitiseBody } from '../sanitise'

export type { SafeBody }

/** A message's body made safe, from the cache or from Microsoft, for features that quote it. */
export const getSafeBody = (...of: Parameters<typeof readBody>): Promise<SafeBody> => readBody(...of)

/** A quoted mail made safe. Its pictures by content id are not shown: they are the draft's. */
export const toSafeQuote = (html: string): string => sanitiseBody(html, () => null).html
