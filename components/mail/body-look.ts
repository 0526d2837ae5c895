/** The page's tokens and faces for the mail's frame, which shares neither styles nor fonts with the page. Browser only. */

function absolute(css: string, base: string): string {
  return css.replace(
    /url\((["']?)(?!data:)([^"')]+)\1\)/g,
    (_, __, path: string) => `url("${new URL(path, base).href}")`,
  )
}

/** The @font-face rules of the page's text face, with whole addresses. They are in the browser's cache already. */
function textFaces(family: string): string {
  const wanted = family.split(',').map((name) => name.trim().replace(/["']/g, ''))
  const found: string[] = []
  for (const sheet of document.styleSheets) {
    let rules: CSSRuleList
    try {
      rules = sheet.cssRules
    } catch {
      continue
    }
    for (const rule of rules) {
      if (!(rule instanceof CSSFontFaceRule)) continue
      const name = rule.style.getPropertyValue('font-family').replace(/["']/g, '')
      if (wanted.includes(name)) found.push(absolute(rule.cssText, sheet.href ?? document.baseURI))
    }
  }
  return found.join('\n')
}

/** Light or dark, as the page is drawn now. */
export function presentScheme(): 'light' | 'dark' {
  const forced = document.documentElement.dataset.theme
  if (forced === 'light' || forced === 'dark') return forced
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** What a token is at this moment: resolved by a probe, since custom properties keep their light-dark(). */
function resolved(token: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  document.body.append(probe)
  const value = getComputedStyle(probe).color
  probe.remove()
  return value
}

export function presentLook() {
  const font = getComputedStyle(document.body).fontFamily
  return {
    ink: resolved('--ink'),
    ink3: resolved('--ink-3'),
    link: resolved('--brand-ink'),
    line: resolved('--line-2'),
    font: font.replace(/"/g, "'"),
    faces: textFaces(font),
    scheme: presentScheme(),
  }
}
