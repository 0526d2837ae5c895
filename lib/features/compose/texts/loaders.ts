import 'server-only'
import type { SignatureView, SnippetView } from '@/components/compose/view'
import { withUser } from '@/lib/auth/with-user'
import { listSignatures, listSnippets } from './queries'

/** Signatures and snippets, for Settings → Writing. */
export async function loadTexts(): Promise<{ signatures: SignatureView[]; snippets: SnippetView[] }> {
  return withUser(async (db, scope) => ({
    signatures: await listSignatures(db, scope),
    snippets: await listSnippets(db, scope),
  }))
}
