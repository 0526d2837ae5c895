import { cookies, headers } from 'next/headers'
import { type ReactNode, Suspense } from 'react'
import { ComposeProvider } from '@/components/compose/compose-provider'
import type { ComposeActions } from '@/components/compose/view'
import { Device } from '@/components/frame/device'
import { listenEarly } from '@/components/frame/early-input'
import { Frame } from '@/components/frame/frame'
import { isSettings, settingsSections } from '@/components/frame/places'
import { Providers } from '@/components/frame/providers'
import { foldCookie } from '@/components/frame/theme'
import { readZone } from '@/components/ui/read-zone'
import { englishFor } from '@/components/ui/time'
import { signOut } from '@/lib/auth/actions'
import {
  discardDraft,
  openDraft,
  rescheduleSend,
  resumeDraft,
  saveDraft,
  sendDraft,
  settleDifference,
  settleUnsure,
  undoSend,
} from '@/lib/features/compose/actions'
import { finishUpload, removeAttachment, startUpload } from '@/lib/features/compose/uploads/actions'
import { loadFrame } from '@/lib/features/frame/loaders'
import { makeTeamsLink } from '@/lib/features/meetings/actions'
import { forPage } from '@/lib/platform/for-page'

const composing: ComposeActions = {
  openDraft,
  resumeDraft,
  saveDraft,
  discardDraft,
  sendDraft,
  undoSend,
  rescheduleSend,
  settleUnsure,
  settleDifference,
  startUpload,
  finishUpload,
  removeAttachment,
  makeTeamsLink,
}

/**
 * Every signed-in page stands in the frame. Pages that people work in are streamed: the browser fetches scripts and
 * styles while the data is read. Settings wait for theirs, because their status tells (404 for what one may not see).
 */
export default async function CrmLayout({ children }: { children: ReactNode }) {
  const head = await headers()
  const page = <SignedIn>{children}</SignedIn>
  return (
    <>
      {/* Browsers hide the nonce from scripts: here it differs from what was sent. */}
      <script nonce={head.get('x-nonce') ?? undefined} suppressHydrationWarning>{`(${listenEarly})()`}</script>
      {isSettings(head.get('x-path') ?? '') ? page : <Suspense fallback={null}>{page}</Suspense>}
    </>
  )
}

/** `loadFrame` requires the session. */
async function SignedIn({ children }: { children: ReactNode }) {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const zone = readZone(jar)
  const view = await forPage(loadFrame(zone))
  const clock = {
    locale: englishFor(head.get('accept-language')?.split(',')[0]?.split(';')[0]),
    zone,
    now: Date.now(),
  }
  return (
    <Providers clock={clock}>
      <Device person={view.user.id} connected={view.connection.state !== 'none'} />
      <ComposeProvider actions={composing} connected={view.connection.state !== 'none'}>
        <Frame
          view={view}
          sections={settingsSections(view.user.isAdmin)}
          startFolded={jar.get(foldCookie)?.value === 'folded'}
          signOut={signOut}
        >
          {children}
        </Frame>
      </ComposeProvider>
    </Providers>
  )
}
