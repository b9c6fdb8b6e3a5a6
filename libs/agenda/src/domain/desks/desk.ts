import { addDays } from '#italy';
import { defineAggregate, defineRefusal, type Absent } from '#kernel/domain';
import type { Territory } from '../vocabulary.ts';
import type { DeskHours, DeskOwner, DesksEvent, DeskTimeEnded } from './events.ts';
import type { EventOf } from '#kernel/domain';

/** Hours of a desk that an agenda has. */
export interface DeskTime extends DeskHours {
  readonly agendaId: string;
  /** The command that claimed them. */
  readonly forCommandId: string;
}

interface KnownDesk extends Territory {
  readonly deskId: string;
  readonly name: string;
  readonly owner: DeskOwner;
  readonly times: readonly DeskTime[];
}

/** Where people are received, and which agendas have it when. */
export type Desk =
  (KnownDesk & { readonly status: 'OPEN' }) | (KnownDesk & { readonly status: 'CLOSED'; readonly closedOn: string });

export const deskClosed = defineRefusal(
  'DESK_CLOSED',
  'The desk {deskId} is closed since {closedOn}: name another, or leave it out for the desk of the agenda itself.',
);

/**
 * A desk of a unit or a Punto INPS (A2). What agendas have of it stands in its own stream, so that two of them that want the
 * same hours meet at one revision.
 */
export const desk = defineAggregate<Desk, DesksEvent>({
  category: 'Desk',
  called: 'the desk',
  codes: { notFound: 'DESK_UNKNOWN', alreadyExists: 'DESK_ALREADY_OPEN', stateForbids: deskClosed },
  evolve,
  scopeOf: ({ region, province, unit }) => ({ region, province, unit }),
  // No command of a person moves it: it goes with its agendas, by policy alone.
  moves: false,
  factsOf: (state) => ({
    deskId: state.deskId,
    closedOn: state.status === 'CLOSED' ? state.closedOn : undefined,
  }),
});

function evolve(state: Desk | Absent, event: DesksEvent): Desk {
  if (event.type === 'DeskOpened') return { status: 'OPEN', ...event.data, times: [] };
  const known = state as Desk;
  switch (event.type) {
    case 'DeskTransferred': {
      const { owner, region, province, unit } = event.data;
      return { ...known, owner, region, province, unit };
    }
    case 'DeskClosed':
      return { ...known, status: 'CLOSED', closedOn: event.data.closedOn };
    case 'DeskTimeClaimed':
    case 'DeskTimeReleased':
    case 'DeskTimeEnded':
      return { ...known, times: deskTimesAfter(known.times, event) };
  }
}

/** What changes the hours that agendas have of a desk. */
export type DeskTimeEvent = Extract<
  DesksEvent,
  { readonly type: 'DeskTimeClaimed' | 'DeskTimeReleased' | 'DeskTimeEnded' }
>;

/** The hours that agendas have of a desk after one more event. */
export function deskTimesAfter(times: readonly DeskTime[], event: DeskTimeEvent): readonly DeskTime[] {
  switch (event.type) {
    case 'DeskTimeClaimed': {
      const { agendaId, bands, forCommandId } = event.data;
      return [...times, ...bands.map((band) => ({ ...band, agendaId, forCommandId }))];
    }
    case 'DeskTimeReleased':
      return times.filter(({ forCommandId }) => forCommandId !== event.data.forCommandId);
    case 'DeskTimeEnded':
      return times.flatMap((time) => endedTime(time, event.data));
  }
}

function endedTime(time: DeskTime, { agendaId, bandId, from }: EventOf<typeof DeskTimeEnded>['data']): DeskTime[] {
  const isMeant = time.agendaId === agendaId && (bandId === undefined || time.bandId === bandId);
  if (!isMeant || (time.validUntil !== undefined && time.validUntil < from)) return [time];
  return from <= time.validFrom ? [] : [{ ...time, validUntil: addDays(from, -1) }];
}
