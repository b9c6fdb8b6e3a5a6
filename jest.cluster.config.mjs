import built from './jest.built.config.mjs';

/**
 * The specs of whole clusters, which take minutes: `npm run test:cluster`.
 * @type {import('jest').Config}
 */
export default {
  ...built,
  testMatch: ['<rootDir>/test/cluster/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
