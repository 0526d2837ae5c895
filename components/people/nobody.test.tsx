import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { liveKey } from '@/components/frame/live'
import type { ConnectionView } from '@/components/mail/view'
import { draw } from '@/tests/support/draw'
import { Nobody } from './nobody'
import { words } from './words'

const says = (state: ConnectionView['state']) => {
  const client = new QueryClient()
  client.setQueryData(liveKey('connection', 'state'), { state })
  const { host } = draw(
    <QueryClientProvider client={client}>
      <Nobody q="" filter="all" onAll={() => {}} />
    </QueryClientProvider>,
  )
  return [...host.querySelectorAll('a')].map((each) => each.textContent)
}

it('offers Microsoft to those who are not connected, and to nobody else', () => {
  expect(says('none')).toEqual([words.newPerson, words.empty.connect])
  expect(says('connected')).toEqual([words.newPerson])
  expect(says('paused')).toEqual([words.newPerson])
})
