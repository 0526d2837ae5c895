import { act, type ComponentProps } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Banners } from './banners'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let root: Root
beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(async () => {
  await act(async () => root.unmount())
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

const nothing = () => {}
const draw = (given: Partial<ComponentProps<typeof Banners>>) =>
  act(async () =>
    root.render(
      <Banners
        {...{ kept: [], notice: null, failed: null, syncedAt: null, hasOutlook: true }}
        {...{ isSyncing: false, isRecreating: false }}
        {...{ onTrouble: nothing, onSend: nothing, onSync: nothing, onRecreate: nothing }}
        {...given}
      />,
    ),
  )
const notice = { text: 'Tandem’s calendar was deleted.', label: 'Make it again', href: '/settings/calendar' }

it('without a network the frame’s banner is the only one', async () => {
  await draw({ failed: 'Tandem cannot be reached.' })
  expect(document.querySelector('[role=status]')).not.toBeNull()
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  await act(async () => window.dispatchEvent(new Event('offline')))
  expect(document.querySelector('[role=status], [role=alert]')).toBeNull()
})

it('a deleted calendar is made again right here; anything else leads to where it is settled', async () => {
  const onRecreate = vi.fn()
  await draw({ notice: { ...notice, deed: 'recreate' }, onRecreate })
  await act(async () => document.querySelector<HTMLButtonElement>('button')?.click())
  expect(onRecreate).toHaveBeenCalledOnce()
  await draw({ notice })
  expect(document.querySelector('button')).toBeNull()
  expect(document.querySelector('a')?.getAttribute('href')).toBe(notice.href)
})
