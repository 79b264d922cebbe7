/** The boundaries of the code, each with the reason it is there. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Modules that need each other cannot be understood, or tested, one at a time.',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '(^|/)dist/' },
    },
    {
      name: 'workflows-are-pure',
      comment:
        'The rules of the protocol know statecharts and dates, and nothing of databases, servers or the machine.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { pathNot: ['^workflows/', '^node_modules/(xstate|temporal-polyfill)/'] },
    },
    {
      name: 'xstate-only-in-machines',
      comment: 'Statecharts are written in the machines of the processes and advanced in workflows/protocol.',
      severity: 'error',
      from: {
        pathNot: ['^workflows/protocol/', '^workflows/.*machine[^/]*\\.ts$', '^test/', '^node_modules/'],
      },
      to: { path: '^node_modules/xstate/' },
    },
    {
      name: 'one-door-into-workflows',
      comment: 'What the application may use of the rules is what workflows/protocol/index.ts offers.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^workflows/', pathNot: '^workflows/protocol/index\\.ts$' },
    },
    {
      name: 'web-touches-no-rows',
      comment: 'Controllers and pages ask the engine; they neither read nor write tables.',
      severity: 'error',
      from: { path: '^src/web/' },
      to: { path: ['\\.entity\\.ts$', '^node_modules/(typeorm|pg)/'] },
    },
    {
      name: 'nothing-leans-on-the-web',
      comment: 'The engine does not know that it is spoken to over HTTP.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/web/', '^src/main\\.ts$', '^src/[^/]*module\\.ts$', '^src/cli/'],
      },
      to: { path: '^src/web/' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration means the same in ten years only if it uses nothing that can change.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { pathNot: ['^migrations/', '^node_modules/typeorm/'] },
    },
    {
      name: 'program-needs-no-tests',
      comment: 'Tests are no part of the program; only what starts them knows of them.',
      severity: 'error',
      from: { path: '^(src|workflows|migrations)/', pathNot: '^src/launch/test\\.mjs$' },
      to: { path: '^test/' },
    },
    {
      name: 'program-needs-no-development-tools',
      comment: 'A production installation leaves the development dependencies out.',
      severity: 'error',
      from: { path: '^(src|workflows|migrations)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
