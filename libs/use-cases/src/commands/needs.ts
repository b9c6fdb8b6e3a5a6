import type { Aggregate, DomainEvent } from '#kernel/domain';
import type { AnySettings, SettingsOf } from '../settings/define-settings.ts';

/** A fact about another thing, which a decision needs: looked up by the shell, anew on every attempt. */
export interface FactNeed<Input, Fact> {
  readonly kind: 'fact';
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- which state and events plays no part once `read` is typed
  readonly of: Aggregate<any, any>;
  /** Id of the thing; undefined when this command does not ask for it, or not in this state. */
  id(input: Input, state: never): string | undefined;
  /** What the decision may know of it; synchronous, as the state goes on changing. */
  read(state: never, at: { readonly revision: number }, input: Input): Fact;
}

/** The same fact about several things of one kind. */
export interface FactsNeed<Input, Fact> {
  readonly kind: 'facts';
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- which state and events plays no part once `read` is typed
  readonly of: Aggregate<any, any>;
  /** Ids of the things; as many as the checks of the input, or the state, bound. */
  ids(input: Input, state: never): readonly string[];
  /** What the decision may know of each; synchronous, as the state goes on changing. */
  readonly read: (state: never, at: { readonly revision: number }) => Fact;
}

/** The same fact about several things that another thing names. */
export interface ListedFactsNeed<Input, Fact> {
  readonly kind: 'listed';
  /** The ids of the things, as many as whatever names them bounds. */
  readonly by: FactNeed<Input, readonly string[]>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- which state and events plays no part once `read` is typed
  readonly of: Aggregate<any, any>;
  /** What the decision may know of each; synchronous, as the state goes on changing. */
  readonly read: (state: never, at: { readonly revision: number }) => Fact;
}

/** A choice of the installation, which a decision needs. */
export interface SettingNeed<Value> {
  readonly kind: 'setting';
  readonly of: AnySettings;
  readonly read: (settings: never) => Value;
}

/** Something that chance decides, and nobody can tell beforehand. */
export interface DrawNeed {
  readonly kind: 'draw';
  readonly what: string;
}

/** What a decision needs beside its own state, by name. */
export type Needs<Input> = Readonly<
  Record<
    string,
    | FactNeed<Input, unknown>
    | FactsNeed<Input, unknown>
    | ListedFactsNeed<Input, unknown>
    | SettingNeed<unknown>
    | DrawNeed
  >
>;

/** What the shell gives for {@link Needs}. */
export type Given<N> = {
  readonly [K in keyof N]: N[K] extends FactNeed<never, infer Fact> | SettingNeed<infer Fact>
    ? Fact
    : N[K] extends FactsNeed<never, infer Fact> | ListedFactsNeed<never, infer Fact>
      ? ReadonlyMap<string, Fact>
      : N[K] extends DrawNeed
        ? string
        : never;
};

/**
 * Declares that a decision needs to know something of another aggregate.
 * @param id which one, from the input and the state under decision; undefined to look at none
 * @param read what is wanted of its state, which may be that of something absent, at a revision of its stream; the input says
 *   which part of something large
 */
export function fact<Input, Own, State, Event extends DomainEvent, Fact>(
  of: Aggregate<State, Event>,
  id: (input: Input, state: Own) => string | undefined,
  read: (state: State, at: { readonly revision: number }, input: Input) => Fact,
): FactNeed<Input, Fact> {
  return { kind: 'fact', of, id, read };
}

/**
 * Declares that a decision needs to know the same of several other aggregates: it is given a map from their ids.
 * @param ids which ones, from the input and the state under decision
 * @param read what is wanted of the state of each, which may be that of something absent, at a revision of its stream
 */
export function facts<Input, Own, State, Event extends DomainEvent, Fact>(
  of: Aggregate<State, Event>,
  ids: (input: Input, state: Own) => readonly string[],
  read: (state: State, at: { readonly revision: number }) => Fact,
): FactsNeed<Input, Fact> {
  return { kind: 'facts', of, ids, read };
}

/**
 * Declares that a decision needs to know the same of the aggregates that another one names: it is given a map from their ids.
 * @param by which ones: a {@link fact} about the thing that names them
 * @param read what is wanted of the state of each, which may be that of something absent, at a revision of its stream
 */
export function factsListed<Input, State, Event extends DomainEvent, Fact>(
  by: FactNeed<Input, readonly string[]>,
  of: Aggregate<State, Event>,
  read: (state: State, at: { readonly revision: number }) => Fact,
): ListedFactsNeed<Input, Fact> {
  return { kind: 'listed', by, of, read };
}

/** Declares that a decision needs a choice of the installation. */
export function setting<S extends AnySettings, Value>(
  of: S,
  read: (settings: SettingsOf<S>) => Value,
): SettingNeed<Value> {
  return { kind: 'setting', of, read: read };
}

/**
 * Declares that chance decides something: the decision is given {@link Draws | 64 hexadecimal digits}.
 * @param what names the choice, for example `reoffer`
 */
export function draw(what: string): DrawNeed {
  return { kind: 'draw', what };
}
