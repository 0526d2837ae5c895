/** What comes from Word and the web, made plain: structure stays, looks go. Needs a browser's DOMParser. */

const dropped = 'style, script, meta, link, title, xml, head, template, object, iframe'

/** Word writes lists as paragraphs with a bullet or a number as text. */
function wordLists(doc: Document): void {
  let list: HTMLElement | null = null
  for (const item of [...doc.querySelectorAll<HTMLElement>('p[class*="MsoList"], p[style*="mso-list"]')]) {
    const marker = item.querySelector('[style*="mso-list:Ignore"], [style*="mso-list: Ignore"]')
    const ordered = /^\s*[\p{L}\d]{1,3}[.)]/u.test(marker?.textContent ?? '')
    marker?.remove()
    const tag = ordered ? 'OL' : 'UL'
    if (!list || list.tagName !== tag || item.previousElementSibling !== list) {
      list = doc.createElement(tag)
      item.before(list)
    }
    const entry = doc.createElement('li')
    entry.append(...item.childNodes)
    list.append(entry)
    item.remove()
  }
}

/** Google Docs wraps all in a bold element that is not bold; styles say what is. */
function unfoldLooks(doc: Document): void {
  for (const bold of doc.querySelectorAll<HTMLElement>(
    'b[style*="font-weight:normal"], b[style*="font-weight: normal"]',
  ))
    bold.replaceWith(...bold.childNodes)
  for (const span of doc.querySelectorAll<HTMLElement>('span[style]')) {
    const { fontWeight, fontStyle } = span.style
    for (const [on, tag] of [
      [fontWeight === 'bold' || Number(fontWeight) >= 600, 'strong'],
      [fontStyle === 'italic', 'em'],
    ] as const) {
      if (!on) continue
      const mark = doc.createElement(tag)
      mark.append(...span.childNodes)
      span.append(mark)
    }
  }
}

/** Headings become bold paragraphs: mail has none. Tables become lines, cells parted by tabs. */
function plainBlocks(doc: Document): void {
  for (const heading of doc.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const line = doc.createElement('p')
    const mark = doc.createElement('strong')
    mark.append(...heading.childNodes)
    line.append(mark)
    heading.replaceWith(line)
  }
  for (const row of doc.querySelectorAll('tr')) {
    const line = doc.createElement('p')
    line.textContent = [...row.children].map((cell) => (cell.textContent ?? '').trim().replace(/\s+/g, ' ')).join('\t')
    row.replaceWith(line)
  }
}

/** HTML of the clipboard, ready for the editor, which drops whatever it does not know. */
export function cleanPaste(html: string): string {
  const doc = new DOMParser().parseFromString(html, 'text/html')
  const comments = doc.createTreeWalker(doc, NodeFilter.SHOW_COMMENT)
  const found: Node[] = []
  while (comments.nextNode()) found.push(comments.currentNode)
  for (const comment of found) comment.parentNode?.removeChild(comment)
  for (const element of doc.querySelectorAll(dropped)) element.remove()
  for (const element of [...doc.querySelectorAll('*')])
    if (/^[a-z]+:/i.test(element.tagName)) element.replaceWith(...element.childNodes)
  wordLists(doc)
  unfoldLooks(doc)
  plainBlocks(doc)
  // Pictures of other places would tell their server who reads; those of the clipboard come as files.
  for (const picture of doc.querySelectorAll('img'))
    if (!/^\/api\/compose\/attachments\//.test(picture.getAttribute('src') ?? '')) picture.remove()
  for (const element of doc.body.querySelectorAll('*')) {
    element.removeAttribute('style')
    element.removeAttribute('class')
    // A signature pasted from another mail is text here.
    element.removeAttribute('data-signature')
  }
  return doc.body.innerHTML
}
