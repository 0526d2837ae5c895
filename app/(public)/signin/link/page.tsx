import { SigninLink } from '@/components/workspace/signin-link'
import { words } from '@/components/workspace/words'
import { loadSigninLink } from '@/lib/features/session/loaders'

export const metadata = { title: words.signin.title, referrer: 'no-referrer' as const }

type SigninLinkPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Where a sign-in mail leads: a button, because mail scanners open every link and would use it up. */
export default async function SigninLinkPage({ searchParams }: SigninLinkPageProps) {
  return <SigninLink link={loadSigninLink(await searchParams)} />
}
