// Which part may import which (ARCHITECTURE.md): app, inngest/functions → components (app only) → lib/features →
// lib/sync → lib/graph → lib/auth → lib/platform. A part may skip layers downwards unless a rule says otherwise.

const TEST = '\\.test\\.tsx?$'
const VALUES = { dependencyTypesNot: ['type-only'] }

/** A rule: files under `from` must not import anything under `to`. */
const never = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: TEST, ...from },
  to,
})

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one thing, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: VALUES },
    },
    never(
      'product-without-tests',
      'The product never imports its tests.',
      { path: '^(app|components|lib|drizzle|inngest|middleware|instrumentation)' },
      { path: '^tests/' },
    ),
    never(
      'emulator-apart',
      'The emulator knows Microsoft, not Tandem.',
      { path: '^tests/emulator/', pathNot: '^$' },
      { path: '^(app|components|lib|drizzle|inngest|middleware)' },
    ),

    // Entry layers
    never(
      'app-knows-no-sql',
      'app/ is URLs: no tables, no Graph.',
      { path: '^app/' },
      { path: '^(drizzle|lib/(graph|sync))/' },
    ),
    never(
      'app-starts-no-jobs',
      'Only app/api/inngest serves the functions.',
      { path: '^app/', pathNot: '^app/api/inngest/' },
      { path: '^inngest/functions' },
    ),
    never(
      'nobody-imports-app',
      'app/ is the outermost layer.',
      { path: '^(components|lib|drizzle|inngest|middleware|instrumentation)' },
      { path: '^app/' },
    ),
    never(
      'jobs-call-features',
      'Functions have a trigger, limits and steps; features do the work.',
      { path: '^inngest/functions' },
      { path: '^(components|drizzle|lib/graph)/' },
    ),
    never(
      'events-are-leaves',
      'Anybody may import the client and the events, so they import nobody above.',
      { path: '^inngest/[^/]+$' },
      { path: '^(app|components|drizzle|inngest/functions|lib/(features|sync|graph|auth))/' },
    ),
    never(
      'middleware-is-thin',
      'It sends a signed-out person to sign-in.',
      { path: '^middleware\\.ts$' },
      { path: '^(components|drizzle|inngest|lib/(features|sync|graph))/' },
    ),

    // Screens
    never(
      'components-know-types-and-actions',
      'Of lib, components import types, a feature’s actions, how a stranger’s text is shown, and which words it has.',
      { path: '^components/' },
      { path: '^lib/', pathNot: '^lib/((features/.+|auth)/actions|platform/(text|words))\\.ts$', ...VALUES },
    ),
    never(
      'components-know-no-machinery',
      'No tables and no jobs in components.',
      { path: '^components/' },
      { path: '^(drizzle|inngest)/', ...VALUES },
    ),
    never(
      'ui-knows-no-feature',
      'components/ui could ship in another product.',
      { path: '^components/ui/' },
      { path: '^(components/(?!ui/)|lib/)' },
    ),

    // The layers of lib
    never(
      'features-look-down',
      'Features know nothing of screens and jobs (events aside).',
      { path: '^lib/features/' },
      { path: '^(components/|inngest/functions)', ...VALUES },
    ),
    never(
      'features-meet-at-queries',
      'Features reach one another only through queries and mutations. The frame is put together from their loaders.',
      { path: '^lib/features/([^/]+)/', pathNot: [TEST, '^lib/features/frame/loaders\\.ts$'] },
      { path: '^lib/features/', pathNot: ['^lib/features/$1/', '/(queries|mutations)\\.ts$'] },
    ),
    never(
      'sync-knows-no-feature',
      'A feature hands lib/sync a resource; lib/sync asks for nothing more.',
      { path: '^lib/sync/' },
      { path: '^(lib/features|components|inngest/functions)/' },
    ),
    never(
      'graph-looks-down',
      '',
      { path: '^lib/graph/' },
      { path: '^(lib/(features|sync)|components|inngest|drizzle)/' },
    ),
    never(
      'auth-looks-down',
      '',
      { path: '^lib/auth/' },
      { path: '^(lib/(features|sync|graph)|components|inngest/functions)/' },
    ),
    never(
      'platform-looks-down',
      '',
      { path: '^lib/platform/' },
      { path: '^(lib/(features|sync|graph|auth)|components|inngest)/' },
    ),
    never(
      'schema-is-a-leaf',
      'Tables import tables and column kinds.',
      { path: '^drizzle/schema/' },
      { path: '^(lib|inngest|components)/', ...VALUES },
    ),
    never(
      'database-for-few',
      'Tables and the database handle are for queries, mutations, sync, lib/sync and lib/auth.',
      {
        path: '^(app|components|lib|inngest|middleware)',
        pathNot: [TEST, '^lib/features/.+/(queries|mutations|sync)(\\.ts$|/)', '^lib/(sync|auth|platform)/'],
      },
      { path: '^(drizzle/|lib/platform/db(\\.ts|/))', ...VALUES },
    ),

    never(
      'only-declared',
      'Everything imported stands in package.json.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    never(
      'resolvable',
      'The import leads nowhere.',
      {},
      {
        couldNotResolve: true,
        // Types only: there is no module to find.
        pathNot: '^@microsoft/microsoft-graph-types$',
      },
    ),
    never(
      'no-tools-in-product',
      'devDependencies are not there in production.',
      { path: '^(app|components|lib|inngest|middleware|instrumentation)' },
      { dependencyTypes: ['npm-dev'], ...VALUES, pathNot: '/@types/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|\\.data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    builtInModules: { add: ['node:sqlite'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
}
