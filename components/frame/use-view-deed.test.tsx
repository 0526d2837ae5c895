import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, it } from 'vitest'
import { liveKey } from './live'
import { newQueryClient } from './query-client'
import { useViewDeed } from './use-view-deed'

const key = liveKey('privacy', 'settings')
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const never = new Promise<undefined>(() => undefined)

function Page() {
  const { data } = useQuery({ queryKey: key, queryFn: () => ({ chosen: 'b' }), initialData: { chosen: 'a' } })
  return <Choice chosen={data.chosen} />
}

/** As on our pages: what reads the view is not what changes it. */
function Choice({ chosen }: { chosen: string }) {
  const { run } = useViewDeed<{ chosen: string }>(key, 'offline')
  return ['a', 'b'].map((each) => (
    <input
      key={each}
      type="radio"
      aria-label={each}
      checked={chosen === each}
      onChange={() =>
        void run(
          () => never,
          () => ({ chosen: each }),
        )
      }
    />
  ))
}

it('a choice stands before the browser could draw the page without it', async () => {
  const box = document.body.appendChild(document.createElement('div'))
  const root = createRoot(box)
  await act(async () =>
    root.render(
      <QueryClientProvider client={newQueryClient()}>
        <Page />
      </QueryClientProvider>,
    ),
  )
  const radio = box.querySelector<HTMLInputElement>('[aria-label=b]')
  // As in a browser: nothing waits for React.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false })
  radio?.click()
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  expect(radio?.checked).toBe(true)
})
