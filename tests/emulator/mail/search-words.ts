// Words as the search index sees them: without case and accents, cut at everything that is no letter or digit.

const BEYOND_ASCII = /[\u0080-\uffff]/
/** Written without blanks: every sign counts as a word, so that a run of signs is found inside a longer one. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu
const LETTERS: Record<string, string> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ı: 'i', þ: 'th' }

/** The words of `text`, each with a blank before and behind: ' halden medical '. */
export function foldText(text: string): string {
  if (!BEYOND_ASCII.test(text))
    return ` ${text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()} `
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßøæœłđıþ]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(UNSPACED, ' $& ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
  return ` ${plain.trim()} `
}

export const words = (text: string): string[] => foldText(text).trim().split(' ').filter(Boolean)
