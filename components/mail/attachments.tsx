'use client'

import { Download, File, FileImage, FileSpreadsheet, FileText } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '@/components/ui/button'
import { iconButtonStyle } from '@/components/ui/button-style'
import { cn } from '@/components/ui/cn'
import { attachmentHref, sizeOf } from './attachment-link'
import { threadWords } from './thread-words'
import type { AttachmentView } from './view'

const PreviewDialog = lazy(() => import('./preview-dialog'))

function looksOf({ contentType, name }: AttachmentView) {
  if (contentType.startsWith('image/')) return { Icon: FileImage, hue: 'bg-c2-s text-c2-i' }
  if (/sheet|excel|csv/i.test(contentType) || /\.(xlsx?|csv)$/i.test(name))
    return { Icon: FileSpreadsheet, hue: 'bg-c6-s text-c6-i' }
  if (/pdf|text|word|document/i.test(contentType)) return { Icon: FileText, hue: 'bg-c1-s text-c1-i' }
  return { Icon: File, hue: 'bg-c7-s text-c7-i' }
}

/** Browsers take several downloads from one click only if they come one after the other, ms. */
const pause = 400
/** More than so many stand in columns. */
const few = 4

async function downloadAll(messageId: string, attachments: readonly AttachmentView[]): Promise<void> {
  for (const attachment of attachments) {
    const link = document.createElement('a')
    link.href = attachmentHref(messageId, attachment.id)
    link.download = attachment.name
    link.click()
    await new Promise((done) => setTimeout(done, pause))
  }
}

/** What came with a mail, to look at and to download. Inline pictures are in the text. */
export function Attachments({ messageId, attachments }: { messageId: string; attachments: AttachmentView[] }) {
  const [shown, setShown] = useState<AttachmentView | null>(null)
  const listed = attachments.filter((attachment) => !attachment.isInline)
  if (listed.length === 0) return null
  return (
    <div className="mt-4">
      <ul
        aria-label={threadWords.attachments(listed.length)}
        className={cn(
          'gap-2',
          // Many stand in columns, where the eye finds them; a few are as wide as their names.
          listed.length > few ? 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,220px),1fr))]' : 'flex flex-wrap',
        )}
      >
        {listed.map((attachment) => {
          const { Icon, hue } = looksOf(attachment)
          const face = (
            <>
              <span
                aria-hidden="true"
                className={cn('grid h-[34px] w-[30px] shrink-0 place-items-center rounded-chip', hue)}
              >
                <Icon className="size-[18px] stroke-[1.75]" />
              </span>
              <span className="min-w-0 text-left desk:max-w-72">
                <span dir="auto" title={attachment.name} className="cut block text-left font-label">
                  {attachment.name}
                </span>
                <span className="num block text-12 text-ink-3">{sizeOf(attachment.size)}</span>
              </span>
            </>
          )
          return (
            <li
              key={attachment.id}
              className="flex min-w-0 max-w-full items-center rounded-row pr-2 text-13 shadow-[inset_0_0_0_1px_var(--line)]"
            >
              {attachment.preview ? (
                <button
                  type="button"
                  title={threadWords.preview(attachment.name)}
                  onClick={() => setShown(attachment)}
                  className="flex min-w-0 flex-1 items-center gap-3 rounded-row py-2 pr-2 pl-3 hover:bg-hover"
                >
                  {face}
                </button>
              ) : (
                <span className="flex min-w-0 flex-1 items-center gap-3 py-2 pr-2 pl-3">{face}</span>
              )}
              <a
                href={attachmentHref(messageId, attachment.id)}
                download={attachment.name}
                aria-label={threadWords.download(attachment.name)}
                title={threadWords.download(attachment.name)}
                className={iconButtonStyle()}
              >
                <Download aria-hidden="true" className="size-[18px]" />
              </a>
            </li>
          )
        })}
      </ul>
      {listed.length > 1 && (
        <Button
          kind="quiet"
          size="s"
          className="mt-2 -ml-2"
          icon={<Download aria-hidden="true" className="size-4" />}
          onClick={() => void downloadAll(messageId, listed)}
        >
          {threadWords.downloadAll}
        </Button>
      )}
      <Suspense>
        {shown && <PreviewDialog messageId={messageId} attachment={shown} onClose={() => setShown(null)} />}
      </Suspense>
    </div>
  )
}
