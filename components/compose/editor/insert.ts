import type { Editor } from '@tiptap/core'
import type { DraftAttachment, SignatureView } from '../view'
import { words } from '../words'

/** What is put into the text beside typing: pictures, Teams links, signatures. */

/** Where an attached picture of the text is found; Outlook gets it by its content id. */
const pictureAddress = (id: string) => `/api/compose/attachments/${id}`

/** Shows a picture at once, and names its lasting address when the upload is done; a vain upload takes it away. */
export async function insertPicture(
  editor: Editor,
  file: File,
  at: number,
  upload: Promise<DraftAttachment | null>,
): Promise<void> {
  const preview = URL.createObjectURL(file)
  editor.commands.insertContentAt(Math.min(at, editor.state.doc.content.size), {
    type: 'image',
    attrs: { src: preview, alt: file.name },
  })
  const attachment = await upload
  if (!editor.isDestroyed)
    editor.commands.command(({ tr, state }) => {
      state.doc.descendants((node, position) => {
        if (node.type.name !== 'image' || node.attrs.src !== preview) return
        const mapped = tr.mapping.map(position)
        if (attachment) tr.setNodeMarkup(mapped, undefined, { ...node.attrs, src: pictureAddress(attachment.id) })
        else tr.delete(mapped, mapped + node.nodeSize)
      })
      return true
    })
  URL.revokeObjectURL(preview)
}

/** Whoever clicked below the text stands in the signature; what is inserted belongs above it. */
function leaveSignature(editor: Editor): void {
  const { $from } = editor.state.selection
  if ($from.node(1)?.type.name === 'signature') editor.commands.setTextSelection(Math.max(1, $from.before(1) - 1))
}

/** Plain lines, each by itself; the caret goes on below them. */
export function insertLines(editor: Editor, lines: readonly string[]): void {
  if (editor.isDestroyed) return
  leaveSignature(editor)
  const paragraphs = lines.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] }))
  editor
    .chain()
    .focus()
    .insertContent([...paragraphs, { type: 'paragraph' }])
    .run()
}

/** A block with the link to join. */
export function insertTeamsLink(editor: Editor, joinUrl: string): void {
  leaveSignature(editor)
  editor
    .chain()
    .focus()
    .insertContent([
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: words.tools.teamsTitle, marks: [{ type: 'bold' }] },
          { type: 'hardBreak' },
          { type: 'text', text: words.tools.teamsJoin, marks: [{ type: 'link', attrs: { href: joinUrl } }] },
        ],
      },
      { type: 'paragraph' },
    ])
    .run()
}

/** Puts another signature in the place of the present one, or at the end; null takes it away. */
export function setSignature(editor: Editor, signature: SignatureView | null): void {
  const found: { from: number; to: number }[] = []
  editor.state.doc.forEach((node, offset) => {
    if (node.type.name === 'signature') found.push({ from: offset, to: offset + node.nodeSize })
  })
  const html = signature && `<div data-signature="${signature.id}">${signature.html}</div>`
  const [present] = found
  if (present && html) editor.commands.insertContentAt(present, html)
  else if (present) editor.commands.deleteRange(present)
  else if (html) editor.commands.insertContentAt(editor.state.doc.content.size, html)
}
