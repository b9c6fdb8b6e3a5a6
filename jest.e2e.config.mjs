import built from './jest.built.config.mjs';

/**
 * The specs of the built product as processes, killed and started again: `npm run test:e2e`.
 * @type {import('jest').Config}
 */
export default {
  ...built,
  testTimeout: 180_000,
  testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
