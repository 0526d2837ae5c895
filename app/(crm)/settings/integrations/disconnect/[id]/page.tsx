import { notFound } from 'next/navigation'
import { Running } from '@/components/disconnect/running'
import { words } from '@/components/disconnect/words'
import { Sheet, SheetBody } from '@/components/ui/sheet'
import { loadDisconnect } from '@/lib/features/purge/loaders'

export const metadata = { title: words.progress.title }

/** A disconnect under way, and its receipt. */
export default async function DisconnectingPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const view = await loadDisconnect(id)
  if (!view) notFound()
  return (
    <Sheet>
      <SheetBody>
        <Running id={id} first={view} />
      </SheetBody>
    </Sheet>
  )
}
