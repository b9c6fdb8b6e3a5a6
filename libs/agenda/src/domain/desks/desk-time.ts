import { romeDateOf, type LocalDate } from '#italy';
import {
  CLAIM_PATIENCE_MS,
  commandAbandoned,
  defineRefusal,
  defineRefusals,
  toTimestamp,
  type Absent,
  type Claim,
} from '#kernel/domain';
import type { AgendaProfile } from '../events/agenda-events.ts';
import { firstOverlap, type OpeningBand } from '../calendar/opening-bands.ts';
import { desk, deskClosed, type Desk, type DeskTime } from './desk.ts';
import type { DeskHours, DesksEvent } from './events.ts';

const refuse = defineRefusals({
  DESK_ELSEWHERE: 'The desk {deskId} is of another office: name one of the unit or Punto INPS of the agenda.',
  TOO_MANY_BANDS_AT_DESK: 'The desk has {limit} bands that are not over, and may have no more: withdraw some first.',
});
const taken = defineRefusal(
  'DESK_TAKEN',
  'On {date} from {from} to {to} another agenda receives at this desk: choose other hours or days, or another desk.',
  'conflict',
);

/** Why an agenda does not get hours of a desk. */
export const deskTimeRefusals = [desk.notFound, deskClosed, taken, ...Object.values(refuse)];

/** Most hours of one desk that are not over. */
const MAX_TIMES = 500;

/**
 * The claims of a command for the desks of bands that it brings about: one for each desk that they name. Of two agendas that
 * want a desk on one day at one time, one has it (A2); bands of one agenda keep clear of each other in its own stream, so what
 * it has itself stands in nobody's way.
 * @throws DomainError when claimed: DESK_UNKNOWN (not-found) | DESK_CLOSED | DESK_ELSEWHERE | DESK_TAKEN (conflict) |
 *   TOO_MANY_BANDS_AT_DESK; COMMAND_ABANDONED when the command holds other hours
 */
export function deskTimeOf(profile: AgendaProfile, bands: readonly OpeningBand[]): Claim[] {
  const byDesk = Map.groupBy(bands, ({ deskId }) => deskId);
  return [...byDesk].flatMap(([deskId, own]) =>
    deskId === undefined ? [] : [claimOf(deskId, profile, own.map(hoursOf)) as Claim],
  );
}

function claimOf(deskId: string, profile: AgendaProfile, bands: DeskHours[]): Claim<Desk | Absent, DesksEvent> {
  const { agendaId, owner } = profile;
  const areThese = (times: readonly DeskTime[]): boolean =>
    times.length === bands.length &&
    times.every((time) => time.agendaId === agendaId && bands.some(({ bandId }) => bandId === time.bandId));
  return {
    on: desk,
    id: deskId,
    what: { agendaId, bands },
    claim: (state, { commandId, now }) => {
      if (state.status === 'ABSENT') throw desk.notFound({ deskId });
      const standing = heldFor(state, commandId);
      if (standing.length > 0) {
        if (areThese(standing)) return [];
        throw commandAbandoned({ commandId });
      }
      if (state.owner.unit !== owner.unit || state.owner.point !== owner.point) throw refuse.DESK_ELSEWHERE({ deskId });
      if (state.status === 'CLOSED') throw deskClosed({ deskId, closedOn: state.closedOn });
      const today = romeDateOf(now);
      for (const band of bands) requireFree(band, state, { agendaId, today });
      const ahead = state.times.filter(({ validUntil }) => validUntil === undefined || validUntil >= today);
      if (ahead.length + bands.length > MAX_TIMES) throw refuse.TOO_MANY_BANDS_AT_DESK({ limit: MAX_TIMES });
      const actBy = toTimestamp(now + CLAIM_PATIENCE_MS);
      return [{ type: 'DeskTimeClaimed', data: { deskId, agendaId, bands, forCommandId: commandId, actBy } }];
    },
    stands: (state, { commandId }) => state.status !== 'ABSENT' && areThese(heldFor(state, commandId)),
    release: (state, { commandId }) => deskTimeRelease(state, commandId),
  };
}

/** The events that give back what a command has claimed of a desk; none when it holds nothing there. */
export function deskTimeRelease(state: Desk | Absent, forCommandId: string): DesksEvent[] {
  if (state.status === 'ABSENT') return [];
  const [held] = heldFor(state, forCommandId);
  if (!held) return [];
  return [{ type: 'DeskTimeReleased', data: { deskId: state.deskId, agendaId: held.agendaId, forCommandId } }];
}

function heldFor({ times }: Desk, commandId: string): readonly DeskTime[] {
  return times.filter(({ forCommandId }) => forCommandId === commandId);
}

/** What lies behind stands in nobody's way. */
function requireFree(
  band: DeskHours,
  { times }: Desk,
  { agendaId, today }: { readonly agendaId: string; readonly today: LocalDate },
): void {
  for (const other of times) {
    const date = other.agendaId === agendaId ? undefined : firstOverlap(other, band, today);
    if (date !== undefined) throw taken({ date, from: band.from, to: band.to, agendaId: other.agendaId });
  }
}

function hoursOf({ bandId, weekday, recurrence, from, to, validFrom, validUntil }: OpeningBand): DeskHours {
  return {
    ...{ bandId, from, to, validFrom },
    ...(weekday === undefined ? {} : { weekday }),
    ...(recurrence === undefined ? {} : { recurrence }),
    ...(validUntil === undefined ? {} : { validUntil }),
  };
}
