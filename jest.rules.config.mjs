import every from './jest.config.mjs';

const [[sources, [, options]]] = Object.entries(every.transform);

/**
 * The specs with one guard of a rule left out: `npm run test:rules`.
 * @type {import('jest').Config}
 */
export default {
  ...every,
  transform: { [sources]: ['<rootDir>/test/rules/without-guard.ts', options] },
};
