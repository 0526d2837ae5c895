import type { Metadata } from 'next'
import { PrivacyScreen } from '@/components/privacy/privacy-screen'
import { words } from '@/components/privacy/words'
import { Sheet, SheetBody } from '@/components/ui/sheet'
import {
  answerAccess,
  blockAddress,
  setInternalDomains,
  setVisibility,
  unblockAddress,
} from '@/lib/features/privacy/actions'
import { loadPrivacy } from '@/lib/features/privacy/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata: Metadata = { title: words.title }

type Search = Promise<Record<string, string | string[] | undefined>>

/** /settings/privacy?block=ann@fabrikam.com: the address stands in the field. */
export default async function PrivacyPage({ searchParams }: { searchParams: Search }) {
  const [{ block }, initial] = await Promise.all([searchParams, forPage(loadPrivacy())])
  return (
    <Sheet>
      <SheetBody>
        <PrivacyScreen
          initial={initial}
          actions={{ setVisibility, blockAddress, unblockAddress, answerAccess, setInternalDomains }}
          block={typeof block === 'string' ? block.slice(0, 320) : ''}
        />
      </SheetBody>
    </Sheet>
  )
}
