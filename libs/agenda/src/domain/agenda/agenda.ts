import { deriveId, DomainError, type Aggregate, type DecisionContext } from '#kernel';
import { minutesOf, romeDateOf } from '#italy';
import { overlap, type OpeningBand } from '../calendar/opening-bands.ts';
import type { AgendaEvent, AgendaProfile } from '../events/agenda-events.ts';
import type {
  AgendaCommand,
  ChangeAgendaCapacity,
  CloseAgenda,
  DeclareClosure,
  DefineOpeningBand,
  OpenAgenda,
} from './agenda-commands.ts';
import { evolveAgenda, NO_AGENDA, type AgendaState } from './agenda-state.ts';

/** Opening hours, closures and capacity of one agenda. What its days offer follows from it, later, in their streams. */
export const agenda: Aggregate<AgendaState, AgendaCommand, AgendaEvent, DecisionContext> = {
  category: 'Agenda',
  initialState: () => NO_AGENDA,
  scopeOf: ({ profile }) => (profile ? { region: profile.region, province: profile.province, unit: profile.unit } : {}),
  decide,
  evolve: evolveAgenda,
};

function decide(command: AgendaCommand, state: AgendaState, context: DecisionContext): AgendaEvent[] {
  if (command.type === 'OpenAgenda') return openAgenda(command, state);
  const profile = openProfile(state);
  const { agendaId } = profile;
  switch (command.type) {
    case 'DefineOpeningBand':
      return defineBand(command, state, profile, context);
    case 'WithdrawOpeningBand': {
      const { bandId } = knownBand(command.bandId, state);
      return [{ type: 'OpeningBandWithdrawn', data: { agendaId, bandId } }];
    }
    case 'ChangeAgendaCapacity':
      return changeCapacity(command, state, agendaId);
    case 'DeclareClosure':
      return declareClosure(command, agendaId, context);
    case 'WithdrawClosure':
      return withdrawClosure(command.closureId, state, agendaId);
    case 'CloseAgenda':
      return closeAgenda(command, agendaId, context);
  }
}

function openAgenda({ profile }: OpenAgenda, state: AgendaState): AgendaEvent[] {
  const { agendaId, owner } = profile;
  if (state.profile) throw new DomainError('AGENDA_ALREADY_OPEN', { agendaId }, 'conflict');
  if (owner.kind === 'PUNTO_INPS' && owner.point === undefined) {
    throw new DomainError('POINT_REQUIRED', { owner: owner.kind });
  }
  return [{ type: 'AgendaOpened', data: profile }];
}

/** @throws DomainError AGENDA_UNKNOWN | AGENDA_CLOSED: nothing of a closed agenda changes any more */
function openProfile({ profile, closedFrom }: AgendaState): AgendaProfile {
  if (!profile) throw new DomainError('AGENDA_UNKNOWN', {}, 'not-found');
  if (closedFrom !== undefined) {
    throw new DomainError('AGENDA_CLOSED', { agendaId: profile.agendaId, effectiveDate: closedFrom });
  }
  return profile;
}

function defineBand(
  { weekday, from, to, capacity, validFrom, validUntil }: DefineOpeningBand,
  state: AgendaState,
  { agendaId, slotMinutes }: AgendaProfile,
  context: DecisionContext,
): AgendaEvent[] {
  const bandId = deriveId('OpeningBand', context.commandId);
  const until = validUntil === undefined ? {} : { validUntil };
  const band: OpeningBand = { bandId, weekday, from, to, capacity, validFrom, ...until };
  if (minutesOf(to) - minutesOf(from) < slotMinutes) {
    throw new DomainError('BAND_TOO_SHORT', { from, to, slotMinutes });
  }
  if (validUntil !== undefined && validUntil < validFrom) {
    throw new DomainError('VALIDITY_REVERSED', { validFrom, validUntil });
  }
  const other = state.bands.find((existing) => overlap(existing, band));
  if (other) throw new DomainError('BAND_OVERLAPS', { weekday, from, to, with: other });
  return [{ type: 'OpeningBandDefined', data: { agendaId, ...band } }];
}

function changeCapacity(
  { bandId, capacity }: ChangeAgendaCapacity,
  state: AgendaState,
  agendaId: string,
): AgendaEvent[] {
  const band = knownBand(bandId, state);
  if (band.capacity === capacity) throw new DomainError('CAPACITY_UNCHANGED', { bandId, capacity }, 'already-so');
  return [{ type: 'AgendaCapacityChanged', data: { agendaId, bandId, capacity } }];
}

function knownBand(bandId: string, state: AgendaState): OpeningBand {
  const band = state.bands.find((existing) => existing.bandId === bandId);
  if (band) return band;
  if (state.withdrawnBands.includes(bandId)) throw new DomainError('BAND_ALREADY_WITHDRAWN', { bandId }, 'already-so');
  throw new DomainError('BAND_UNKNOWN', { bandId }, 'not-found');
}

function declareClosure(
  { from, until, reason }: DeclareClosure,
  agendaId: string,
  context: DecisionContext,
): AgendaEvent[] {
  const today = romeDateOf(context.now);
  if (until < from) throw new DomainError('CLOSURE_REVERSED', { from, until });
  if (until < today) throw new DomainError('CLOSURE_IN_THE_PAST', { until, today });
  const closureId = deriveId('Closure', context.commandId);
  return [{ type: 'ClosureDeclared', data: { agendaId, closureId, from, until, reason } }];
}

function withdrawClosure(closureId: string, state: AgendaState, agendaId: string): AgendaEvent[] {
  if (state.withdrawnClosures.includes(closureId)) {
    throw new DomainError('CLOSURE_ALREADY_WITHDRAWN', { closureId }, 'already-so');
  }
  if (!state.closures.some((closure) => closure.closureId === closureId)) {
    throw new DomainError('CLOSURE_UNKNOWN', { closureId }, 'not-found');
  }
  return [{ type: 'ClosureWithdrawn', data: { agendaId, closureId } }];
}

function closeAgenda({ effectiveDate }: CloseAgenda, agendaId: string, context: DecisionContext): AgendaEvent[] {
  const today = romeDateOf(context.now);
  if (effectiveDate < today) throw new DomainError('EFFECTIVE_DATE_IN_THE_PAST', { effectiveDate, today });
  return [{ type: 'AgendaClosed', data: { agendaId, effectiveDate } }];
}
