import { isEmail } from 'class-validator';
import type { Setting } from './define-settings.ts';

/** What every kind of setting is declared with. */
interface Declared<Fallback> {
  readonly description: string;
  readonly fallback: Fallback;
  /** What happens when it is not set, where the fallback does not say it. */
  readonly usual?: string;
}

/** A whole number within bounds. */
export function wholeNumber(
  variable: string,
  { min, max, ...declared }: Declared<number> & { readonly min: number; readonly max: number; readonly unit?: string },
): Setting<number> {
  return {
    variable,
    ...declared,
    expected: `a whole number from ${min} to ${max}`,
    parse: (text) => {
      const number = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
      return number !== undefined && number >= min && number <= max ? number : undefined;
    },
  };
}

/** Any text that is not only blanks. */
export function someText<Fallback extends string | undefined>(
  variable: string,
  declared: Declared<Fallback>,
): Setting<string | Fallback> {
  return {
    variable,
    ...declared,
    expected: 'a text that is not empty',
    parse: (text) => (text.trim() === '' ? undefined : text),
  };
}

/** One of a few words. */
export function oneOf<const Word extends string, Fallback extends Word | undefined>(
  variable: string,
  words: readonly Word[],
  declared: Declared<Fallback>,
): Setting<Word | Fallback> {
  return {
    variable,
    ...declared,
    expected: words.join(' or '),
    parse: (text) => words.find((word) => word === text),
  };
}

/** `on` or `off`. */
export function onOrOff(variable: string, declared: Declared<boolean>): Setting<boolean> {
  return {
    variable,
    usual: declared.fallback ? 'on' : 'off',
    ...declared,
    expected: 'on or off',
    parse: (text) => ({ on: true, off: false })[text],
  };
}

/** A comma-separated choice of words, each from a list. */
export function someOf<const Word extends string>(
  variable: string,
  words: readonly Word[],
  declared: Declared<readonly Word[]>,
): Setting<readonly Word[]> {
  return {
    variable,
    usual: declared.fallback.join(', '),
    ...declared,
    expected: `one or more of ${words.join(', ')}, separated by commas`,
    parse: (text) => {
      const chosen = text.split(',').map((word) => words.find((known) => known === word.trim()));
      return chosen.every((word) => word !== undefined) ? chosen : undefined;
    },
  };
}

/** An address that starts with https:, or with http: on this machine. */
export function secureUrl(variable: string, declared: Declared<undefined>): Setting<string | undefined> {
  return {
    variable,
    ...declared,
    expected: 'an https URL (http only to 127.0.0.1 or localhost)',
    parse: (text) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      const local = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
      return url?.protocol === 'https:' || (url?.protocol === 'http:' && local) ? text : undefined;
    },
  };
}

/** The address of a mailbox. */
export function mailAddress(variable: string, declared: Declared<undefined>): Setting<string | undefined> {
  return {
    variable,
    ...declared,
    expected: 'an address such as name@example.org',
    parse: (text) => (isEmail(text) ? text : undefined),
  };
}

/** The connection string of a server: one of these schemes, and something after it. Its own library reads the rest. */
export function connectionString(
  variable: string,
  schemes: readonly string[],
  declared: Declared<undefined>,
): Setting<string | undefined> {
  return {
    variable,
    ...declared,
    isSecret: true,
    expected: `a connection string that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    parse: (text) =>
      schemes.some((scheme) => text.startsWith(`${scheme}://`) && text.length > scheme.length + 3) ? text : undefined,
  };
}

/** A name in small letters, digits and dashes. */
export function word(
  variable: string,
  { longest, ...declared }: Declared<string> & { readonly longest: number },
): Setting<string> {
  return {
    variable,
    ...declared,
    expected: `small letters, digits and dashes, ${longest} at most, the first a letter`,
    parse: (text) => (/^[a-z][a-z0-9-]*$/.test(text) && text.length <= longest ? text : undefined),
  };
}
