import type { GraphRequest } from '@/lib/graph/client'

/** PidTagMessageClass. */
const CLASS = 'String 0x001A'

/** How a message came to be. Microsoft Graph gives headers only of a single message, and only by $select. */
export const originOf = (id: string): GraphRequest => ({
  path: `/me/messages/${encodeURIComponent(id)}?$select=id,internetMessageHeaders&$expand=${encodeURIComponent(
    `singleValueExtendedProperties($filter=id eq '${CLASS}')`,
  )}`,
})
