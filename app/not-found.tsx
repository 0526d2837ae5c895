import { troubleWords } from '@/components/frame/trouble-words'
import { buttonStyle } from '@/components/ui/button-style'
import { Empty } from '@/components/ui/empty'

const { missing } = troubleWords

export const metadata = { title: missing.title }

export default function NotFound() {
  return (
    <main className="flex min-h-dvh">
      <Empty
        mark="apart"
        title={missing.title}
        action={
          // A plain link: every page carries this one, and need not carry more for it.
          <a href="/inbox" className={buttonStyle({ kind: 'filled' })}>
            {missing.deed}
          </a>
        }
      >
        {missing.means}
      </Empty>
    </main>
  )
}
