/** Fetches ahead, once the page rests or the pointer comes near, all that a first composer needs. */
export function fetchComposer(): void {
  void import('./dock-windows').catch(() => {})
  void import('./editor/text-editor').catch(() => {})
}
