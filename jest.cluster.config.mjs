import every from './jest.config.mjs';

/**
 * The specs of whole clusters, which take minutes: `npm run test:cluster`.
 * @type {import('jest').Config}
 */
export default {
  ...every,
  testMatch: ['<rootDir>/test/cluster/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
