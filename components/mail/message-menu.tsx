import {
  Download,
  ExternalLink,
  EyeOff,
  FileCode2,
  Forward,
  ImageIcon,
  MailOpen,
  MessageSquareText,
  Printer,
  Reply,
  ReplyAll,
  SquareCheckBig,
} from 'lucide-react'
import type { MenuEntry } from './menu-entry'
import type { ShownMessage } from './thread-view'
import { threadWords } from './thread-words'
import type { Deeds } from './use-deeds'
import type { MessageView } from './view'
import { words } from './words'

type MessageMenu = {
  message: ShownMessage
  /** Once its text is there. */
  whole: MessageView | undefined
  deeds: Deeds
  trust: (pattern: string, trusts: boolean) => Promise<unknown>
  onLog: () => void
  markUnreadFrom: () => void
  block: () => void
}

/** `@brannock.example` of an address; null if there is none. */
export function domainOf(address: string): string | null {
  const at = address.lastIndexOf('@')
  return at > 0 && at < address.length - 1 ? address.slice(at).toLowerCase() : null
}

const show = (href: string) => window.open(href, '_blank', 'noopener,noreferrer')

function save(href: string) {
  const link = document.createElement('a')
  link.href = href
  link.download = ''
  link.click()
}

/** Everything that can be done with one message of a conversation. */
export function messageEntries({
  message,
  whole,
  deeds,
  trust,
  onLog,
  markUnreadFrom,
  block,
}: MessageMenu): MenuEntry[] {
  const source = `/api/mail/messages/${encodeURIComponent(message.id)}/source`
  const address = message.fromAddress.toLowerCase()
  const domain = domainOf(address)
  const fromOthers = !message.isMine && address !== ''
  const pictures: MenuEntry[] = whole?.trustsPictures
    ? [{ label: threadWords.neverSender, icon: <ImageIcon />, run: () => void trust(address, false) }]
    : [
        { label: threadWords.alwaysSender, icon: <ImageIcon />, run: () => void trust(address, true) },
        ...(domain
          ? [
              {
                label: threadWords.alwaysDomain(domain.slice(1)),
                icon: <ImageIcon />,
                run: () => void trust(domain, true),
              },
            ]
          : []),
      ]
  const webLink = whole?.webLink
  return [
    { label: threadWords.reply, keys: 'R', icon: <Reply />, run: () => deeds.answer('reply', message) },
    { label: threadWords.replyAll, keys: 'A', icon: <ReplyAll />, run: () => deeds.answer('replyAll', message) },
    { label: threadWords.forward, keys: 'F', icon: <Forward />, run: () => deeds.answer('forward', message) },
    'rule',
    { label: threadWords.markUnreadFrom, icon: <MailOpen />, run: markUnreadFrom },
    { label: words.deeds.task, icon: <SquareCheckBig />, run: () => void deeds.makeTask(message) },
    { label: words.deeds.log, icon: <MessageSquareText />, run: onLog },
    'rule',
    ...(webLink ? [{ label: threadWords.openInOutlook, icon: <ExternalLink />, run: () => void show(webLink) }] : []),
    { label: threadWords.original, icon: <FileCode2 />, run: () => void show(source) },
    { label: threadWords.eml, icon: <Download />, run: () => save(`${source}?download=1`) },
    ...(whole
      ? [
          {
            label: threadWords.print,
            icon: <Printer />,
            run: () => void import('./print-message').then((module) => module.printMessage(whole)),
          },
        ]
      : []),
    ...(fromOthers
      ? ([
          'rule',
          ...(whole ? pictures : []),
          { label: threadWords.block, icon: <EyeOff />, run: block },
        ] as MenuEntry[])
      : []),
  ]
}
