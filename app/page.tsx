import { redirect } from 'next/navigation'

/** Work begins in the inbox. */
export default function Home(): never {
  redirect('/inbox')
}
