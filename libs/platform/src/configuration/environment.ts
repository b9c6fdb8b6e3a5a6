/** The variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One or more variables have a wrong value: the program must not start. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly complaints: readonly string[]) {
    super(`The configuration is wrong:\n${complaints.map((complaint) => `  ${complaint}`).join('\n')}`);
  }
}

/** How a variable is understood; undefined when its text is not what is expected. */
interface Kind<T> {
  readonly expected: string;
  readonly parse: (text: string) => T | undefined;
  /** Its text may hold a password, and is not repeated. */
  readonly secret?: boolean;
}

/** A whole number within bounds. */
export function wholeNumber(least: number, most: number): Kind<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    parse: (text) => {
      const number = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
      return number !== undefined && number >= least && number <= most ? number : undefined;
    },
  };
}

/** One of a few words. */
export function oneOf<const W extends string>(...words: readonly W[]): Kind<W> {
  return { expected: words.join(' or '), parse: (text) => words.find((word) => word === text) };
}

/** A comma-separated choice of words, each from a list. */
export function someOf<const W extends string>(...words: readonly W[]): Kind<readonly W[]> {
  return {
    expected: `one or more of ${words.join(', ')}, separated by commas`,
    parse: (text) => {
      const chosen = text.split(',').map((word) => words.find((known) => known === word.trim()));
      return chosen.every((word) => word !== undefined) ? chosen : undefined;
    },
  };
}

/** An address that starts with https:, or with http: on this machine. */
export const secureUrl: Kind<string> = {
  expected: 'an https URL (http only to 127.0.0.1 or localhost)',
  parse: (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const local = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
    return url?.protocol === 'https:' || (url?.protocol === 'http:' && local) ? text : undefined;
  },
};

/** The connection string of a server: one of these schemes, and something after it. Its own library reads the rest. */
export function url(...schemes: readonly string[]): Kind<string> {
  return {
    expected: `a connection string that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    secret: true,
    parse: (text) =>
      schemes.some((scheme) => text.startsWith(`${scheme}://`) && text.length > scheme.length + 3) ? text : undefined,
  };
}

/** A name in small letters, digits and dashes. */
export function word(longest: number): Kind<string> {
  return {
    expected: `small letters, digits and dashes, ${longest} at most, the first a letter`,
    parse: (text) => (/^[a-z][a-z0-9-]*$/.test(text) && text.length <= longest ? text : undefined),
  };
}

/** Any text that is not only blanks. */
export const someText: Kind<string> = {
  expected: 'a text that is not empty',
  parse: (text) => (text.trim() === '' ? undefined : text),
};

/** Reads variables and collects every complaint, so that one start tells all that is wrong. */
export class EnvironmentReader {
  readonly #environment: Environment;
  readonly #complaints: string[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** The value of a variable; `fallback` when it is absent, empty or wrong. */
  read<T, F>(name: string, kind: Kind<T>, fallback: F): T | F {
    if (!this.isSet(name)) return fallback;
    const text = this.#environment[name] ?? '';
    const value = kind.parse(text);
    if (value !== undefined) return value;
    this.complain(name, kind.secret ? 'wrong' : JSON.stringify(text), kind.expected);
    return fallback;
  }

  /** True when a variable has a value, right or wrong. */
  isSet(name: string): boolean {
    const text = this.#environment[name];
    return text !== undefined && text !== '';
  }

  complain(name: string, given: string, expected: string): void {
    this.#complaints.push(`${name} is ${given}, but must be ${expected}.`);
  }

  /** @throws ConfigurationError with every complaint, if there is one */
  finish(): void {
    if (this.#complaints.length > 0) throw new ConfigurationError(this.#complaints);
  }
}
