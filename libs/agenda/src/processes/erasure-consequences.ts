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
 * afterwards. So nothing is remembered, of nobody: every act that is still under way is barred first, and what stands is
 * then found on its day. One that moves has two claims: it is ended where it stands once that is decided.
 */
export const erasureConsequences = defineProcessManager<never>({
  name: 'erasure-consequences',
  gives: [settleClaimCommand, abandonCommand, releaseCommitment, endCommitmentOfErased],
  on: [
    when(
      SubjectErased,
      (_nothing, { data: { subject, commitments } }): Reaction<never> => {
        const bound = commitments.filter(({ target }) => target.category === agendaDay.category);
        return {
          state: undefined,
          commands: [...bound.map((each) => barred(subject, each)), ...bound.map((each) => ended(subject, each))],
        };
      },
      ({ data: { subject } }) => [subject],
    ),
  ],
});

/** What stood at the erasure: for which act, and on which day. */
interface Bound {
  readonly commitmentId: string;
  readonly target: { readonly category: string; readonly id: string };
}

function barred(subject: string, { commitmentId, target }: Bound): WantedCommand {
  return give(settleClaimCommand, {
    abandon: give(abandonCommand, { ...target, abandonedCommandId: commitmentId }),
    release: give(releaseCommitment, { subject, commitmentId, reason: 'SUBJECT_ERASED' }),
  });
}

function ended(subject: string, { commitmentId, target }: Bound): WantedCommand {
  return give(endCommitmentOfErased, { ...dayOf(target.id), commitmentId, subject });
}
