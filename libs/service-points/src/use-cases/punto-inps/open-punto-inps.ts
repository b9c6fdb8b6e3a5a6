import { IsOptional } from 'class-validator';
import { agenda, agendaFacts } from '#agenda/domain';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, fact, IsId, IsRealDate } from '#use-cases';
import { moving } from '../../domain/punto-inps/effect.ts';
import { requireCompleteWhileOpen } from '../../domain/punto-inps/complete-while-open.ts';
import { servicesIncomplete } from '../../domain/punto-inps/offered-services.ts';
import { puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { DECIDING_OFFICES, OnPuntoInps, puntoInpsId, itsDayRefusals, requireItsDay } from './on-punto-inps.ts';

/** Opens a Punto INPS: people book there from then on. */
export class OpenPuntoInps extends OnPuntoInps {
  /** An agenda of the point, or of the desk of the agency that it is made of. */
  @IsId()
  readonly agendaId!: string;

  /** First day on which it receives, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly openedOn?: string;
}

const refuse = defineRefusals({
  AGENDA_NOT_OF_POINT:
    'The point has no agenda {agendaId}: open one for it first, or name one of the agency that it is made of.',
  AGENDA_NOT_OPEN: 'The agenda {agendaId} closes on {closedFrom}: name one of the point that goes on.',
  OPENING_BANDS_REQUIRED: 'The agenda {agendaId} is never open from {openedOn} on: define its opening bands first.',
  DEMAND_NOT_YET_ANALYSED: 'No demand analysis was recorded by {openedOn}: record one first.',
});

/**
 * It opens only with an agenda, opening bands, services and a recorded demand analysis (K1). The agenda may be closed
 * between that look and the write, as it may be on the day after.
 */
export const openPuntoInps = defineCommandOn(puntoInps)({
  input: OpenPuntoInps,
  summary: 'Opens a Punto INPS: people book there from then on.',
  id: puntoInpsId,
  by: DECIDING_OFFICES,
  in: ['ESTABLISHED'],
  legalDate: ({ openedOn }) => openedOn,
  needs: { agenda: fact(agenda, ({ agendaId }: OpenPuntoInps) => agendaId, agendaFacts) },
  refuses: [refuse, servicesIncomplete, ...itsDayRefusals],
  decide: ({ agendaId }, point, known) => {
    const { agenda: named, legalDate: openedOn, today } = known;
    const { id, replaces, analyses } = point;
    requireItsDay(point, known);
    const isAgencys = replaces !== undefined && named?.owner.kind === 'UNIT_DESK' && named.owner.unit === replaces;
    if (!named || (named.owner.point !== id && !isAgencys)) throw refuse.AGENDA_NOT_OF_POINT({ agendaId });
    const { closedFrom, bands } = named;
    if (closedFrom !== undefined && closedFrom <= today) throw refuse.AGENDA_NOT_OPEN({ agendaId, closedFrom });
    if (!bands.some(({ validUntil }) => validUntil === undefined || validUntil >= openedOn)) {
      throw refuse.OPENING_BANDS_REQUIRED({ agendaId, openedOn });
    }
    if (analyses.length === 0) throw refuse.DEMAND_NOT_YET_ANALYSED({ openedOn });
    const data = { openedOn, agendaId, ...(replaces === undefined ? {} : { replaces }) };
    const opening = moving(point, { type: 'PuntoInpsOpened', data }, openedOn, known);
    requireCompleteWhileOpen(point, opening, openedOn, known);
    return [opening];
  },
});
