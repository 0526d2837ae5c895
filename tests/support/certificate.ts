// A certificate for tests over TLS. Node can make keys and signatures but no X.509, so its few fields are written here.

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

export interface Certificate {
  /** PEM texts. */
  cert: string
  key: string
  /** What Chromium's --ignore-certificate-errors-spki-list takes: it then trusts this key and no other. */
  spkiHash: string
}

/** One DER value: tag, length, content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content])
  const size = Buffer.from(length.toString(16).padStart(length > 255 ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, content])
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
const TRUE = der(0x01, Buffer.from([0xff]))

/** An object identifier of the arcs that are needed here. */
function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const digits = [arc & 0x7f]
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
    bytes.push(...digits)
  }
  return der(0x06, Buffer.from(bytes))
}

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))

/** UTCTime: yymmddhhmmssZ. */
const instant = (at: Date) => der(0x17, Buffer.from(`${at.toISOString().replace(/\D/g, '').slice(2, 14)}Z`))

/** A certificate that vouches for itself, for these host names, good for a day: server and authority in one. */
export function makeCertificate(hosts: string[]): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const name = sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from('Tandem tests')))))
  const names = hosts.map((host) => der(0x82, Buffer.from(host)))
  const serial = randomBytes(12)
  // A serial number is positive.
  serial[0] = 0x4d
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ECDSA_SHA256,
    name,
    sequence(instant(new Date(Date.now() - 3_600_000)), instant(new Date(Date.now() + 86_400_000))),
    name,
    spki,
    der(
      0xa3,
      sequence(
        sequence(oid('2.5.29.19'), TRUE, der(0x04, sequence(TRUE))),
        sequence(oid('2.5.29.17'), der(0x04, sequence(...names))),
      ),
    ),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey))
  const lines =
    sequence(body, ECDSA_SHA256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    spkiHash: createHash('sha256').update(spki).digest('base64'),
  }
}
