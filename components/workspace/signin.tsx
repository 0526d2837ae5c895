import { CircleAlert, MailCheck } from 'lucide-react'
import Link from 'next/link'
import { SubmitButton } from '@/components/connection/submit-button'
import type { SigninView } from '@/components/connection/view'
import { Mark, MicrosoftSquares } from '@/components/ui/mark'
import { EmailField } from './email-field'
import { words } from './words'

type SigninProps = {
  view: SigninView
  withMicrosoft: (form: FormData) => Promise<void>
  /** Reads the field `email`. */
  withEmail: (form: FormData) => Promise<void>
}

/** The door: one button, and a mailed link for people without Microsoft. Works without scripts. */
export function Signin({ view, withMicrosoft, withEmail }: SigninProps) {
  const { signin } = words
  return (
    <main className="w-full px-6 py-12 max-desk:flex max-desk:flex-1 max-desk:flex-col max-desk:justify-center desk:max-w-[440px] desk:rounded-[22px] desk:bg-sheet desk:px-11 desk:pt-12 desk:pb-11 desk:shadow-lift-2">
      <Mark state="both" motion="in" size={52} tone="picture" label="Tandem" />
      <h1 className="mt-6 text-26">{view.sent ? signin.sent : signin.title}</h1>
      <p className="mt-1.5 text-15 text-ink-2 text-pretty">{view.sent ? signin.sentLead : signin.lead}</p>
      {view.error && (
        <p role="alert" className="mt-5 flex gap-2.5 rounded-row bg-bad-soft px-3.5 py-3 text-13 text-pretty">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad-ink" />
          {view.error}
        </p>
      )}
      {view.sent ? (
        <div className="mt-6 rounded-card bg-well p-4">
          <p className="flex gap-2.5 text-13 text-ink-2 text-pretty">
            <MailCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-brand-ink" />
            {signin.sentSpam}
          </p>
          <Link
            href={`/signin?returnTo=${encodeURIComponent(view.returnTo)}`}
            className="mt-2 ml-[26px] inline-flex min-h-6 items-center text-13 max-desk:min-h-11"
          >
            {signin.another}
          </Link>
        </div>
      ) : (
        <>
          <form action={withMicrosoft} className="mt-7">
            <SubmitButton kind="filled" size="l" icon={<MicrosoftSquares />} className="w-full">
              {signin.microsoft}
            </SubmitButton>
          </form>
          <p className="mt-3 text-12 text-ink-3 text-pretty">{signin.microsoftHelp}</p>
          {view.email && (
            <>
              <p className="my-6 flex items-center gap-3 text-12 text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
                {signin.or}
              </p>
              <form action={withEmail}>
                <EmailField label={signin.email} />
                <SubmitButton size="l" className="mt-1 w-full">
                  {signin.mail}
                </SubmitButton>
              </form>
            </>
          )}
        </>
      )}
    </main>
  )
}
