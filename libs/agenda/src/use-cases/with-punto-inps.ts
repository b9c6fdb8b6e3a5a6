import { isDeepStrictEqual } from 'node:util';
import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import { addDays, DAYS_OF_ACTS, type LocalDate } from '#italy';
import { puntoInps } from '#service-points';
import { defineCommandOn, fact, IsRealDate } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import type { Opened } from '../domain/agenda/agenda-state.ts';
import { servicesOfLine } from '../domain/delivered-services.ts';
import { agendaId, OnAgenda } from './on-agenda.ts';

/** What every command names that a Punto INPS brings about at its agendas, by policy and never by a person. */
export abstract class WithPuntoInps extends OnAgenda {
  /** Id of the Punto INPS. */
  @IsUUID()
  readonly puntoInpsId!: string;
}

const refuse = defineRefusals({
  AGENDA_RECEIVES_ALREADY: ['The agenda awaits no Punto INPS: nothing is left to do.', 'already-so'],
  AGENDA_SHUT_ALREADY: ['The agenda is shut on these days, or they are over: nothing is left to do.', 'already-so'],
  AGENDA_NOT_SHUT: ['The agenda is not shut with its Punto INPS: nothing is left to do.', 'already-so'],
  AGENDA_OFFERS_ALREADY: [
    'The agenda offers what its Punto INPS does, or is at its end: nothing is left to do.',
    'already-so',
  ],
  AGENDA_ENDS_ALREADY: ['The agenda receives nobody from {from} on: nothing is left to do.', 'already-so'],
});

/** Lets people book, as the Punto INPS is open. */
export class OpenBookingsWithPoint extends WithPuntoInps {}

export const openBookingsWithPoint = defineCommandOn(agenda)({
  input: OpenBookingsWithPoint,
  summary: 'Lets people book at an agenda whose Punto INPS is open.',
  id: agendaId,
  by: [],
  in: ['OPEN', 'CLOSED'],
  refuses: [refuse.AGENDA_RECEIVES_ALREADY],
  decide: ({ agendaId: id, puntoInpsId }, { profile }) => {
    if (!profile.awaitsPoint) throw refuse.AGENDA_RECEIVES_ALREADY();
    return [{ type: 'AgendaBookingsOpened', data: { agendaId: id, puntoInpsId } }];
  },
});

/** Has an agenda offer what its Punto INPS does. */
export class OfferAsPoint extends WithPuntoInps {}

/** What the point offers today is what it offers on the days ahead: a revision of its services takes no day that lies ahead. */
export const offerAsPoint = defineCommandOn(agenda)({
  input: OfferAsPoint,
  summary: 'Has an agenda offer what its Punto INPS does (K1).',
  id: agendaId,
  by: [],
  in: ['OPEN', 'CLOSED'],
  needs: {
    offered: fact(
      puntoInps,
      ({ puntoInpsId }: OfferAsPoint) => puntoInpsId,
      (state) => (state.status === 'ABSENT' ? undefined : state.services),
    ),
  },
  refuses: [refuse.AGENDA_OFFERS_ALREADY],
  decide: ({ agendaId: id, puntoInpsId }, { closedFrom, profile }, { offered, today }) => {
    const services = offered && servicesOfLine(offered, profile.serviceLine);
    const isOver = closedFrom !== undefined && closedFrom <= today;
    if (!services || isOver || isDeepStrictEqual(services, profile.services)) throw refuse.AGENDA_OFFERS_ALREADY();
    return [{ type: 'AgendaServicesChanged', data: { agendaId: id, puntoInpsId, services } }];
  },
});

/** Shuts an agenda while its Punto INPS is suspended. */
export class ShutAgendaWithPoint extends WithPuntoInps {
  /** First day on which the point receives nobody. */
  @IsRealDate()
  readonly suspendedOn!: string;

  /** First day on which it receives again; open when absent. */
  @IsOptional()
  @IsRealDate()
  readonly until?: string;
}

/** What the public is told: the reason is not theirs to know (T5). */
const SUSPENDED = 'Punto INPS sospeso';
const ENDED = 'Punto INPS chiuso';

