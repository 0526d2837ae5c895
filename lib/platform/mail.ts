import 'server-only'
import { createTransport, type Transporter } from 'nodemailer'
import { env } from './env'
import { log } from './log'

/** One mail from Tandem itself. Text and HTML say the same. */
export interface Mail {
  to: string
  subject: string
  text: string
  html: string
  /** Left of the @ of the Message-ID. The same mail sent twice has the same one, so a repeat is recognisable. */
  key: string
}

const store = globalThis as typeof globalThis & { tandemMailer?: { url: string; transport: Transporter } }

function transport(url: string): Transporter {
  if (store.tandemMailer?.url !== url) {
    store.tandemMailer = {
      url,
      transport: createTransport({
        url,
        connectionTimeout: 10_000,
        greetingTimeout: 10_000,
        socketTimeout: 20_000,
        tls: { minVersion: 'TLSv1.2' },
        disableFileAccess: true,
        disableUrlAccess: true,
      } as Parameters<typeof createTransport>[0]),
    }
  }
  return store.tandemMailer.transport
}

/** True when SMTP_URL is set. */
export const canMail = (): boolean => env().SMTP_URL !== undefined

/**
 * Sends one mail, with one repeat under the same Message-ID. False: mail is not set up, or neither try worked
 * (logged, without the address).
 */
export async function sendMail(mail: Mail): Promise<boolean> {
  const url = env().SMTP_URL
  if (!url) return false
  const message = {
    from: env().MAIL_FROM,
    to: { name: '', address: mail.to },
    subject: mail.subject.replace(/[\r\n]+/g, ' '),
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.key}@${new URL(env().APP_URL).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
  for (const last of [false, true]) {
    try {
      await transport(url).sendMail(message)
      return true
    } catch (err) {
      if (last) log.error({ err }, 'mail was not sent')
    }
  }
  return false
}

/** Text safe inside HTML. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.codePointAt(0)};`)

/** The plain look of Tandem's own mails: a heading, sentences, one button, its address spelled out below. */
export function letter(input: { title: string; lines: string[]; button: string; href: string; foot: string }) {
  const lines = input.lines.map((line) => `<p style="margin:0 0 12px">${escapeHtml(line)}</p>`).join('')
  const href = escapeHtml(input.href)
  return {
    text: [input.title, '', ...input.lines, '', `${input.button}: ${input.href}`, '', input.foot].join('\n'),
    html: `<!doctype html><html lang="en-GB"><body style="margin:0;padding:32px 16px;background:#eef4f4;font:15px/24px system-ui,sans-serif;color:#10282f"><div style="max-width:520px;margin:0 auto;background:#fff;border-radius:14px;padding:32px"><h1 style="margin:0 0 16px;font-size:22px;line-height:28px">${escapeHtml(input.title)}</h1>${lines}<p style="margin:24px 0"><a href="${href}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#00606f;color:#fff;text-decoration:none">${escapeHtml(input.button)}</a></p><p style="margin:0 0 12px;font-size:13px;color:#46616a;word-break:break-all">${href}</p><p style="margin:0;font-size:13px;color:#46616a">${escapeHtml(input.foot)}</p></div></body></html>`,
  }
}
