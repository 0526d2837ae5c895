import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveLink, parseHint } from './live-link'

class FakeSource {
  closed = false
  private readonly handlers = new Map<string, (event: Event) => void>()
  addEventListener(type: string, handler: unknown) {
    this.handlers.set(type, handler as (event: Event) => void)
  }
  close() {
    this.closed = true
  }
  fire(type: string, data?: string) {
    this.handlers.get(type)?.(Object.assign(new Event(type), { data }))
  }
}

function setup() {
  const sources: FakeSource[] = []
  const link = new LiveLink(
    () => {
      const source = new FakeSource()
      sources.push(source)
      return source
    },
    () => 0,
  )
  const heard: string[] = []
  link.onHint((topics) => heard.push(topics === 'all' ? 'all' : [...topics].join('+')))
  link.start()
  return { link, sources, heard, last: () => sources[sources.length - 1] as FakeSource }
}

describe('live link', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('passes hints on at once', () => {
    const { heard, last } = setup()
    last().fire('open')
    last().fire('change', '{"topics":["mail","connection"],"at":5}')
    expect(heard).toEqual(['all', 'mail+connection'])
  })

  it('ignores what is no hint', () => {
    for (const data of ['', '[]', 'null', '{"topics":"mail"}', '{']) expect(parseHint(data)).toBeNull()
    expect(parseHint('{"topics":["mail",3],"at":7}')).toEqual({ topics: ['mail'], at: 7 })
  })

  it('comes back after 1, 2, 4 s and not more often than every 30 s', () => {
    const { sources, last } = setup()
    for (const wait of [1000, 2000, 4000, 8000, 16000, 30000, 30000]) {
      const before = sources.length
      last().fire('error')
      vi.advanceTimersByTime(wait - 1)
      expect(sources.length).toBe(before)
      vi.advanceTimersByTime(1)
      expect(sources.length).toBe(before + 1)
    }
  })

  it('reads everything anew at each opening: what changed since the first paint or in a gap is not told again', () => {
    const { heard, last } = setup()
    last().fire('open')
    expect(heard).toEqual(['all'])
    last().fire('error')
    vi.advanceTimersByTime(1000)
    last().fire('open')
    expect(heard).toEqual(['all', 'all'])
  })

  it('says that it connects again only after 2 s', () => {
    const { link, last } = setup()
    last().fire('open')
    last().fire('error')
    vi.advanceTimersByTime(1999)
    expect(link.state).toBe('open')
    vi.advanceTimersByTime(1)
    expect(link.state).toBe('again')
    last().fire('open')
    expect(link.state).toBe('open')
  })

  it('stays closed when stopped', () => {
    const { link, sources, last } = setup()
    last().fire('error')
    link.stop()
    vi.advanceTimersByTime(60_000)
    expect(sources.length).toBe(1)
  })

  it('opens anew when the network is back, but not in a tab that has given its stream back', () => {
    const { link, sources, last } = setup()
    last().fire('error')
    link.renew()
    expect(sources.length).toBe(2)
    link.renew()
    expect(sources.map(({ closed }) => closed)).toEqual([true, true, false])
    link.stop()
    link.renew()
    expect(sources.length).toBe(3)
    link.start()
    expect(sources.length).toBe(4)
  })
})
