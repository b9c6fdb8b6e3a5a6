// Who may import whom. The layers are explained in docs/; this file is what CI holds us to.

const CONTEXTS =
  'audit|inbox|integration|mail|proximity|communications|organisation|protocols|service-points|agenda|assistance|privacy';
const SPEC = '\\.spec\\.ts$';
const TYPES = '^node_modules/@types/';

/** npm packages that compute and nothing else. */
const npm = (...names) => `^node_modules/(${names.join('|')})/`;
const PURE = ['temporal-polyfill', '@sinclair/typebox'];

/** Modules of Node without effects. Hashes are the kernel's business: the same module makes random numbers. */
const PURE_CORE = '^(node:)?(assert|assert/strict|util)$';
const IMPURE_CORE =
  '^(node:)?(child_process|cluster|dgram|dns|fs|fs/promises|http|http2|https|inspector|net|readline|repl|sqlite|tls|tty|worker_threads)$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle, also of types alone, means that two files are one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'An import of nothing: a misspelt path, or an alias of a library that is not there.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'domain-imports-only-kernel',
      comment:
        'The domain is pure: its own folder, the kernel, the clock and codes of Italy, the words and the catalogue of ' +
        'services that contexts share, how facts are told by legal dates, packages that only compute.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/domain/', pathNot: SPEC },
      to: {
        pathNot: [
          '^libs/$1/src/domain/',
          '^libs/(kernel|italy|vocabulary|services)/src/',
          '^libs/use-cases/src/dated/',
          npm(...PURE),
          PURE_CORE,
          TYPES,
        ],
      },
    },
    {
      name: 'domain-specs-need-no-framework',
      comment: 'Deciders and folds are tested as plain functions, with the specification helpers of the kernel.',
      severity: 'error',
      from: { path: `^libs/([^/]+)/src/domain/.*${SPEC}` },
      to: {
        pathNot: [
          '^libs/$1/src/domain/',
          '^libs/(kernel|italy|vocabulary|services|store-memory)/src/',
          '^libs/use-cases/src/dated/',
          npm(...PURE, 'fast-check', '@jest/globals'),
          PURE_CORE,
          TYPES,
        ],
      },
    },
    {
      name: 'italy-stands-alone',
      comment: 'The clock and the codes of Italy are plain functions that know nothing of this system.',
      severity: 'error',
      from: { path: '^libs/italy/', pathNot: SPEC },
      to: { pathNot: ['^libs/italy/src/', npm(...PURE), TYPES] },
    },
    {
      name: 'vocabulary-stands-alone',
      comment:
        'The words that contexts share are schemas and nothing else: whatever does something belongs to a context.',
      severity: 'error',
      from: { path: '^libs/vocabulary/', pathNot: SPEC },
      to: { pathNot: ['^libs/vocabulary/src/', npm(...PURE), TYPES] },
    },
    {
      name: 'dated-facts-are-pure',
      comment: 'How facts are told by legal dates belongs to the domain of contexts, and knows none of them.',
      severity: 'error',
      from: { path: '^libs/use-cases/src/dated/', pathNot: SPEC },
      to: {
        pathNot: [
          '^libs/use-cases/src/dated/',
          '^libs/(kernel|italy|vocabulary)/src/',
          npm(...PURE),
          TYPES,
          '^(node:)?util$',
        ],
      },
    },
    {
      name: 'services-stand-alone',
      comment: 'The catalogue of services is data that contexts share: it knows none of them.',
      severity: 'error',
      from: { path: '^libs/services/', pathNot: SPEC },
      to: { pathNot: ['^libs/services/src/', '^libs/(kernel|vocabulary)/src/', npm(...PURE), TYPES] },
    },
    {
      name: 'kernel-stands-alone',
      comment: 'The kernel knows no other library, no framework, no database, no HTTP.',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: SPEC },
      to: {
        dependencyTypesNot: ['core'],
        pathNot: ['^libs/kernel/src/', npm(...PURE, 'lru-cache', 'fast-check', '@jest/globals'), TYPES],
      },
    },
    {
      name: 'kernel-specs-use-store-memory',
      comment: 'The specs of the kernel run on the in-memory store and on nothing else of the project.',
      severity: 'error',
      from: { path: `^libs/kernel/.*${SPEC}` },
      to: { path: '^(libs|apps)/', pathNot: '^libs/(kernel|store-memory)/src/' },
    },
    {
      name: 'kernel-has-no-effects',
      comment: 'Files, sockets, processes and databases are behind the ports of the kernel, in the adapters.',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: SPEC },
      to: { dependencyTypes: ['core'], path: IMPURE_CORE },
    },
    {
      name: 'contexts-meet-at-index',
      comment:
        'A context shows the others its index.ts; to those that it looks at itself, the index.ts of its domain, which ' +
        'depends on no context; and to their specifications what its own are helped with.',
      severity: 'error',
      from: { path: `^libs/(${CONTEXTS})/` },
      to: {
        path: `^libs/(${CONTEXTS})/`,
        pathNot: ['^libs/$1/', '^libs/[^/]+/src/((domain|specification)/)?index\\.ts$'],
      },
    },
    {
      name: 'libraries-meet-at-index',
      comment:
        'Also from the apps and the tests: a library is what its index.ts exports. The kernel has three doors: what ' +
        'contexts are written with, what stores have to be, and what runs.',
      severity: 'error',
      from: { path: '^(libs/([^/]+)|apps|test)/' },
      to: {
        path: '^libs/',
        pathNot: [
          '^libs/$2/',
          '^libs/[^/]+/src/(domain/)?index\\.ts$',
          '^libs/kernel/src/(domain|ports|execution)\\.ts$',
          '^libs/(kernel|use-cases|agenda|protocols|service-points)/src/specification/index\\.ts$',
          '^libs/use-cases/src/dated/index\\.ts$',
        ],
      },
    },
    {
      name: 'rules-and-stores-run-nothing',
      comment:
        'Domains and use cases are written with the door of the domain; stores implement ports. Neither runs anything.',
      severity: 'error',
      from: {
        path: [`^libs/(${CONTEXTS})/src/(domain|use-cases|processes|http)/`, '^libs/store-[^/]+/'],
        pathNot: SPEC,
      },
      to: { path: '^libs/kernel/src/execution\\.ts$' },
    },
    {
      name: 'adapters-import-only-kernel',
      comment: 'A store implements the ports of the kernel and knows nothing of who uses it.',
      severity: 'error',
      from: { path: '^libs/store-([^/]+)/' },
      to: { path: '^(libs|apps)/', pathNot: ['^libs/store-$1/', '^libs/kernel/src/'] },
    },
    {
      name: 'platform-knows-no-context',
      comment: 'What every Nest app shares depends on no context and on no particular store.',
      severity: 'error',
      from: { path: '^libs/platform/' },
      to: { path: '^(libs|apps)/', pathNot: ['^libs/platform/', '^libs/(kernel|italy|use-cases|vocabulary)/src/'] },
    },
    {
      name: 'use-cases-know-no-framework',
      comment: 'What declarations are made of: no Nest, no HTTP, no database, no context; checks are class-validator.',
      severity: 'error',
      from: { path: '^libs/use-cases/', pathNot: SPEC },
      to: {
        pathNot: [
          '^libs/use-cases/src/',
          '^libs/(kernel|italy|vocabulary)/src/',
          npm(...PURE, 'class-validator', 'class-transformer', 'reflect-metadata'),
          PURE_CORE,
          TYPES,
        ],
      },
    },
    {
      name: 'contexts-reach-no-framework',
      comment: 'A context declares; handlers, controllers and modules are made from that. It reaches Nest by no way.',
      severity: 'error',
      from: { path: `^libs/(${CONTEXTS})/src/`, pathNot: SPEC },
      to: { path: '^(node_modules/@nestjs/|libs/platform/)', reachable: true },
    },
    {
      name: 'declarations-do-nothing-themselves',
      comment:
        'Use cases, processes, read models and routes say what is to be done: libraries, and packages that compute or ' +
        'check. Files, sockets, secrets and chance are the business of those who carry it out.',
      severity: 'error',
      from: { path: `^libs/(${CONTEXTS})/src/(use-cases|processes|read-models|http)/`, pathNot: SPEC },
      to: { pathNot: ['^libs/', npm(...PURE, 'class-validator'), PURE_CORE, TYPES] },
    },
    {
      name: 'contexts-know-no-store',
      comment:
        'Contexts speak to ports; which store is behind them is the choice of the composition. Specs run on store-memory.',
      severity: 'error',
      from: { path: `^libs/(${CONTEXTS})/`, pathNot: SPEC },
      to: { path: '^libs/store-' },
    },
    {
      name: 'specification-is-for-specs',
      comment: 'The helpers of the specs do not run in production.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: [SPEC, '^libs/[^/]+/src/specification/'] },
      to: { path: '^libs/[^/]+/src/specification/' },
    },
    {
      name: 'only-mains-and-tests-compose',
      comment:
        'The composition root knows every library, and none knows it: only what is started does, and tests. The same ' +
        'holds for what only programs have: a terminal, and a demonstration.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/(composition|demonstration|terminal)/', pathNot: '^libs/$1/' },
    },
    {
      name: 'apps-import-no-app',
      comment: 'An app is a program of its own; what two of them need is in a library.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-import-no-app',
      comment: 'Apps are put together from libraries, never the other way round.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'product-imports-no-test',
      comment: 'What runs does not need what tests it.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: SPEC },
      to: { path: ['^test/', SPEC] },
    },
    {
      name: 'specs-beside-code-import-no-test',
      comment: 'A spec in a library goes with the library; what it needs is there or in the kernel.',
      severity: 'error',
      from: { path: `^(apps|libs)/.*${SPEC}` },
      to: { path: ['^test/', SPEC] },
    },
    {
      name: 'no-dev-dependency-in-product',
      comment: 'A production install has no devDependencies.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [SPEC, '^libs/[^/]+/src/specification/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: TYPES },
    },
    {
      name: 'no-undeclared-package',
      comment: 'Import only what package.json declares: a package of a package may go at any update.',
      severity: 'error',
      from: { path: '^(apps|libs|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|apps/web)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['rete-punti-src', 'import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
