import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Frame } from '@/components/frame/frame'
import { settingsSections } from '@/components/frame/places'
import { Providers } from '@/components/frame/providers'
import { foldCookie } from '@/components/frame/theme'
import { englishFor, knownZone } from '@/components/ui/time'
import { zoneCookie } from '@/components/ui/zone-cookie'
import { signOut } from '@/lib/auth/actions'
import { loadFrame } from '@/lib/features/frame/loaders'
import { forPage } from '@/lib/platform/for-page'

/** Every signed-in page stands in the frame. `loadFrame` requires the session. */
export default async function CrmLayout({ children }: { children: ReactNode }) {
  const [view, jar, head] = await Promise.all([forPage(loadFrame()), cookies(), headers()])
  const clock = {
    locale: englishFor(head.get('accept-language')?.split(',')[0]?.split(';')[0]),
    zone: knownZone(decodeURIComponent(jar.get(zoneCookie)?.value ?? '')),
    now: Date.now(),
  }
  return (
    <Providers clock={clock}>
      <Frame
        view={view}
        sections={settingsSections(view.user.isAdmin)}
        startFolded={jar.get(foldCookie)?.value === 'folded'}
        signOut={signOut}
      >
        {children}
      </Frame>
    </Providers>
  )
}
