// Where files may stand and what they may be called (ARCHITECTURE.md), and what no product file may contain.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

const TOP = new Set([
  ...['app', 'components', 'lib', 'drizzle', 'inngest', 'tests', 'docs', 'public', '.github', '.ci'],
  ...['middleware.ts', 'instrumentation.ts', 'instrumentation-client.ts', 'next.config.ts', 'drizzle.config.ts'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'biome.json', 'knip.json', '.dependency-cruiser.cjs'],
  ...['vitest.config.ts', 'playwright.config.ts', '.env.example', '.gitignore', '.gitattributes', '.editorconfig'],
  ...['.nvmrc', '.npmrc', 'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'LICENSE'],
])

/** The words a file of a feature may be called; folders below a feature are sub-concerns with the same words. */
const FEATURE_WORDS = new Set([
  ...['schema', 'rules', 'map', 'graph', 'sync', 'queries', 'mutations', 'loaders', 'actions', 'view'],
])
/** Words beyond the vocabulary, each for one feature, with its reason. */
const FEATURE_EXTRA = {
  'connection/notifications': 'reads what Microsoft sends to the webhook, at the edge',
  'mail/cache': 'bodies in memory',
  'mail/read': 'bodies and attachments, from Microsoft for a waiting person',
  'mail/sanitise': 'makes hostile HTML safe',
  'purge/registry': 'what Disconnect does with each table',
}

const BANNED_NAMES = /^(utils?|helpers?|services?|managers?|common|misc|index)\.(ts|tsx|mjs|cjs|js)$/
const PRODUCT =
  /^(app|components|lib|inngest|drizzle)\/|^(middleware|instrumentation|instrumentation-client|next\.config)\.ts$/
const CODE = /\.(ts|tsx|mjs|cjs|js|css)$/
const NEXT_FOLDER = /^(\([a-z-]+\)|\[\[?\.{0,3}[a-zA-Z]+\]\]?|@[a-z-]+|_[a-z-]+)$/
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/
const GENERATED = /^drizzle\/migrations\/|^tests\/emulator\/data\//
const MAX_LINES = 400
/** Hosts that are names, not addresses, or that may be named as a default. */
const NAMED_HOSTS = /(^|\.)w3\.org$|^schemas\.(microsoft|openxmlformats)\.(com|org)$|\.invalid$/
const DEFAULTS = /^lib\/platform\/env(\.ts|\/)/

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file && existsSync(file))

const problems = []
const say = (file, message) => problems.push(`${file}: ${message}`)

function checkPlace(file) {
  const parts = file.split('/')
  if (!TOP.has(parts[0])) say(file, `"${parts[0]}" does not belong at the top level`)
  const name = parts.at(-1)
  if (BANNED_NAMES.test(name)) say(file, 'say what is in it: no utils, helpers, services, managers, no index barrels')
  if (!CODE.test(name) || parts.length === 1 || GENERATED.test(file)) return
  const stem = name.replace(/(\.(test|spec|phone|bench|config|d))*\.[a-z]+$/, '')
  if (!KEBAB.test(stem)) say(file, 'file names are kebab-case')
  for (const folder of parts.slice(0, -1)) {
    const plain = folder.replace(/^\./, '')
    if (!KEBAB.test(plain) && !(parts[0] === 'app' && NEXT_FOLDER.test(folder)))
      say(file, `folder "${folder}" is not kebab-case`)
  }
}

function checkVocabulary(file) {
  const inFeature = /^lib\/features\/(.+)$/.exec(file)
  if (!inFeature) return
  const parts = inFeature[1].split('/')
  if (parts.length < 2) return say(file, 'belongs into a feature’s folder')
  const word = parts.at(-1).replace(/(\.test)?\.tsx?$/, '')
  const feature = parts[0]
  // A feature whose sync is large has a folder of it; its files are called by what they do (accept, import, push …).
  if (/^lib\/features\/.+\/sync\/[a-z-]+(\.test)?\.ts$/.test(file)) return
  if (FEATURE_WORDS.has(word) || FEATURE_EXTRA[`${feature}/${word}`]) return
  if (file.endsWith('.test.ts') && FEATURE_EXTRA[`${feature}/${word.split('-')[0]}`]) return
  // A test may name the rule that it proves: rules-recurrence.test.ts.
  if (file.endsWith('.test.ts') && FEATURE_WORDS.has(word.split(/[-.]/)[0])) return
  say(file, `"${word}" is not a word of a feature (${[...FEATURE_WORDS].join(', ')}); a sub-concern gets a folder`)
}

/** Code without comments; strings stay, since they are what the rules look into. */
function withoutComments(text) {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|(^|[^:\\])\/\/[^\n]*/g,
    (_, string, before) => string ?? before ?? '',
  )
}

function checkContent(file) {
  if (!CODE.test(file) || GENERATED.test(file)) return
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n').length - 1
  if (lines > MAX_LINES) say(file, `${lines} lines; split it (at most ${MAX_LINES})`)
  if (file !== '.ci/structure.mjs') {
    const left = /\b(TODO|FIXME|XXX)\b|@ts-(ignore|nocheck|expect-error)|biome-ignore|eslint-disable/.exec(text)
    if (left) say(file, `contains ${left[0]}`)
    const test = /\.(test|spec)\.tsx?$/.test(file)
    const skipped =
      test && /\b(it|test|describe)(\.\w+)*\.(skip|only|todo|fixme|skipIf|runIf)\b|\b[xf](it|describe)\(/.exec(text)
    if (skipped) say(file, `contains ${skipped[0]}: a test that does not run proves nothing`)
  }
  if (!PRODUCT.test(file) || /\.test\.tsx?$/.test(file)) return
  if (/emulator/i.test(text)) say(file, 'the product does not know of the emulator')
  if (DEFAULTS.test(file)) return
  for (const [, host] of withoutComments(text).matchAll(/(?:https?|wss?):\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*)/gi)) {
    if (!NAMED_HOSTS.test(host)) say(file, `names the host ${host}; addresses are settings (lib/platform/env)`)
  }
}

/** Who has a stack of its own runs beside the others, and only they do. */
const APART = /^const APART = \[([^\]]*)\]/m.exec(readFileSync('playwright.config.ts', 'utf8'))?.[1] ?? ''

function checkBrowserTest(file) {
  if (!/^tests\/e2e\/.+\.spec\.ts$/.test(file)) return
  const text = readFileSync(file, 'utf8')
  const isListed = APART.includes(`'${basename(file, '.spec.ts')}'`)
  const hasOwn = /\bstart(OwnStack|Stack|Demo)\(/.test(text)
  if (hasOwn && !isListed) say(file, 'starts a stack of its own: name it in APART of playwright.config.ts')
  if (isListed && !hasOwn) say(file, 'uses the shared stack: take it out of APART of playwright.config.ts')
  if (/\.phone\.spec\.ts$/.test(file) && !/^test\.use\(devices\[/m.test(text))
    say(file, 'a test on a phone says on which: test.use(devices[…])')
}

for (const file of files) {
  checkBrowserTest(file)
  checkPlace(file)
  checkVocabulary(file)
  checkContent(file)
}
if (problems.length > 0) {
  console.error(problems.sort().join('\n'))
  console.error(`\n${problems.length} problems`)
  process.exit(1)
}
console.log(`${files.length} files stand where they should`)
