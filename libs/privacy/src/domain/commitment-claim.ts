import {
  CLAIM_PATIENCE_MS,
  commandAbandoned,
  toTimestamp,
  type Absent,
  type Claim,
  type Claimant,
} from '#kernel/domain';
import type { Commitment, Taken } from '#vocabulary';
import type { SubjectEvent } from './events.ts';
import type { ClaimedCommitment, Subject } from './subject-state.ts';
import { subject } from './subject.ts';

/**
 * Refuses, by throwing, a commitment that does not fit beside what a person has taken.
 * @param now RFC 3339
 */
export type RefuseUnfit = (wanted: Commitment, taken: Taken, now: string) => void;

/**
 * The claim that binds a person's time for a command. How long a hold is held may differ between two claims of the same:
 * a repeat comes later.
 * @param id of the subject
 * @param refuseUnfit how much one person may take: the rule of whoever claims
 * @throws DomainError when claimed: SUBJECT_UNKNOWN | SUBJECT_ERASED | COMMAND_ABANDONED when the command holds another
 *   commitment, and what `refuseUnfit` throws
 */
export function commitmentOf(
  id: string,
  commitment: Commitment,
  refuseUnfit: RefuseUnfit,
): Claim<Subject | Absent, SubjectEvent> {
  const { kind, serviceLine, startsAt, endsAt, replaces } = commitment;
  const isHeld = (standing: ClaimedCommitment, { target }: Claimant): boolean =>
    standing.kind === kind &&
    standing.serviceLine === serviceLine &&
    standing.startsAt === startsAt &&
    standing.endsAt === endsAt &&
    standing.replaces === replaces &&
    standing.target.category === target.category &&
    standing.target.id === target.id;
  return {
    on: subject,
    id,
    what: { kind, serviceLine, startsAt, endsAt, ...(replaces === undefined ? {} : { replaces }) },
    claim: (state, known) => {
      if (state.status === 'ABSENT') throw subject.notFound();
      // Without the id, which day sheets keep: it would link a codice fiscale to somebody erased.
      if (state.status === 'ERASED') throw subject.stateForbids();
      const { commandId: commitmentId, target, now } = known;
      const standing = state.commitments.get(commitmentId);
      if (standing) {
        if (isHeld(standing, known)) return [];
        throw commandAbandoned({ commandId: commitmentId });
      }
      const { commitments, givenUp } = state;
      refuseUnfit(commitment, { commitments: commitments.values(), givenUp }, toTimestamp(now));
      const until = toTimestamp(now + CLAIM_PATIENCE_MS);
      return [{ type: 'SubjectCommitmentClaimed', data: { subject: id, commitmentId, ...commitment, target, until } }];
    },
    stands: (state, claimant) => {
      const standing = state.status === 'ABSENT' ? undefined : state.commitments.get(claimant.commandId);
      return standing !== undefined && isHeld(standing, claimant);
    },
    release: (state, { commandId }) => commitmentRelease(state, commandId, { reason: 'ACT_REFUSED' }),
  };
}

/**
 * The events that give a person's time back, none when it is not bound: who releases has often been asked before, by the
 * command that failed and by the policy that follows.
 * @param ending.givenUp the person took places and kept none
 */
export function commitmentRelease(
  state: Subject | Absent,
  commitmentId: string,
  { reason, givenUp }: { readonly reason: string; readonly givenUp?: boolean | undefined },
): SubjectEvent[] {
  if (state.status === 'ABSENT' || !state.commitments.has(commitmentId)) return [];
  const data = { subject: state.id, commitmentId, reason, ...(givenUp ? { givenUp } : {}) };
  return [{ type: 'SubjectCommitmentReleased', data }];
}
