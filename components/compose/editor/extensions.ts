import { type Extensions, mergeAttributes, Node } from '@tiptap/core'
import Image from '@tiptap/extension-image'
import { Placeholder } from '@tiptap/extensions'
import StarterKit from '@tiptap/starter-kit'

/** What a link may begin with. */
export const linkStart = /^(?:https?:\/\/|mailto:|tel:)/i

/** A signature is a block of its own, so that it can be changed for another. */
const Signature = Node.create({
  name: 'signature',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes: () => ({
    signature: {
      default: '',
      parseHTML: (element: HTMLElement) => element.getAttribute('data-signature'),
      renderHTML: ({ signature }: { signature?: string }) => ({ 'data-signature': signature }),
    },
  }),
  parseHTML: () => [{ tag: 'div[data-signature]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes(HTMLAttributes), 0],
})

/** Bold to quotations, links and pictures; no headings, colours or faces: mails look like mails. */
export const extensionsOf = (placeholder: string, editLink: () => void): Extensions => [
  StarterKit.configure({
    heading: false,
    horizontalRule: false,
    trailingNode: false,
    dropcursor: { class: 'bg-brand', width: 2 },
    link: {
      openOnClick: false,
      autolink: true,
      linkOnPaste: true,
      defaultProtocol: 'https',
      HTMLAttributes: { target: null, rel: null, class: null },
      isAllowedUri: (uri) => linkStart.test(uri),
    },
  }).extend({
    addKeyboardShortcuts: () => ({
      'Mod-k': () => {
        editLink()
        return true
      },
    }),
  }),
  Image.configure({ inline: true, allowBase64: false }),
  Placeholder.configure({ placeholder: ({ pos }) => (pos === 0 ? placeholder : ''), showOnlyCurrent: false }),
  Signature,
]
