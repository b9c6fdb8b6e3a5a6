import { defineProcessManager, give, when, type Reaction, type WantedCommand } from '#kernel/domain';
import { addDays, midnightInRome, type LocalDate } from '#italy';
import { AgendaClosed, AgendaTransferred } from '../../domain/events/agenda-events.ts';
import { WaitlistAccepted, WaitlistJoined, WaitlistLeft } from '../../domain/events/waitlist-events.ts';
import { endWaiting, MOST_AT_ONCE } from '../../use-cases/waitlist/end-waiting.ts';
import { transferWaitlist } from '../../use-cases/waitlist/transfer-waitlist.ts';

interface WaitedAt {
  /** Ids of those who wait. */
  readonly entries: readonly string[];
  /** First day on which the agenda receives nobody. Kept for good: somebody may join just after. */
  readonly closedFrom?: LocalDate;
}

const NOBODY: WaitedAt = { entries: [] };
/** Name of the deadline at which the agenda ends; those of periods are called by their entries. */
const CLOSED = 'closed';

/**
 * Ends the waiting that time or the agenda ends: with the last day that would do, and with the agenda. A list goes with its
 * agenda to another office. An instance is an agenda.
 */
export const waitingEnds = defineProcessManager<WaitedAt>({
  name: 'waiting-ends',
  gives: [endWaiting, transferWaitlist],
  keys: ({ data }) => [(data as { readonly agendaId: string }).agendaId],
  on: [
    when(WaitlistJoined, (state = NOBODY, { data: { agendaId, entryId, until }, recordedAt }) => {
      const next = { ...state, entries: [...state.entries, entryId] };
      const ends = endOfAgenda(next, { agendaId, recordedAt });
      if (until === undefined) return ends;
      const command = give(endWaiting, { agendaId, entryIds: [entryId], because: 'PERIOD_OVER' });
      const over = { id: entryId, dueAt: midnightInRome(addDays(until, 1)), command };
      return { ...ends, set: [...(ends.set ?? []), over] };
    }),
    when([WaitlistAccepted, WaitlistLeft], (state, { data: { agendaId, entryId }, recordedAt }) => {
      if (!state) return { state };
      const next = { ...state, entries: state.entries.filter((id) => id !== entryId) };
      const ends = endOfAgenda(next, { agendaId, recordedAt });
      return { ...ends, clear: [...(ends.clear ?? []), entryId] };
    }),
    when(AgendaClosed, (state = NOBODY, { data: { agendaId, effectiveDate: closedFrom }, recordedAt }) =>
      endOfAgenda({ ...state, closedFrom }, { agendaId, recordedAt }),
    ),
    when(AgendaTransferred, (state, { data: { agendaId } }) => {
      if (!state || state.entries.length === 0) return { state };
      return { state, commands: [give(transferWaitlist, { agendaId })] };
    }),
  ],
});

/** Whoever waits at the end of the agenda waits no longer: so many at a time, and at once where the end has come. */
function endOfAgenda(
  state: WaitedAt,
  { agendaId, recordedAt }: { readonly agendaId: string; readonly recordedAt: string },
): Reaction<WaitedAt> {
  const { entries, closedFrom } = state;
  if (closedFrom === undefined) return { state: entries.length > 0 ? state : undefined };
  if (entries.length === 0) return { state, clear: [CLOSED] };
  const entryIds = entries.slice(0, MOST_AT_ONCE);
  const end: WantedCommand = give(endWaiting, { agendaId, entryIds, because: 'AGENDA_CLOSED' }, CLOSED);
  const dueAt = midnightInRome(closedFrom);
  if (dueAt <= Date.parse(recordedAt)) return { state, commands: [end], clear: [CLOSED] };
  return { state, set: [{ id: CLOSED, dueAt, command: end }] };
}
