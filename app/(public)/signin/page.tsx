import { Signin } from '@/components/workspace/signin'
import { words } from '@/components/workspace/words'
import { signInWithEmail, signInWithMicrosoft } from '@/lib/auth/actions'
import { loadSignin } from '@/lib/features/session/loaders'

export const metadata = { title: words.signin.title }

type SigninPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SigninPage({ searchParams }: SigninPageProps) {
  const view = loadSignin(await searchParams)
  const { returnTo } = view
  async function withEmail(form: FormData) {
    'use server'
    await signInWithEmail(String(form.get('email') ?? ''), returnTo)
  }
  return <Signin view={view} withMicrosoft={signInWithMicrosoft.bind(null, returnTo)} withEmail={withEmail} />
}
