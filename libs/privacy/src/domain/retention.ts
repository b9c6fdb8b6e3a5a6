import { CLAIM_PATIENCE_MS, commandAbandoned, toTimestamp, type Absent, type Claim } from '#kernel/domain';
import type { SubjectEvent } from './events.ts';
import type { Subject } from './subject-state.ts';
import { subject } from './subject.ts';

/**
 * The claim of an act that names a person and must be kept: until it is released, the person is not erased (article 17(3)(b)
 * GDPR). It stands in the person's own stream, so that act and erasure meet at one revision, and nobody searches for acts.
 * @param id of the subject
 * @throws DomainError when claimed: SUBJECT_UNKNOWN | SUBJECT_ERASED | COMMAND_ABANDONED when the command holds another
 */
export function retentionOf(id: string): Claim<Subject | Absent, SubjectEvent> {
  return {
    on: subject,
    id,
    what: 'retention',
    claim: (state, { commandId: retentionId, target, now }) => {
      if (state.status === 'ABSENT') throw subject.notFound();
      if (state.status === 'ERASED') throw subject.stateForbids();
      const standing = state.retentions.get(retentionId);
      if (standing) {
        if (standing.category === target.category && standing.id === target.id) return [];
        throw commandAbandoned({ commandId: retentionId });
      }
      const until = toTimestamp(now + CLAIM_PATIENCE_MS);
      return [{ type: 'SubjectRetentionClaimed', data: { subject: id, retentionId, target, until } }];
    },
    stands: (state, { commandId, target }) => {
      const standing = state.status === 'ABSENT' ? undefined : state.retentions.get(commandId);
      return standing?.category === target.category && standing.id === target.id;
    },
    release: (state, { commandId }) => retentionRelease(state, commandId, 'ACT_REFUSED'),
  };
}

/** The events that let a person go, none when nothing holds them. */
export function retentionRelease(state: Subject | Absent, retentionId: string, reason: string): SubjectEvent[] {
  if (state.status === 'ABSENT' || !state.retentions.has(retentionId)) return [];
  return [{ type: 'SubjectRetentionReleased', data: { subject: state.id, retentionId, reason } }];
}
