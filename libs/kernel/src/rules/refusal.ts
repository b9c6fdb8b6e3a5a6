import { DomainError, type RefusalKind } from '../errors.ts';

/** Names between braces in a text: `'until {expiresAt}'` has `expiresAt`. */
type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

/** Facts that a text needs, and any others beside them. */
export type FactsFor<Text extends string> = Readonly<Record<Placeholder<Text>, unknown>> &
  Readonly<Record<string, unknown>>;

/** Makes the error of one broken rule. */
export interface Refusal<Text extends string = string> {
  (...facts: [Placeholder<Text>] extends [never] ? [facts?: FactsFor<Text>] : [facts: FactsFor<Text>]): DomainError;
  /** Stable, SCREAMING_SNAKE_CASE. */
  readonly code: string;
  readonly kind: RefusalKind;
  /** A sentence that names the fact and says what to do next; `{name}` stands for a fact. */
  readonly text: Text;
  /** Seconds after which trying again makes sense, where time alone stands in the way. */
  readonly retryAfter?: number;
}

/** Any refusal, for lists of them. */
export interface RefusalCode {
  readonly code: string;
  readonly kind: RefusalKind;
  readonly text: string;
  readonly retryAfter?: number;
}

/**
 * Declares why a rule says no, beside the rule. The code is what clients and process managers tell refusals apart by;
 * the text is what a person reads, and what the table of problems shows.
 * @param text plain English: the fact, then what to do; `{name}` is replaced by that fact
 * @param options.retryAfter seconds after which trying again makes sense, where time alone stands in the way
 */
export function defineRefusal<const Text extends string>(
  code: string,
  text: Text,
  kind: RefusalKind = 'rule',
  { retryAfter }: { readonly retryAfter?: number } = {},
): Refusal<Text> {
  const refuse = (facts: Readonly<Record<string, unknown>> = {}): DomainError =>
    new DomainError(code, facts, kind, text, retryAfter);
  return Object.assign(refuse, {
    code,
    kind,
    text,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

/** What {@link defineRefusals} is told of one code: its text, and its kind where that is not `rule`. */
type RefusalText = string | readonly [text: string, kind: RefusalKind, options?: { readonly retryAfter?: number }];

type TextOf<T extends RefusalText> = T extends string
  ? T
  : T extends readonly [infer Text extends string, ...unknown[]]
    ? Text
    : never;

/** Refusals by their code. */
export type Refusals<Texts extends Readonly<Record<string, RefusalText>> = Readonly<Record<string, string>>> = {
  readonly [Code in keyof Texts & string]: Refusal<TextOf<Texts[Code]>>;
};

/**
 * Declares all that the rules of a file say no to, a line each: code and text, as {@link defineRefusal} takes them.
 * @example const refuse = defineRefusals({ SLOT_FULL: ['{start} is full: choose another slot.', 'conflict'] });
 *   throw refuse.SLOT_FULL({ start });
 */
export function defineRefusals<const Texts extends Readonly<Record<string, RefusalText>>>(
  texts: Texts,
): Refusals<Texts> {
  const refusals = Object.entries(texts).map(([code, told]) => {
    const [text, kind, options] = typeof told === 'string' ? [told] : told;
    return [code, defineRefusal(code, text, kind, options)];
  });
  return Object.fromEntries(refusals) as Refusals<Texts>;
}

/** Refusals of a declaration: alone, or by their codes. */
export type RefusalList = readonly (RefusalCode | Readonly<Record<string, RefusalCode>>)[];

/** All of them, one by one. */
export function eachRefusal(refusals: RefusalList): readonly RefusalCode[] {
  return refusals.flatMap((one) => (isRefusal(one) ? [one] : Object.values(one)));
}

function isRefusal(one: RefusalList[number]): one is RefusalCode {
  return typeof one.code === 'string';
}
