import { defineProcessManager, give, when, type Reaction } from '#kernel/domain';
import { isOffered } from '../../domain/delivered-services.ts';
import { AgendaServicesChanged, AgendaTransferred } from '../../domain/events/agenda-events.ts';
import { WaitlistAccepted, WaitlistJoined, WaitlistLeft } from '../../domain/events/waitlist-events.ts';
import { endWaiting, MOST_AT_ONCE } from '../../use-cases/waitlist/end-waiting.ts';

interface WaitedFor {
  /** What those who wait come for, by the ids of their entries. */
  readonly waiting: Readonly<Record<string, string>>;
  /** What the Punto INPS of the agenda offers. Kept for good: somebody may join just after, by someone who looked just before. */
  readonly services?: readonly string[];
}

const NOBODY: WaitedFor = { waiting: {} };

/**
 * Whoever waits for what the Punto INPS of an agenda offers no longer waits no longer: no place there would be theirs (K1). They
 * are told, and may wait where it is had. An instance is an agenda. It stands apart from what else ends waiting so that it reads
 * the log of an installation of before from its beginning.
 */
export const waitingFollowsServices = defineProcessManager<WaitedFor>({
  name: 'waiting-follows-services',
  gives: [endWaiting],
  keys: ({ data }) => [(data as { readonly agendaId: string }).agendaId],
  on: [
    when(WaitlistJoined, (state = NOBODY, { data: { agendaId, entryId, serviceId } }) =>
      endOfUnoffered({ ...state, waiting: { ...state.waiting, [entryId]: serviceId } }, agendaId, [entryId]),
    ),
    when([WaitlistAccepted, WaitlistLeft], (state = NOBODY, { data: { entryId } }) => {
      const { [entryId]: _over, ...waiting } = state.waiting;
      const isForgotten = Object.keys(waiting).length === 0 && state.services === undefined;
      return { state: isForgotten ? undefined : { ...state, waiting } };
    }),
    when([AgendaServicesChanged, AgendaTransferred], (state = NOBODY, { data: { agendaId, services } }) =>
      services === undefined ? { state } : endOfUnoffered({ ...state, services }, agendaId),
    ),
  ],
});

/** Ends the waiting of those of some entries, all when absent, who come for what is not offered. */
function endOfUnoffered(
  state: WaitedFor,
  agendaId: string,
  of: readonly string[] = Object.keys(state.waiting),
): Reaction<WaitedFor> {
  const over = of.filter((entryId) => !isOffered(state.waiting[entryId] ?? '', state));
  const commands = Array.from({ length: Math.ceil(over.length / MOST_AT_ONCE) }, (_, part) => {
    const entryIds = over.slice(part * MOST_AT_ONCE, (part + 1) * MOST_AT_ONCE);
    return give(endWaiting, { agendaId, entryIds, because: 'SERVICE_NOT_OFFERED' });
  });
  return { state, commands };
}