/** A suspension is a closure of its agendas, up to its end or for good until the point is resumed (K7). */
export const shutAgendaWithPoint = defineCommandOn(agenda)({
  input: ShutAgendaWithPoint,
  summary: 'Shuts an agenda while its Punto INPS is suspended.',
  id: agendaId,
  by: [],
  in: ['OPEN', 'CLOSED'],
  refuses: [refuse.AGENDA_SHUT_ALREADY],
  decide: ({ agendaId: id, puntoInpsId, suspendedOn, until: resumedOn }, state, { today }) => {
    const closureId = closureOf(puntoInpsId, suspendedOn, state);
    const from = later(suspendedOn, today);
    const until = resumedOn === undefined ? DAYS_OF_ACTS.latest : addDays(resumedOn, -1);
    const isOver = state.closedFrom !== undefined && state.closedFrom <= from;
    if (until < from || isOver || isShut(closureId, state)) throw refuse.AGENDA_SHUT_ALREADY();
    return [{ type: 'ClosureDeclared', data: { agendaId: id, closureId, from, until, reason: SUSPENDED } }];
  },
});

/** Gives the days back on which an agenda was shut. */
export class ReopenAgendaWithPoint extends WithPuntoInps {
  /** First day of the suspension that is over. */
  @IsRealDate()
  readonly suspendedOn!: string;
}

export const reopenAgendaWithPoint = defineCommandOn(agenda)({
  input: ReopenAgendaWithPoint,
  summary: 'Gives the days back on which an agenda was shut, as its Punto INPS is resumed.',
  id: agendaId,
  by: [],
  in: ['OPEN', 'CLOSED'],
  refuses: [refuse.AGENDA_NOT_SHUT],
  decide: ({ agendaId: id, puntoInpsId, suspendedOn }, state) => {
    const closureId = closureOf(puntoInpsId, suspendedOn, state);
    if (!isShut(closureId, state)) throw refuse.AGENDA_NOT_SHUT();
    return [{ type: 'ClosureWithdrawn', data: { agendaId: id, closureId } }];
  },
});

/** Ends an agenda with its Punto INPS. */
export class EndAgendaWithPoint extends WithPuntoInps {
  /** First day on which the point is there no longer. */
  @IsRealDate()
  readonly closedOn!: string;
}

/** Of one that was to end later, the days until then are closed. */
export const endAgendaWithPoint = defineCommandOn(agenda)({
  input: EndAgendaWithPoint,
  summary: 'Ends an agenda with its Punto INPS.',
  id: agendaId,
  by: [],
  in: ['OPEN', 'CLOSED'],
  refuses: [refuse.AGENDA_ENDS_ALREADY],
  decide: ({ agendaId: id, puntoInpsId, closedOn }, state, { today }) => {
    const from = later(closedOn, today);
    if (state.status === 'OPEN') return [{ type: 'AgendaClosed', data: { agendaId: id, effectiveDate: from } }];
    const closureId = closureOf(puntoInpsId, ENDED, state);
    const until = addDays(state.closedFrom, -1);
    if (until < from || isShut(closureId, state)) throw refuse.AGENDA_ENDS_ALREADY({ from: state.closedFrom });
    return [{ type: 'ClosureDeclared', data: { agendaId: id, closureId, from, until, reason: ENDED } }];
  },
});

/** Only what lies ahead is displaced, whatever the legal date of the cause (T1). */
function later(date: LocalDate, today: LocalDate): LocalDate {
  return date < today ? today : date;
}

/**
 * The closure that stands for a cause, or would: one that was withdrawn is followed by another, as what is recorded late may
 * bring a suspension back.
 */
function closureOf(puntoInpsId: string, cause: string, { withdrawnClosures }: Opened): string {
  for (let time = 0; ; time += 1) {
    const closureId = deriveId('ClosureWithPoint', `${puntoInpsId} ${cause}${time === 0 ? '' : ` ${time}`}`);
    if (!withdrawnClosures.includes(closureId)) return closureId;
  }
}

function isShut(closureId: string, { closures }: Opened): boolean {
  return closures.some((closure) => closure.closureId === closureId);
}
