import 'server-only'
import { eq, inArray } from 'drizzle-orm'
import { companies, people, personAddresses } from '@/drizzle/schema/people'
import type { Db } from '@/lib/platform/db/handle'

/** Somebody of the CRM behind an address (in lower case), and where they work. */
export interface Known {
  address: string
  personId: string
  name: string
  companyId: string | null
  company: string | null
}

/** Those of these addresses, whatever their case, behind which the CRM knows somebody: by the address in lower case. */
export async function getKnownBehind(db: Db, addresses: readonly string[]): Promise<Map<string, Known>> {
  const wanted = [...new Set(addresses.map((address) => address.toLowerCase()))].filter(Boolean)
  if (wanted.length === 0) return new Map()
  const rows = await db
    .select({
      address: personAddresses.address,
      personId: people.id,
      name: people.name,
      companyId: companies.id,
      company: companies.name,
    })
    .from(personAddresses)
    .innerJoin(people, eq(people.id, personAddresses.personId))
    .leftJoin(companies, eq(companies.id, people.companyId))
    .where(inArray(personAddresses.address, wanted))
  return new Map(rows.map((row) => [row.address, row]))
}
