import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const NODE_GLOBALS = Object.fromEntries(
  ['console', 'process', 'URL', 'setTimeout', 'clearTimeout', 'fetch', 'Buffer', 'AbortController', 'performance'].map(
    (name) => [name, 'readonly'],
  ),
);

const CONTEXTS = '{organisation,protocols,service-points,agenda,assistance,privacy}';

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'data/', '.cache/', 'apps/web/']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Nest modules are classes with a decorator and nothing else.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowAny: false, allowNullish: false },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          destructuredArrayIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // It asks for the `!` that the strict rules forbid.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // A type alias of an object is as good as an interface, and unions need it.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // `(x) => effect(x)` reads well; a void expression elsewhere does not.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A loop that runs until it is told to stop.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // Nest declares the options it takes as classes; everyone passes literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Inputs are classes for the sake of their checks, and hold nothing but fields.
      '@typescript-eslint/no-misused-spread': 'off',
      // Ports of which some adapters have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // An intersection with a generic event map needs type parameters that are used once.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/prefer-readonly': 'error',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  {
    // Rules and folds give the same for the same: time and chance are given to them.
    files: [`libs/${CONTEXTS}/src/{domain,use-cases,processes,read-models}/**/*.ts`],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take the time that is given: `now`, or the clock of the shell.' },
        { object: 'performance', property: 'now', message: 'Take the time that is given.' },
        { object: 'Math', property: 'random', message: 'Ask for it with `draw(…)`, so that a repeat draws the same.' },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'crypto', message: 'Ask for chance with `draw(…)`, so that a repeat draws the same.' },
        { name: 'fetch', message: 'Declare what is needed; the shell looks it up.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Take the time that is given.' },
      ],
    },
  },
  {
    // A command line speaks through the console, and so do the benchmarks.
    files: ['apps/cli/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', 'libs/*/src/specification/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: NODE_GLOBALS },
  },
);
