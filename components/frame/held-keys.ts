/**
 * Something to type into was asked for and is on its way (the palette, search, a composer): until the focus is in it,
 * what is typed is neither lost nor taken for single keys, which archive and delete. It is kept, and stands in the field
 * once that is there.
 */

const longest = 3000
let until = 0
let kept = ''

const isField = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))

/** Whether single keys rest just now. */
export const keysAreHeld = (): boolean => Date.now() < until

/** Single keys rest until the focus is in a field, at most three seconds; text typed meanwhile arrives there. */
export function holdKeys(): void {
  until = Date.now() + longest
  kept = ''
  document.addEventListener('focusin', arrive)
  document.addEventListener('keydown', keep, { capture: true })
  document.addEventListener('pointerdown', forget, { capture: true })
}

function keep(event: KeyboardEvent): void {
  if (!keysAreHeld()) {
    release()
    return
  }
  // Keys with a meaning of their own (⌘K, arrows, Enter) are nobody's text; a key held down says its letter once.
  if (isField(event.target) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'Escape') {
    forget()
    return
  }
  if (event.key === 'Backspace') kept = kept.slice(0, -1)
  else if (event.key.length !== 1) return
  else if (!event.repeat) kept += event.key
  event.preventDefault()
  event.stopPropagation()
}

function arrive(event: FocusEvent): void {
  if (!isField(event.target)) return
  const [field, text] = [event.target, keysAreHeld() ? kept : '']
  release()
  // What opens empties its field first, in the same turn.
  if (text) queueMicrotask(() => insert(field, text))
}

function insert(field: HTMLElement, text: string): void {
  if (document.activeElement !== field) return
  const input = field instanceof HTMLInputElement
  if (!input && !(field instanceof HTMLTextAreaElement)) {
    document.execCommand('insertText', false, text)
    return
  }
  const at = field.selectionStart ?? field.value.length
  const value = field.value.slice(0, at) + text + field.value.slice(field.selectionEnd ?? at)
  // By the class's own setter: what is set on the element itself React takes for its own doing.
  Reflect.set(input ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype, 'value', value, field)
  // Some kinds of field (addresses) know no selection, and go on at their end.
  if (field.selectionStart !== null) field.setSelectionRange(at + text.length, at + text.length)
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }))
}

const forget = () => {
  kept = ''
}

function release(): void {
  until = 0
  forget()
  document.removeEventListener('focusin', arrive)
  document.removeEventListener('keydown', keep, { capture: true })
  document.removeEventListener('pointerdown', forget, { capture: true })
}
