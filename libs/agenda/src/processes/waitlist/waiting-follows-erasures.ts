import { defineProcessManager, give, when, type WantedCommand } from '#kernel/domain';
import { SubjectErased } from '#privacy';
import { WaitlistAccepted, WaitlistJoined, WaitlistLeft } from '../../domain/events/waitlist-events.ts';
import { SUBJECT_ERASED } from '../../domain/vocabulary.ts';
import { endWaiting } from '../../use-cases/waitlist/end-waiting.ts';

interface Where {
  readonly agendaId: string;
  readonly entryId: string;
}

interface WaitingPerson {
  readonly waits: readonly Where[];
  /** Kept for good: they may be put on a list just after, by someone who looked just before. */
  readonly isErased?: true;
}

/** Takes whoever is erased off all lists. An instance is a person, under the id that is random. */
export const waitingFollowsErasures = defineProcessManager<WaitingPerson>({
  name: 'waiting-follows-erasures',
  gives: [endWaiting],
  keys: ({ data }) => [(data as { readonly subject: string }).subject],
  on: [
    when(WaitlistJoined, (state = { waits: [] }, { data: { agendaId, entryId } }) => {
      const one = { agendaId, entryId };
      return state.isErased ? { state, commands: [end(one)] } : { state: { waits: [...state.waits, one] } };
    }),
    when([WaitlistAccepted, WaitlistLeft], (state, { data: { entryId } }) => {
      if (!state || state.isErased) return { state };
      const waits = state.waits.filter((one) => one.entryId !== entryId);
      return { state: waits.length > 0 ? { waits } : undefined };
    }),
    when(SubjectErased, (state) => ({ state: { waits: [], isErased: true }, commands: (state?.waits ?? []).map(end) })),
  ],
});

function end({ agendaId, entryId }: Where): WantedCommand {
  return give(endWaiting, { agendaId, entryIds: [entryId], because: SUBJECT_ERASED });
}
