/** Colours that mails are written in, and what they become on a dark sheet. Pure. */

const names: Record<string, string> = {
  navy: '#000080',
  darkblue: '#00008b',
  mediumblue: '#0000cd',
  blue: '#0000ff',
  midnightblue: '#191970',
  darkgreen: '#006400',
  green: '#008000',
  teal: '#008080',
  maroon: '#800000',
  darkred: '#8b0000',
  brown: '#a52a2a',
  purple: '#800080',
  indigo: '#4b0082',
  darkmagenta: '#8b008b',
  darkslateblue: '#483d8b',
  darkslategray: '#2f4f4f',
  darkslategrey: '#2f4f4f',
  saddlebrown: '#8b4513',
  dimgray: '#696969',
  dimgrey: '#696969',
}

/** Relative luminance of the dark sheet, about. */
const darkSheet = 0.011
/** Pure red stays as it is; what is harder to read does not. */
const least = 4

function channels(colour: string): number[] | null {
  const text = names[colour.trim().toLowerCase()] ?? colour.trim().toLowerCase()
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(text)
  if (short) return short.slice(1).map((digit) => Number.parseInt(digit + digit, 16))
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{2})?$/.exec(text)
  if (long) return long.slice(1).map((pair) => Number.parseInt(pair, 16))
  const rgb = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})/.exec(text)
  return rgb ? rgb.slice(1).map(Number) : null
}

/** True if text of this colour cannot be read on the dark sheet (WCAG 2.2, relative luminance). */
export function isLostInTheDark(colour: string): boolean {
  const found = channels(colour)
  if (!found) return false
  const [red = 0, green = 0, blue = 0] = found.map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) / (darkSheet + 0.05) < least
}

/** The same hue, light enough for the dark sheet. A browser that cannot mix it shows the usual ink. */
export function litUp(colour: string): string {
  return `oklch(from ${colour.trim()} 0.82 min(c, 0.1) h)`
}
