import { words } from '@/components/frame/words'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'

export const metadata = { title: words.missing.title }

export default function NotFound() {
  return (
    <main className="flex min-h-dvh">
      <Empty
        mark="apart"
        title={words.missing.title}
        action={
          <ButtonLink href="/inbox" kind="filled">
            {words.missing.deed}
          </ButtonLink>
        }
      >
        {words.missing.means}
      </Empty>
    </main>
  )
}
