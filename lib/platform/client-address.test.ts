import { expect, it } from 'vitest'
import { clientNetwork } from './client-address'

const from = (chain: string | null, proxies: number) =>
  clientNetwork(new Headers(chain === null ? {} : { 'x-forwarded-for': chain }), proxies)

it.each([
  ['203.0.113.7', 1, '203.0.113.7'],
  ['203.0.113.7:4711', 1, '203.0.113.7'],
  // What stands left of what our own proxies wrote is anybody's to write.
  ['1.1.1.1, 203.0.113.7', 1, '203.0.113.7'],
  ['1.1.1.1, 203.0.113.7, 10.0.0.1', 2, '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', 1, '2001:db8:1:2::/64'],
  ['[2001:DB8:1:2::9]:443', 1, '2001:db8:1:2::/64'],
  ['2001:db8::9', 1, '2001:db8:0:0::/64'],
  ['::1', 1, '0:0:0:0::/64'],
  ['::ffff:203.0.113.7', 1, '203.0.113.7'],
  ['203.0.113.7', 0, null],
  ['203.0.113.7', 2, null],
  ['unknown', 1, null],
  ['', 1, null],
  [null, 1, null],
])('%j behind %i proxies is %j', (chain, proxies, network) => expect(from(chain, proxies)).toBe(network))
