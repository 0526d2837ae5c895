import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Rgb = [number, number, number]

const css = readFileSync(new URL('../../app/tokens.css', import.meta.url), 'utf8')

/** OKLCH → linear sRGB, by the matrices of CSS Color 4. */
function linear(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

const tokens = new Map<string, { light: Rgb; dark: Rgb }>()
const colour = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`
for (const found of css.matchAll(
  new RegExp(String.raw`--([\w-]+):\s*light-dark\(\s*${colour},\s*${colour}\s*\)`, 'g'),
)) {
  const [, name = '', ...numbers] = found
  const n = numbers.map(Number)
  tokens.set(name, {
    light: linear(n[0] ?? 0, n[1] ?? 0, n[2] ?? 0),
    dark: linear(n[3] ?? 0, n[4] ?? 0, n[5] ?? 0),
  })
}

function contrast(one: string, other: string, theme: 'light' | 'dark'): number {
  const [a, b] = [one, other].map((name) => {
    const token = tokens.get(name)
    if (!token) throw new Error(`no token --${name}`)
    const [red, green, blue] = token[theme].map((part) => Math.min(1, Math.max(0, part))) as Rgb
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
  })
  return Math.max(a ?? 0, b ?? 0) / Math.min(a ?? 1, b ?? 1)
}

// What is used together: [foreground, ground, least]. 4.5 for text, 3 for edges, icons and rings (WCAG 1.4.3, 1.4.11).
const text: [string, string][] = [
  ...['ink', 'ink-2', 'ink-3'].flatMap((ink) =>
    ['mist', 'sheet', 'raised', 'well', 'hover', 'selected'].map((ground): [string, string] => [ink, ground]),
  ),
  ['ink', 'brand-soft'],
  ['ink-2', 'brand-soft'],
  ['ink', 'warn-soft'],
  ['ink-2', 'warn-soft'],
  ['ink', 'bad-soft'],
  ['ink-2', 'bad-soft'],
  ['ink-2', 'press'],
  ['on-brand', 'brand'],
  ['on-brand', 'brand-hover'],
  ['on-brand', 'brand-press'],
  ['brand-ink', 'brand-soft'],
  ['brand-ink', 'sheet'],
  ['brand-ink', 'raised'],
  ['brand-ink', 'selected'],
  ['on-ours', 'ours'],
  ['ok-ink', 'ok-soft'],
  ['ok-ink', 'sheet'],
  ['warn-ink', 'warn-soft'],
  ['bad-ink', 'bad-soft'],
  ['bad-ink', 'raised'],
  ['on-bad', 'bad'],
  ['on-bad', 'bad-hover'],
  ...Array.from({ length: 8 }, (_, at): [string, string] => [`c${at + 1}-i`, `c${at + 1}-s`]),
]
const shapes: [string, string][] = [
  ['line-control', 'sheet'],
  ['line-control', 'raised'],
  ['focus', 'sheet'],
  ['focus', 'mist'],
  ['focus', 'raised'],
  ['brand', 'sheet'],
  ['brand', 'selected'],
  ['now', 'sheet'],
  ['ok', 'sheet'],
  ['bad', 'sheet'],
  ...Array.from({ length: 8 }, (_, at): [string, string] => [`c${at + 1}-o`, 'sheet']),
]

describe('tokens', () => {
  it('are all found and all inside sRGB', () => {
    expect(tokens.size).toBeGreaterThan(60)
    for (const [name, { light, dark }] of tokens)
      for (const part of [...light, ...dark]) expect(part >= -0.002 && part <= 1.002, `--${name} ${part}`).toBe(true)
  })

  for (const theme of ['light', 'dark'] as const) {
    it.each(text)(`%s on %s is readable text, ${theme}`, (ink, ground) => {
      expect(contrast(ink, ground, theme)).toBeGreaterThanOrEqual(4.5)
    })
    it.each(shapes)(`%s on %s is a visible edge, ${theme}`, (edge, ground) => {
      expect(contrast(edge, ground, theme)).toBeGreaterThanOrEqual(3)
    })
  }

  it.each([
    ['ink', 'sheet', 16.2, 15.1],
    ['ink-2', 'sheet', 8.2, 9.4],
    ['ink-3', 'sheet', 5.7, 6.2],
    ['ink-3', 'mist', 5.0, 7.0],
    ['ink-3', 'selected', 5.0, 5.0],
    ['on-brand', 'brand', 7.1, 10.8],
    ['brand-ink', 'brand-soft', 6.6, 8.6],
    ['focus', 'sheet', 4.4, 11.7],
    ['on-bad', 'bad', 5.3, 6.6],
  ])('%s on %s keeps the figures of the design', (ink, ground, light, dark) => {
    expect(contrast(ink, ground, 'light')).toBeCloseTo(light, 0)
    expect(contrast(ink, ground, 'dark')).toBeCloseTo(dark, 0)
  })
})
