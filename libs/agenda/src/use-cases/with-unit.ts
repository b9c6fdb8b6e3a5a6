import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import { defineCommandOn, IsRealDate, IsRequiredObject, IsText } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import type { Opened } from '../domain/agenda/agenda-state.ts';
import { HoursClosed } from './closed-period.ts';
import { agendaId, OnAgenda } from './on-agenda.ts';

/** What every command names that a unit brings about at its agendas, by policy and never by a person. */
abstract class WithUnit extends OnAgenda {
  /** Id of the closure of the unit. */
  @IsUUID()
  readonly unitClosureId!: string;
}

/** Closes an agenda with all desks of its unit. */
export class CloseWithUnit extends WithUnit {
  /** First day. */
  @IsRealDate()
  readonly from!: string;

  /** Last day (this day included). */
  @IsRealDate()
  readonly until!: string;

  /** Hours of each of the days. */
  @IsOptional()
  @IsRequiredObject(() => HoursClosed)
  readonly hours?: HoursClosed;

  /** What the public is told. */
  @IsText(200)
  readonly reason!: string;
}

const refuse = defineRefusals({
  AGENDA_CLOSED_WITH_UNIT_ALREADY: [
    'The agenda was closed with its unit, or is at its end, or these days are over: nothing is left to do.',
    'already-so',
  ],
  AGENDA_NOT_CLOSED_WITH_UNIT: ['The agenda is not closed with its unit: nothing is left to do.', 'already-so'],
});

export const closeWithUnit = defineCommandOn(agenda)({
  input: CloseWithUnit,
  summary: 'Closes an agenda with all desks of its unit.',
  id: agendaId,
  by: [],
  in: ['OPEN', 'CLOSED'],
  refuses: [refuse.AGENDA_CLOSED_WITH_UNIT_ALREADY],
  decide: ({ agendaId: id, unitClosureId, from, until, hours, reason }, state, { today }) => {
    const closureId = closureWithUnit(unitClosureId);
    const isOver = until < today || (state.closedFrom !== undefined && state.closedFrom <= from);
    if (isOver || wasClosed(closureId, state)) throw refuse.AGENDA_CLOSED_WITH_UNIT_ALREADY();
    const period = hours ? { from, until, hours: { from: hours.from, to: hours.to } } : { from, until };
    return [{ type: 'ClosureDeclared', data: { agendaId: id, closureId, ...period, reason } }];
  },
});

/** Opens an agenda again on the days of its unit's closure. */
export class ReopenWithUnit extends WithUnit {}

export const reopenWithUnit = defineCommandOn(agenda)({
  input: ReopenWithUnit,
  summary: 'Opens an agenda again, as the closure of its unit is withdrawn.',
  id: agendaId,
  by: [],
  in: ['OPEN', 'CLOSED'],
  refuses: [refuse.AGENDA_NOT_CLOSED_WITH_UNIT],
  decide: ({ agendaId: id, unitClosureId }, { closures }) => {
    const closureId = closureWithUnit(unitClosureId);
    if (!closures.some((closure) => closure.closureId === closureId)) throw refuse.AGENDA_NOT_CLOSED_WITH_UNIT();
    return [{ type: 'ClosureWithdrawn', data: { agendaId: id, closureId } }];
  },
});

/** Id of the closure of an agenda that stands for that of its unit. */
export function closureWithUnit(unitClosureId: string): string {
  return deriveId('ClosureWithUnit', unitClosureId);
}

/** One that an office has withdrawn at this agenda is not declared again. */
function wasClosed(closureId: string, { closures, withdrawnClosures }: Opened): boolean {
  return withdrawnClosures.includes(closureId) || closures.some((closure) => closure.closureId === closureId);
}
