'use client'

import { CircleAlert, FileText, Image as ImageIcon, RotateCw, X } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Progress } from '@/components/ui/progress'
import { words } from '../words'
import type { FileItem, Uploader } from './uploader'

/** "84 kB", "12.4 MB": powers of ten, as Outlook says them. */
function sizeText(bytes: number, locale: string): string {
  const [value, unit] =
    bytes >= 1_000_000 ? [bytes / 1_000_000, 'MB'] : bytes >= 1000 ? [bytes / 1000, 'kB'] : [bytes, 'B']
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: value < 10 && unit === 'MB' ? 1 : 0 }).format(value)} ${unit}`
}

/** The files of the mail, those under way with their bars. Pictures in the text are not listed. */
export function FileList({ files, uploader }: { files: readonly FileItem[]; uploader: Uploader }) {
  const { locale } = useClock()
  const [refused, setRefused] = useState<string | null>(null)
  const shown = files.filter((file) => !file.inline || file.state === 'failed')
  if (shown.length === 0 && !refused) return null
  const total = shown.reduce((sum, file) => sum + file.size, 0)
  return (
    <div className="px-4 pt-1 pb-3">
      {refused && (
        <p role="alert" className="mb-2 text-13 text-bad-ink">
          {refused}
        </p>
      )}
      <ul aria-label={words.files.label} className="flex flex-wrap gap-2">
        {shown.map((file) => (
          <li
            key={file.key}
            className={cn(
              'w-60 max-w-full rounded-row py-1.5 pr-1.5 pl-3 shadow-lift-0 max-desk:w-full',
              file.state === 'failed' && 'bg-bad-soft',
            )}
          >
            <div className="flex items-center gap-2">
              {file.state === 'failed' ? (
                <CircleAlert aria-hidden="true" className="size-4 shrink-0 text-bad-ink" />
              ) : file.contentType.startsWith('image/') ? (
                <ImageIcon aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
              ) : (
                <FileText aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
              )}
              <span className="min-w-0 flex-1 leading-4">
                <span className="cut block text-13 font-label" title={file.name}>
                  {file.name}
                </span>
                <span className="num text-12 text-ink-3">
                  {sizeText(file.size, locale)}
                  {file.state === 'uploading' && ` · ${file.percent} %`}
                </span>
              </span>
              {file.state === 'failed' && uploader.canRetry(file.key) && (
                <IconButton size="s" label={words.files.retry} onClick={() => uploader.retry(file.key)}>
                  <RotateCw aria-hidden="true" className="size-4" />
                </IconButton>
              )}
              <IconButton
                size="s"
                label={file.state === 'uploading' ? words.files.cancel(file.name) : words.files.remove(file.name)}
                onClick={() => void uploader.remove(file.key).then(setRefused)}
              >
                <X aria-hidden="true" className="size-4" />
              </IconButton>
            </div>
            {file.state === 'uploading' && (
              <Progress
                label={words.files.uploading(file.name, file.percent)}
                done={file.percent}
                total={100}
                locale={locale}
                className="mt-1.5 mr-1.5"
              />
            )}
            {file.problem && (
              <p role="alert" className="mt-1 pr-1 text-12 text-pretty text-bad-ink">
                {file.problem}
              </p>
            )}
          </li>
        ))}
      </ul>
      {shown.length > 1 && <p className="mt-1.5 text-12 text-ink-3">{words.files.total(sizeText(total, locale))}</p>}
      {refused && (
        <Button kind="link" size="s" onClick={() => setRefused(null)}>
          {words.outbox.cancel}
        </Button>
      )}
    </div>
  )
}
