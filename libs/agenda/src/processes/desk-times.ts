import { romeDateAt } from '#italy';
import {
  abandonCommand,
  claimSweeper,
  defineProcessManager,
  give,
  reading,
  when,
  type Reaction,
  type WantedCommand,
} from '#kernel/domain';
import { agenda } from '../domain/agenda/agenda.ts';
import { DeskTimeClaimed, DeskTimeReleased } from '../domain/desks/events.ts';
import {
  AgendaClosed,
  AgendaTransferred,
  OpeningBandDefined,
  OpeningBandSplit,
  OpeningBandWithdrawn,
} from '../domain/events/agenda-events.ts';
import { endDeskTime, releaseDeskTime, transferDesk } from '../use-cases/desks/keep-desk-time.ts';

/** The desks of the bands of an agenda, by id of the band. */
type DesksOfBands = Readonly<Record<string, string>>;

interface Band {
  readonly bandId: string;
  readonly deskId?: string;
}

/**
 * Frees the hours of a desk that an agenda has no longer, and takes the desk along when the agenda passes to another office.
 * An instance is an agenda. Until it has come to that, those hours bind more than they need, never less.
 */
export const deskTimes = defineProcessManager<DesksOfBands>({
  name: 'desk-times',
  gives: [endDeskTime, transferDesk],
  keys: ({ data }) => [(data as { readonly agendaId: string }).agendaId],
  on: [
    when(OpeningBandDefined, (state, { data }) => ({ state: receiving(state, [data]) })),
    when(OpeningBandSplit, (state, { data: { bandId, on, parts } }, agendaId) => ({
      state: receiving(state, parts),
      commands: ended(state, { agendaId, bandId, from: on }),
    })),
    when(OpeningBandWithdrawn, (state, { data: { bandId, from }, recordedAt }, agendaId) => ({
      state,
      commands: ended(state, { agendaId, bandId, from: from ?? romeDateAt(recordedAt) }),
    })),
    when(AgendaClosed, (state, { data: { effectiveDate: from } }, agendaId) =>
      atEachDesk(state, (deskId) => give(endDeskTime, { deskId, agendaId, from }, deskId)),
    ),
    when(AgendaTransferred, (state, _event, agendaId) =>
      atEachDesk(state, (deskId) => give(transferDesk, { deskId, agendaId }, deskId)),
    ),
  ],
});

function receiving(state: DesksOfBands | undefined, bands: readonly Band[]): DesksOfBands | undefined {
  const at = bands.flatMap(({ bandId, deskId }) => (deskId === undefined ? [] : [[bandId, deskId] as const]));
  return at.length === 0 ? state : { ...state, ...Object.fromEntries(at) };
}

function ended(
  state: DesksOfBands | undefined,
  { agendaId, bandId, from }: { readonly agendaId: string; readonly bandId: string; readonly from: string },
): readonly WantedCommand[] {
  const deskId = state?.[bandId];
  return deskId === undefined ? [] : [give(endDeskTime, { deskId, agendaId, bandId, from })];
}

function atEachDesk(
  state: DesksOfBands | undefined,
  command: (deskId: string) => WantedCommand,
): Reaction<DesksOfBands> {
  return { state, commands: [...new Set(Object.values(state ?? {}))].map(command) };
}

/** Gives back hours of desks whose band died between claim and act. */
export const deskSweeper = claimSweeper({
  name: 'desk-sweeper',
  gives: [releaseDeskTime],
  claimed: [
    reading(DeskTimeClaimed, ({ data: { deskId, agendaId, forCommandId, actBy } }) => ({
      claimId: deskId,
      commandId: forCommandId,
      until: Date.parse(actBy),
      abandon: give(abandonCommand, {
        ...{ category: agenda.category, id: agendaId, abandonedCommandId: forCommandId },
      }),
      release: give(releaseDeskTime, { deskId, forCommandId }),
    })),
  ],
  released: [
    reading(DeskTimeReleased, ({ data: { deskId, forCommandId } }) => ({ commandId: forCommandId, claimId: deskId })),
  ],
  acted: [OpeningBandDefined, OpeningBandSplit],
});
