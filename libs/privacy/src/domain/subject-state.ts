import type { Absent } from '#kernel/domain';
import type { SubjectEvent } from './events.ts';

/** What binds a person's time on a service line. Times are RFC 3339, UTC, with milliseconds. */
export interface Commitment {
  readonly kind: 'HOLD' | 'APPOINTMENT';
  readonly serviceLine: string;
  readonly startsAt: string;
  /** Exclusive: another commitment may start at this instant. */
  readonly endsAt: string;
  /** Of a HOLD: until then it is an open hold; afterwards it was released, or became an appointment. */
  readonly heldUntil?: string;
  /** Where it stands, so that it is told to those alone who may read there; claims of before do not say. */
  readonly place?: { readonly region?: string; readonly province?: string; readonly unit?: string };
}

/** A commitment, and the act that it was claimed for. */
export interface ClaimedCommitment extends Commitment {
  /** Stream in which the act will stand. */
  readonly target: { readonly category: string; readonly id: string };
}

interface Person {
  readonly id: string;
  /** Claimed and not released, by commitment id. */
  readonly commitments: Map<string, ClaimedCommitment>;
}

export type RegisteredSubject = Person & { readonly status: 'REGISTERED' };
/** What binds an erased person's time is given back like anyone's. */
type ErasedSubject = Person & { readonly status: 'ERASED' };

/** A person under a random id, as far as the rules look at them. */
export type Subject = RegisteredSubject | ErasedSubject;

/** The state of a subject after one more event, changed in place. */
export function evolve(state: Subject | Absent, event: SubjectEvent): Subject {
  if (event.type === 'SubjectRegistered') {
    return { status: 'REGISTERED', id: event.data.subject, commitments: new Map() };
  }
  const person = state as Subject;
  switch (event.type) {
    case 'SubjectCommitmentClaimed': {
      const { commitmentId, kind, serviceLine, startsAt, endsAt, heldUntil, place, target } = event.data;
      const more = { ...(heldUntil === undefined ? {} : { heldUntil }), ...(place ? { place } : {}) };
      person.commitments.set(commitmentId, { kind, serviceLine, startsAt, endsAt, target, ...more });
      return person;
    }
    case 'SubjectCommitmentReleased':
      person.commitments.delete(event.data.commitmentId);
      return person;
    case 'SubjectErased':
      return { ...person, status: 'ERASED' };
  }
}
