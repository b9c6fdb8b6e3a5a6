import every from './jest.config.mjs';

/**
 * What specifications of the built product have in common: they run it as it was built, in processes and in their own, where it
 * is a few files to load in the place of a thousand.
 * @type {import('jest').Config}
 */
export default {
  ...every,
  // Before the first #alias is looked for.
  globalSetup: '<rootDir>/test/e2e/support/built.ts',
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons'] },
  modulePathIgnorePatterns: every.modulePathIgnorePatterns.filter((pattern) => !pattern.includes('dist')),
  // What only specifications use is not built.
  moduleNameMapper: { '^#([^/]+)/specification$': '<rootDir>/libs/$1/src/specification/index.ts' },
};
