import { WritingScreen } from '@/components/compose/texts/writing-screen'
import { words } from '@/components/compose/words'
import { Sheet, SheetBody } from '@/components/ui/sheet'
import { deleteSignature, deleteSnippet, saveSignature, saveSnippet } from '@/lib/features/compose/texts/actions'
import { loadTexts } from '@/lib/features/compose/texts/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata = { title: words.texts.title }

/** Signatures and snippets of the person. */
export default async function WritingPage() {
  const texts = await forPage(loadTexts())
  return (
    <Sheet>
      <SheetBody>
        <div className="mx-auto w-full max-w-[1100px]">
          <WritingScreen {...texts} actions={{ saveSignature, deleteSignature, saveSnippet, deleteSnippet }} />
        </div>
      </SheetBody>
    </Sheet>
  )
}
