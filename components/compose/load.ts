/** The heavy parts, fetched when they are first wanted, or ahead once the page rests. */
export const loadComposer = () => import('./composer')
export const loadEditor = () => import('./editor/text-editor')

/** Fetches all that a first composer needs. */
export function fetchComposer(): void {
  void loadComposer().catch(() => {})
  void loadEditor().catch(() => {})
}
