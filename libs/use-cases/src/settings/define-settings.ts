/** One choice of an installation: how it is set, and what it is otherwise. */
export interface Setting<Value = unknown> {
  /** Environment variable, `RETE_PUNTI_…`. */
  readonly variable: string;
  /** What it decides: the documentation. */
  readonly description: string;
  /** Of a number, for example `minutes`. */
  readonly unit?: string;
  /** What its text has to be, for example `a whole number from 1 to 600`. */
  readonly expected: string;
  readonly fallback: Value;
  /** What happens when it is not set, where the fallback does not say it. */
  readonly usual?: string;
  /** Its text may hold a password or key, and is never repeated. */
  readonly isSecret?: boolean;
  /** @returns the value; undefined when the text is not what is expected */
  readonly parse: (text: string) => Value | undefined;
}

type Group = Readonly<Record<string, Setting>>;
type Values<G extends Group> = { readonly [K in keyof G]: G[K] extends Setting<infer Value> ? Value : never };

/** What is wrong with one variable. */
export interface Complaint {
  readonly variable: string;
  /** What it is, for example `not set`. */
  readonly is: string;
  /** What it must be. */
  readonly must: string;
}

/**
 * Looks at the choices of a group together.
 * @param isSet whether a variable has a text, right or wrong
 */
export type CheckTogether<G extends Group> = (
  values: Values<G>,
  isSet: (variable: string) => boolean,
) => readonly Complaint[];

/** A group of choices that belongs to one context or part, no source decides, and an installation may make. */
export interface Settings<G extends Group> {
  readonly name: string;
  readonly settings: G;
  readonly check?: CheckTogether<G>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- which settings plays no part where any group will do
export type AnySettings = Settings<any>;

/** The values of a group. */
export type SettingsOf<S> = S extends Settings<infer G> ? Values<G> : never;

/** Variables of a process, as `process.env` has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Declares the choices of a context or part, each once: how it is read, checked and documented.
 * @param check looks at them together
 */
export function defineSettings<G extends Group>(name: string, settings: G, check?: CheckTogether<G>): Settings<G> {
  return { name, settings, ...(check ? { check } : {}) };
}

/**
 * Reads a group from the environment. A variable that is absent or empty has its fallback.
 * @returns the values, and a sentence for each variable that is wrong; its value is then the fallback
 */
export function readSettings<G extends Group>(
  { settings, check }: Settings<G>,
  environment: Variables,
): { readonly values: Values<G>; readonly wrong: readonly string[] } {
  const complaints: Complaint[] = [];
  const isSet = (variable: string): boolean => textOf(variable, environment) !== undefined;
  const read = Object.entries(settings).map(([name, setting]) => {
    const { variable, parse, fallback, expected, isSecret } = setting;
    const text = textOf(variable, environment);
    if (text === undefined) return [name, fallback];
    const value = parse(text);
    if (value !== undefined) return [name, value];
    complaints.push({ variable, is: isSecret ? 'wrong' : JSON.stringify(text), must: expected });
    return [name, fallback];
  });
  const values = Object.fromEntries(read) as Values<G>;
  complaints.push(...(check?.(values, isSet) ?? []));
  return { values, wrong: complaints.map(({ variable, is, must }) => `${variable} is ${is}, but must be ${must}.`) };
}

function textOf(variable: string, environment: Variables): string | undefined {
  const text = environment[variable];
  return text === '' ? undefined : text;
}
