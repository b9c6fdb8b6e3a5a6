import type { Aggregate } from './aggregate.ts';
import type { DomainEvent } from '../events/domain-event.ts';

/** For whom a claim is made. */
export interface Claimant {
  /** The command that needs the claim. */
  readonly commandId: string;
  /** Where its act will stand. */
  readonly target: { readonly category: string; readonly id: string };
}

/** What the rules of a claim may know beside the state of its stream. */
export interface ClaimFacts extends Claimant {
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Something that a command needs on another stream before it may act, described without doing anything. A command claims
 * one thing at most in one stream.
 */
export interface Claim<State = unknown, Event extends DomainEvent = DomainEvent> {
  readonly on: Aggregate<State, Event>;
  /** Id of that aggregate. */
  readonly id: string;
  /** JSON that tells one claim from another on the same stream: what it is, not how long it is held. */
  readonly what: unknown;
  /** The events that make the claim, none when it stands already; throws a `DomainError` when it cannot be had. */
  claim(state: State, known: ClaimFacts): readonly Event[];
  /** True when it stands for this command and this very act. */
  stands(state: State, claimant: Claimant): boolean;
  /** The events that give it back; none when the command holds nothing there. */
  release(state: State, known: ClaimFacts): readonly Event[];
}
