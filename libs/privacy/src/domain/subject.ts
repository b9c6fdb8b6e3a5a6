import {
  CLAIM_PATIENCE_MS,
  commandAbandoned,
  DomainError,
  toTimestamp,
  type Aggregate,
  type DecisionContext,
} from '#kernel';
import { refuseBeyondLimits, type Commitment, type CommitmentLimits } from './commitments.ts';
import type { ErasureReason, SubjectEvent } from './events.ts';

/** What is wanted of a person's record. */
export type SubjectCommand =
  | { readonly type: 'RegisterSubject'; readonly subject: string }
  | ClaimCommitment
  | { readonly type: 'ReleaseCommitment'; readonly commitmentId: string; readonly reason: string }
  | { readonly type: 'EraseSubject'; readonly reason?: ErasureReason };

interface ClaimCommitment {
  readonly type: 'ClaimCommitment';
  /** Id of the command that makes the hold or books the appointment. */
  readonly commitmentId: string;
  readonly commitment: Commitment;
  readonly target: ClaimedCommitment['target'];
}

/** A commitment, and the act that it was claimed for. */
export interface ClaimedCommitment extends Commitment {
  /** Stream in which the act will stand. */
  readonly target: { readonly category: string; readonly id: string };
}

export interface SubjectContext extends DecisionContext {
  readonly limits: CommitmentLimits;
}

export interface SubjectState {
  /** Undefined until the person is registered. */
  id: string | undefined;
  erased: boolean;
  /** Claimed and not released, by commitment id. */
  readonly commitments: Map<string, ClaimedCommitment>;
}

/**
 * A person under a random id: what binds their time, and whether they were erased. The consistency boundary of the
 * limits per person. A claim counts until it is released or its time has passed.
 */
export const subject: Aggregate<SubjectState, SubjectCommand, SubjectEvent, SubjectContext> = {
  category: 'Subject',
  initialState: () => ({ id: undefined, erased: false, commitments: new Map() }),
  scopeOf: () => ({}),
  subjectsOf: (event) => [event.data.subject],
  decide: (command, state, context) => {
    switch (command.type) {
      case 'RegisterSubject':
        return register(command.subject, state);
      case 'ClaimCommitment':
        return claim(command, state, context);
      case 'ReleaseCommitment':
        return release(command.commitmentId, command.reason, state);
      case 'EraseSubject':
        return erase(command.reason, state);
    }
  },
  evolve,
};

function register(id: string, state: SubjectState): SubjectEvent[] {
  refuseErased(state);
  return state.id === undefined ? [{ type: 'SubjectRegistered', data: { subject: id } }] : [];
}

function claim(command: ClaimCommitment, state: SubjectState, context: SubjectContext): SubjectEvent[] {
  const id = registeredId(state);
  refuseErased(state);
  const { commitmentId, commitment, target } = command;
  const standing = state.commitments.get(commitmentId);
  if (standing) {
    if (isSameClaim(standing, { ...commitment, target })) return [];
    throw commandAbandoned(commitmentId);
  }
  refuseBeyondLimits(commitment, state.commitments.values(), context.limits, toTimestamp(context.now));
  const until = toTimestamp(context.now + CLAIM_PATIENCE_MS);
  return [{ type: 'SubjectCommitmentClaimed', data: { subject: id, commitmentId, ...commitment, target, until } }];
}

/** True for two claims of the same time for the same act. How long a hold is held may differ: a repeat comes later. */
export function isSameClaim(one: ClaimedCommitment, other: ClaimedCommitment): boolean {
  return (
    one.kind === other.kind &&
    one.serviceLine === other.serviceLine &&
    one.startsAt === other.startsAt &&
    one.endsAt === other.endsAt &&
    one.target.category === other.target.category &&
    one.target.id === other.target.id
  );
}

/** Idempotent: who releases has often been asked before, by the command that failed and by the policy that follows. */
function release(commitmentId: string, reason: string, state: SubjectState): SubjectEvent[] {
  if (!state.commitments.has(commitmentId)) return [];
  return [{ type: 'SubjectCommitmentReleased', data: { subject: registeredId(state), commitmentId, reason } }];
}

function erase(reason: ErasureReason | undefined, state: SubjectState): SubjectEvent[] {
  const id = registeredId(state);
  if (state.erased) throw new DomainError('SUBJECT_ALREADY_ERASED', { subject: id }, 'already-so');
  return [{ type: 'SubjectErased', data: { subject: id, ...(reason === undefined ? {} : { reason }) } }];
}

function registeredId(state: SubjectState): string {
  if (state.id === undefined) throw new DomainError('SUBJECT_UNKNOWN', {}, 'not-found');
  return state.id;
}

function refuseErased(state: SubjectState): void {
  if (state.erased) throw new DomainError('SUBJECT_ERASED', { subject: state.id });
}

function evolve(state: SubjectState, event: SubjectEvent): SubjectState {
  switch (event.type) {
    case 'SubjectRegistered':
      state.id = event.data.subject;
      break;
    case 'SubjectCommitmentClaimed': {
      const { commitmentId, kind, serviceLine, startsAt, endsAt, heldUntil, target } = event.data;
      const held = heldUntil === undefined ? {} : { heldUntil };
      state.commitments.set(commitmentId, { kind, serviceLine, startsAt, endsAt, target, ...held });
      break;
    }
    case 'SubjectCommitmentReleased':
      state.commitments.delete(event.data.commitmentId);
      break;
    case 'SubjectErased':
      state.erased = true;
      break;
  }
  return state;
}
