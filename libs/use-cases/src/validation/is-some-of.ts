import { ValidateBy } from 'class-validator';
import { described } from './described.ts';

/**
 * Some of a few words, separated by commas: what a query parameter says of several.
 * @param words each may be named once
 */
export function IsSomeOf(words: readonly string[]): PropertyDecorator {
  const maxLength = words.join(',').length;
  return ValidateBy(
    {
      name: 'isSomeOf',
      constraints: [words],
      validator: {
        validate: (value) =>
          typeof value === 'string' && value.length <= maxLength && areSomeOf(words, value.split(',')),
        defaultMessage: () => `$property must be some of ${words.join(', ')}, separated by commas`,
      },
    },
    described({ type: 'string', maxLength, example: words.slice(0, 2).join(',') }),
  );
}

function areSomeOf(words: readonly string[], named: readonly string[]): boolean {
  return named.every((word) => words.includes(word)) && new Set(named).size === named.length;
}
