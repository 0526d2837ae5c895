import { bodyDocument } from './body-document'
import { presentLook } from './body-look'
import { senderOf, subjectOf } from './row-label'
import { threadWords } from './thread-words'
import type { MessageView } from './view'

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** Prints one message with its head, from a frame without scripts, in ink on white paper. Browser only. */
export function printMessage(message: MessageView): void {
  const text = message.bodyHtml ?? `<pre>${escaped(message.bodyText ?? '')}</pre>`
  const everybody = [...message.to, ...message.cc].map(({ name, address }) => (name ? `${name} <${address}>` : address))
  const lines: [string, string][] = [
    [threadWords.from, `${senderOf(message)} <${message.fromAddress}>`],
    [threadWords.toLong, everybody.join(', ')],
    [threadWords.sent, new Date(message.sentAt ?? message.receivedAt).toLocaleString()],
  ]
  const head = `<h1 style="font-size:20px">${escaped(subjectOf(message))}</h1>${lines
    .map(([label, value]) => `<p style="margin:2px 0"><b>${label}</b> ${escaped(value)}</p>`)
    .join('')}<hr>`
  const look = { ...presentLook(), ink: '#000', ink3: '#444', link: '#05606b', line: '#ccc', scheme: 'light' as const }
  const { source } = bodyDocument({
    html: text,
    pictures: message.trustsPictures,
    lang: message.lang,
    look,
    words: { quoted: threadWords.quoted },
  })
  const frame = document.createElement('iframe')
  // Printing is a dialog, so it must be allowed; scripts still are not.
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals')
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0'
  frame.srcdoc = source.replace(/(<body[^>]*>)/, (body) => `${body}${head}`)
  frame.onload = () => {
    const page = frame.contentWindow
    if (!page) return
    page.addEventListener('afterprint', () => frame.remove())
    page.print()
  }
  document.body.append(frame)
}
