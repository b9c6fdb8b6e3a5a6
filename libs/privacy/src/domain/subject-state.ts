import { CLAIM_PATIENCE_MS, toTimestamp, type Absent } from '#kernel/domain';
import type { GivenUp, KnownCommitment } from '#vocabulary';
import type { SubjectEvent } from './events.ts';

/** A commitment, and the act that it was claimed for. */
export interface ClaimedCommitment extends KnownCommitment {
  /** Stream in which the act will stand. */
  readonly target: { readonly category: string; readonly id: string };
  /** RFC 3339. */
  readonly claimedAt: string;
}

/** So long it is remembered what was given up. */
const REMEMBERED_MS = 24 * 3_600_000;

interface Person {
  readonly id: string;
  /** Claimed and not released, by commitment id. */
  readonly commitments: Map<string, ClaimedCommitment>;
  /** Acts that name the person and must be kept, by the command that named them. */
  readonly retentions: Map<string, { readonly category: string; readonly id: string }>;
  /** Of the last day, by when they were claimed. */
  givenUp: readonly GivenUp[];
}

export type RegisteredSubject = Person & { readonly status: 'REGISTERED' };
/** What binds an erased person's time is given back like anyone's. */
type ErasedSubject = Person & { readonly status: 'ERASED' };

/** A person under a random id, as far as the rules look at them. */
export type Subject = RegisteredSubject | ErasedSubject;

/** The state of a subject after one more event, changed in place. */
export function evolve(state: Subject | Absent, event: SubjectEvent): Subject {
  if (event.type === 'SubjectRegistered') {
    return { status: 'REGISTERED', id: event.data.subject, commitments: new Map(), retentions: new Map(), givenUp: [] };
  }
  const person = state as Subject;
  switch (event.type) {
    case 'SubjectCommitmentClaimed': {
      const { subject: _person, until, ...commitment } = event.data;
      const claimedAt = toTimestamp(Date.parse(until) - CLAIM_PATIENCE_MS);
      person.commitments.set(commitment.commitmentId, { ...commitment, claimedAt });
      return person;
    }
    case 'SubjectCommitmentReleased': {
      const { commitmentId, givenUp } = event.data;
      const commitment = person.commitments.get(commitmentId);
      if (commitment && givenUp) rememberGivenUp(person, commitment);
      person.commitments.delete(commitmentId);
      return person;
    }
    case 'SubjectRetentionClaimed':
      person.retentions.set(event.data.retentionId, event.data.target);
      return person;
    case 'SubjectRetentionReleased':
      person.retentions.delete(event.data.retentionId);
      return person;
    case 'SubjectErased':
      return { ...person, status: 'ERASED' };
  }
}

/** What lies further back than a day before it is forgotten: limits look no further. */
function rememberGivenUp(person: Person, { claimedAt, place }: ClaimedCommitment): void {
  const since = toTimestamp(Date.parse(claimedAt) - REMEMBERED_MS);
  const recent = person.givenUp.filter((other) => other.claimedAt > since);
  person.givenUp = [...recent, { claimedAt, ...(place ? { place } : {}) }];
}
