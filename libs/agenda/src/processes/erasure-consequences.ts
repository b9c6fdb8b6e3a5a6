import {
  abandonCommand,
  defineProcessManager,
  give,
  settleClaimCommand,
  when,
  type Reaction,
  type WantedCommand,
} from '#kernel/domain';
import { releaseCommitment, SubjectErased } from '#privacy';
import { agendaDay, dayOf } from '../domain/agenda-day/agenda-day.ts';
import { endCommitmentOfErased } from '../use-cases/end-commitment-of-erased.ts';

/**
 * Cancels what an erased person has ahead, and frees the places. It goes by the claims on the person's time that stood at
 * the erasure: every hold and booking rests on one, also one that comes after the erasure in the log, and none is made
 * afterwards. So nothing is remembered, of nobody: an act that is still under way is barred first, and one that stands is
 * then found on its day.
 */
export const erasureConsequences = defineProcessManager<never>({
  name: 'erasure-consequences',
  gives: [settleClaimCommand, abandonCommand, releaseCommitment, endCommitmentOfErased],
  on: [
    when(
      SubjectErased,
      (_nothing, { data: { subject, commitments } }): Reaction<never> => ({
        state: undefined,
        commands: commitments
          .filter(({ target }) => target.category === agendaDay.category)
          .flatMap(({ commitmentId, target }) => consequences(subject, commitmentId, target)),
      }),
      ({ data: { subject } }) => [subject],
    ),
  ],
});

function consequences(
  subject: string,
  commitmentId: string,
  target: { readonly category: string; readonly id: string },
): WantedCommand[] {
  return [
    give(settleClaimCommand, {
      abandon: give(abandonCommand, { ...target, abandonedCommandId: commitmentId }),
      release: give(releaseCommitment, { subject, commitmentId, reason: 'SUBJECT_ERASED' }),
    }),
    give(endCommitmentOfErased, { ...dayOf(target.id), commitmentId, subject }),
  ];
}
