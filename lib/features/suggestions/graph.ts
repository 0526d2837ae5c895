import type { GraphRequest } from '@/lib/graph/client'

/** Most people that are read, and how many at a time. */
export const MOST_PEOPLE = 1000
const PAGE = 500

/** The people whom Microsoft ranks as relevant to the signed-in person, best first. */
export const rankedPeople: GraphRequest = {
  path: `/me/people?$select=displayName,scoredEmailAddresses,personType&$top=${PAGE}`,
}
