import { defineProcessManager, give, when, type Reaction, type WantedCommand } from '#kernel/domain';
import { MAX_DISPLACED_DAYS } from '../../agenda-settings.ts';
import { openUntilAfter } from '../../domain/agenda-day/derived.ts';
import { isOffered } from '../../domain/delivered-services.ts';
import { AgendaServicesChanged, AgendaTransferred } from '../../domain/events/agenda-events.ts';
import { WaitlistAccepted, WaitlistJoined, WaitlistLeft } from '../../domain/events/waitlist-events.ts';
import { endWaiting, MOST_AT_ONCE } from '../../use-cases/waitlist/end-waiting.ts';
import { restoreWaiting } from '../../use-cases/waitlist/restore-waiting.ts';

interface Ended {
  readonly serviceId: string;
  readonly subject?: string;
  /** RFC 3339. */
  readonly at: string;
}

interface WaitedFor {
  /** What those who wait come for, by the ids of their entries. */
  readonly waiting: Readonly<Record<string, string>>;
  /** Ids of the entries, of these, of who was displaced: their displacement goes on, and puts them back itself. */
  readonly displaced?: readonly string[];
  /**
   * What those came for whose waiting ended as it was not offered, and when, by the ids of their entries: until they are put
   * back, or have joined again. Whose it was is not known of those of before that was remembered: the rule leaves them.
   */
  readonly ended?: Readonly<Record<string, Ended>>;
  /** What the Punto INPS of the agenda offers. Kept for good: somebody may join just after, by someone who looked just before. */
  readonly services?: readonly string[];
}

const NOBODY: WaitedFor = { waiting: {} };

/**
 * Whoever waits for what the Punto INPS of an agenda offers no longer waits no longer: no place there would be theirs (K1). They
 * are told, and may wait where it is had; once it is offered there again, they wait again at their turn. An instance is an agenda. It stands apart from what else ends waiting so that it reads
 * the log of an installation of before from its beginning.
 */
export const waitingFollowsServices = defineProcessManager<WaitedFor>({
  name: 'waiting-follows-services',
  gives: [endWaiting, restoreWaiting],
  keys: ({ data }) => [(data as { readonly agendaId: string }).agendaId],
  on: [
    when(WaitlistJoined, (state = NOBODY, { data: { agendaId, entryId, subject, serviceId, restores, displaced } }) => {
      const waiting = { ...state.waiting, [entryId]: serviceId };
      const next = displaced
        ? { ...state, waiting, displaced: [...(state.displaced ?? []), entryId] }
        : { ...state, waiting, ended: withoutThose(state.ended, subject, restores?.entryId) };
      return { state: next, commands: endOfUnoffered(next, agendaId, [entryId]) };
    }),
    when([WaitlistAccepted, WaitlistLeft], (state = NOBODY, { data, recordedAt: at }): Reaction<WaitedFor> => {
      const { agendaId, entryId, subject } = data;
      const { [entryId]: serviceId, ...waiting } = state.waiting;
      const wasDisplaced = state.displaced?.includes(entryId) === true;
      const displaced = state.displaced?.filter((one) => one !== entryId) ?? [];
      const next = { ...state, waiting, displaced };
      const isDropped = 'because' in data && data.because === 'SERVICE_NOT_OFFERED' && !wasDisplaced;
      if (isDropped && serviceId !== undefined) {
        const one = { [entryId]: { serviceId, subject, at } };
        // It may be offered again by now.
        const commands = restored({ ...next, ended: one }, agendaId);
        return { state: { ...next, ended: { ...state.ended, ...one } }, commands };
      }
      const isForgotten = Object.keys({ ...waiting, ...state.ended }).length === 0 && state.services === undefined;
      return { state: isForgotten ? undefined : next };
    }),
    when([AgendaServicesChanged, AgendaTransferred], (state = NOBODY, { data: { agendaId, services }, recordedAt }) => {
      if (services === undefined) return { state };
      const next = { ...state, services, ended: stillKept(state.ended, recordedAt) };
      return { state: next, commands: [...endOfUnoffered(next, agendaId), ...restored(next, agendaId)] };
    }),
  ],
});

/** Ends the waiting of those of some entries, all when absent, who come for what is not offered. */
function endOfUnoffered(
  state: WaitedFor,
  agendaId: string,
  of: readonly string[] = Object.keys(state.waiting),
): readonly WantedCommand[] {
  const over = of.filter((entryId) => !isOffered(state.waiting[entryId] ?? '', state));
  return inParts(over).map((entryIds) => give(endWaiting, { agendaId, entryIds, because: 'SERVICE_NOT_OFFERED' }));
}

/** Puts those back who came for what is offered again. They are remembered until they are: it may be dropped once more before. */
function restored(state: WaitedFor, agendaId: string): readonly WantedCommand[] {
  const back = Object.entries(state.ended ?? {}).filter(([, { serviceId }]) => isOffered(serviceId, state));
  return inParts(back.map(([entryId]) => entryId)).map((entryIds) => give(restoreWaiting, { agendaId, entryIds }));
}

/** Without those of somebody who has joined again, and the one that they were put back from. */
function withoutThose(
  ended: WaitedFor['ended'] = {},
  subject: string,
  restored: string | undefined,
): NonNullable<WaitedFor['ended']> {
  return Object.fromEntries(
    Object.entries(ended).filter(([entryId, one]) => one.subject !== subject && entryId !== restored),
  );
}

/** Without those who are put back no more, whatever the installation has chosen. */
function stillKept(ended: WaitedFor['ended'] = {}, now: string): NonNullable<WaitedFor['ended']> {
  return Object.fromEntries(
    Object.entries(ended).filter(([, { at }]) => now < openUntilAfter(MAX_DISPLACED_DAYS, Date.parse(at))),
  );
}

function inParts(entryIds: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(entryIds.length / MOST_AT_ONCE) }, (_, part) =>
    entryIds.slice(part * MOST_AT_ONCE, (part + 1) * MOST_AT_ONCE),
  );
}
