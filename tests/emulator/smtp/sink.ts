// Takes every mail that comes by SMTP and shows it at GET /_control/sent; nothing goes out.

import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { SentMail } from '../seam'

export interface SmtpSink {
  port: number
  close(): Promise<void>
}

const LARGEST = 30 * 1024 * 1024

/** @throws the socket's error if the port is busy. */
export async function startSmtpSink(port: number, host: string, record: (mail: SentMail) => void): Promise<SmtpSink> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: LARGEST,
    closeTimeout: 500,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', done)
      stream.on('end', () => {
        const raw = Buffer.concat(chunks)
        const { mailFrom, rcptTo } = session.envelope
        PostalMime.parse(raw)
          .then((mail) => {
            record({
              via: 'smtp',
              from: mail.from?.address ?? (mailFrom ? mailFrom.address : ''),
              to: rcptTo.map((to) => to.address),
              subject: mail.subject ?? '',
              internetMessageId: mail.messageId ?? '',
              mime: raw.toString('utf8'),
            })
            done()
          })
          .catch(done)
      })
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  // Clients that hang up are no news.
  server.on('error', () => {})
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
