/** What one types or chooses in. A switch is none: it acts at once, and stands below what explains it. */
const fields = ['input:not([type=hidden])', 'textarea', 'select', '[role=combobox]', '[contenteditable=true]']
  .map((field) => `${field}:not([disabled], [readonly], [tabindex="-1"])`)
  .join()

/**
 * Where the focus begins in a dialog (WAI-ARIA Authoring Practices: Dialog): in the first field of a form, of radio
 * buttons the chosen one; else on the first button of the foot, which changes nothing; else on the heading, from where
 * one reads on.
 */
export function firstFocus(dialog: HTMLElement, heading: HTMLElement | null): HTMLElement | null {
  const field = [...dialog.querySelectorAll<HTMLElement>(fields)].find((each) => each.closest('[hidden]') === null)
  if (field instanceof HTMLInputElement && field.type === 'radio') {
    const group = [...dialog.querySelectorAll<HTMLInputElement>('input[type=radio]')]
    return group.find(({ name, checked }) => checked && name === field.name) ?? field
  }
  return field ?? dialog.querySelector<HTMLElement>(':scope > footer button') ?? heading
}
