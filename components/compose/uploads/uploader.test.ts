import { describe, expect, it } from 'vitest'
import type { DraftAttachment, Refusal } from '../view'
import { Uploader } from './uploader'

const attachment = (id: string, state: DraftAttachment['state'] = 'uploading'): DraftAttachment => ({
  id,
  name: 'plan.txt',
  size: 5,
  contentType: 'text/plain',
  contentId: null,
  state,
})

function later<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** A server whose answers come when the test says so. */
function server() {
  const removed: string[] = []
  const begun = later<void>()
  const gone = later<Refusal | undefined>()
  const uploader = new Uploader(
    {
      startUpload: async () => {
        await begun.promise
        return { attachment: attachment('a1'), way: { kind: 'direct' } }
      },
      finishUpload: async () => ({ attachment: attachment('a1', 'attached') }),
      removeAttachment: (id) => {
        removed.push(id)
        return gone.promise
      },
    },
    async () => 'd1',
    () => {},
  )
  return { uploader, removed, begun, gone }
}

const file = () => new File(['hello'], 'plan.txt', { type: 'text/plain' })
const passed = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('a file that is taken off', () => {
  it('while its upload is beginning is taken off on the server, too, and a mail waits for that', async () => {
    const { uploader, removed, begun, gone } = server()
    const added = uploader.add(file())
    const [item] = uploader.items
    await uploader.remove(item?.key ?? '')
    expect(await added).toBeNull()
    expect(uploader.items).toEqual([])
    let settled = false
    const settling = uploader.settled().then(() => {
      settled = true
    })
    begun.resolve()
    await passed()
    expect([removed, settled]).toEqual([['a1'], false])
    gone.resolve(undefined)
    await settling
    expect(uploader.items).toEqual([])
  })

  it('is not brought back by an answer that was on its way', async () => {
    const { uploader, gone } = server()
    uploader.adopt([attachment('a1', 'attached'), attachment('a2', 'attached')])
    const removing = uploader.remove('a1')
    uploader.adopt([attachment('a1', 'attached'), attachment('a2', 'attached')])
    expect(uploader.items.map(({ id }) => id)).toEqual(['a2'])
    gone.resolve(undefined)
    expect(await removing).toBeNull()
    uploader.adopt([attachment('a1', 'attached'), attachment('a2', 'attached')])
    expect(uploader.items.map(({ id }) => id)).toEqual(['a2'])
  })

  it('stands there again, with the words, when the server refuses', async () => {
    const { uploader, gone } = server()
    uploader.adopt([attachment('a1', 'attached')])
    const removing = uploader.remove('a1')
    gone.resolve({ error: 'This mail is on its way.' })
    expect(await removing).toBe('This mail is on its way.')
    expect(uploader.items.map(({ id }) => id)).toEqual(['a1'])
    uploader.adopt([attachment('a1', 'attached')])
    expect(uploader.items.map(({ id }) => id)).toEqual(['a1'])
  })
})
