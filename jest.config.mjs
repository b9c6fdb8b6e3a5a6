/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // The sources behind the #aliases of package.json, not their build in dist.
  testEnvironmentOptions: { customExportConditions: ['rete-punti-src', 'node', 'node-addons'] },
  roots: ['libs', 'apps', 'test'].map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.spec.ts'],
  // test/e2e and test/cluster have runs of their own: jest.e2e.config.mjs, jest.cluster.config.mjs.
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/\\.ci/', '/apps/web/', '<rootDir>/test/(e2e|cluster)/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.ci/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        // As in tsconfig.base.json: what is tested must behave as what is built.
        jsc: {
          target: 'es2024',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
            verbatimModuleSyntax: true,
          },
        },
      },
    ],
  },
  maxWorkers: 2,
  // A worker keeps something of each file that it ran: one that has grown begins anew, long before it meets the limit of its heap.
  workerIdleMemoryLimit: '1500MB',
  // Ends what hangs, and nothing that is slow because the machine is busy.
  testTimeout: 90_000,
  reporters: ['default', '<rootDir>/test/summary-reporter.mjs'],
};
