'use client'

import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import Image from 'next/image'
import { useEffect, useState } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { Dialog } from '@/components/ui/dialog'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { attachmentHref, sizeOf } from './attachment-link'
import { threadWords } from './thread-words'
import type { AttachmentView } from './view'

/** More of a text than this is for an editor, characters. */
const longest = 200_000

type PreviewDialogProps = { messageId: string; attachment: AttachmentView; onClose: () => void }

/** A file that came with a mail, without leaving it. What it is was decided by its bytes, on the server. */
export default function PreviewDialog({ messageId, attachment, onClose }: PreviewDialogProps) {
  const [failed, setFailed] = useState(false)
  const href = attachmentHref(messageId, attachment.id, true)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={attachment.name}
      lead={sizeOf(attachment.size)}
      size="l"
      className="desk:top-[5vh] desk:max-h-[90dvh] max-desk:max-h-[94dvh]"
      foot={
        <a
          href={attachmentHref(messageId, attachment.id)}
          download={attachment.name}
          className={buttonStyle({ kind: 'plain' })}
        >
          <Download aria-hidden="true" className="size-4" />
          {threadWords.download(attachment.name)}
        </a>
      }
    >
      {failed ? (
        <Failed />
      ) : attachment.preview === 'image' ? (
        <Image
          src={href}
          alt={attachment.name}
          // As it came: no copy of a mail's picture is kept on the server.
          unoptimized
          width={1600}
          height={1200}
          onError={() => setFailed(true)}
          className="mx-auto h-auto max-h-[68dvh] w-auto max-w-full rounded-row bg-well object-contain"
        />
      ) : attachment.preview === 'pdf' ? (
        <PdfPreview href={href} name={attachment.name} />
      ) : (
        <TextPreview href={href} name={attachment.name} />
      )}
    </Dialog>
  )
}

/** Answers of the API can be framed by nobody; what is shown is a copy that is a PDF whatever it says. */
function PdfPreview({ href, name }: { href: string; name: string }) {
  const [address, setAddress] = useState<string | null>(null)
  const { data, isError, refetch } = useQuery({
    queryKey: ['mail-attachment-pdf', href],
    queryFn: async ({ signal }) => {
      const answer = await fetch(href, { signal })
      if (!answer.ok) throw new Error(String(answer.status))
      return new Blob([await answer.arrayBuffer()], { type: 'application/pdf' })
    },
    gcTime: 0,
  })
  useEffect(() => {
    if (!data) return
    const made = URL.createObjectURL(data)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [data])
  if (isError) return <Failed onRetry={() => void refetch()} />
  if (!address) return <Coming />
  return <iframe src={address} title={name} className="h-[68dvh] w-full rounded-row border-0 bg-well" />
}

function Failed({ onRetry }: { onRetry?: () => void }) {
  return (
    <ErrorPanel title={threadWords.failed.preview} retry={onRetry && { label: threadWords.failed.again, run: onRetry }}>
      {threadWords.failed.previewMeans}
    </ErrorPanel>
  )
}

function Coming() {
  return (
    <Loading className="flex flex-col gap-3 py-4">
      <Skeleton className="w-2/3" />
      <Skeleton className="w-1/2" />
    </Loading>
  )
}

function TextPreview({ href, name }: { href: string; name: string }) {
  const { data, isError, refetch } = useQuery({
    queryKey: ['mail-attachment-text', href],
    queryFn: async ({ signal }) => {
      const answer = await fetch(href, { signal })
      if (!answer.ok) throw new Error(String(answer.status))
      return (await answer.text()).slice(0, longest)
    },
  })
  if (isError) return <Failed onRetry={() => void refetch()} />
  if (data === undefined) return <Coming />
  return (
    <textarea
      readOnly
      dir="auto"
      aria-label={name}
      value={data}
      className="block h-[60dvh] w-full resize-none rounded-row bg-well p-4 font-mono text-12"
    />
  )
}
