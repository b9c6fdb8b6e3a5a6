import { deriveId } from '#kernel/domain';
import { everyPair } from '#use-cases/specification';
import { agendas } from '../agenda.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import type { Agenda } from '../domain/agenda/agenda-state.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import { openedAgenda, sampleProfile } from '../specification/sample-agenda.ts';

const owner = { kind: 'PUNTO_INPS' as const, unit: 'DP-RIETI', point: 'inps-1' };
const band: AgendaEvent = {
  type: 'OpeningBandDefined',
  data: { agendaId: 'a', bandId: 'b', weekday: 1, from: '12:00', to: '13:00', capacity: 1, validFrom: '2026-01-01' },
};
const closure = (closureId: string): AgendaEvent => ({
  type: 'ClosureDeclared',
  data: { agendaId: 'a', closureId, from: '2026-03-10', until: '2026-03-12', reason: 'Lavori' },
});
const closed: AgendaEvent = { type: 'AgendaClosed', data: { agendaId: 'a', effectiveDate: '2026-04-01' } };
const open = [openedAgenda({ owner }), band, closure('c')];
const lives: Record<Agenda['status'], readonly AgendaEvent[]> = { OPEN: open, CLOSED: [...open, closed] };
/** The same, waiting for its Punto INPS. */
const awaiting = [openedAgenda({ owner, awaitsPoint: true }), band];
/** The same, shut with its Punto INPS since 25 February. */
const shut = [...open, closure(deriveId('ClosureWithPoint', 'inps-1 2026-02-25'))];
/** One of the desk of a unit. */
const ofUnit = [openedAgenda(), band];
/** The same, closed with its unit. */
const closedWithUnit = [...open, closure(deriveId('ClosureWithUnit', 'u'))];
const inEach = (states: readonly Agenda['status'][], type: AgendaEvent['type']) =>
  Object.fromEntries(states.map((state) => [state, [type]]));
const EITHER = ['OPEN', 'CLOSED'] as const;
const input = { agendaId: 'a' };
const withPoint = { ...input, puntoInpsId: 'inps-1' };
const point = { status: 'OPEN', id: 'inps-1', region: '12', province: '057', referenceUnit: 'DP-RIETI', services: [] };

describe('every state of an agenda with every command', () => {
  const trials: Parameters<typeof everyPair<Agenda, AgendaEvent>>[1]['trials'] = {
    OpenAgenda: {
      input: { owner, name: 'x', serviceLine: sampleProfile.serviceLine, slotMinutes: 20, modes: ['IN_PERSON'] },
      facts: {
        point,
        unit: { status: 'ESTABLISHED', code: 'DP-RIETI', region: '12', province: '057' },
        usual: { horizonDays: 30, noticeMinutes: 120, holdMinutes: 5 },
      },
      brings: { ABSENT: ['AgendaOpened'] },
    },
    DefineOpeningBand: {
      input: { ...input, weekday: 2, from: '09:00', to: '12:00', capacity: 1, validFrom: '2026-03-01' },
      brings: inEach(['OPEN'], 'OpeningBandDefined'),
    },
    WithdrawOpeningBand: { input: { ...input, bandId: 'b' }, brings: inEach(['OPEN'], 'OpeningBandWithdrawn') },
    SplitOpeningBand: {
      input: { ...input, bandId: 'b', at: '12:20' },
      brings: inEach(['OPEN'], 'OpeningBandSplit'),
    },
    ChangeAgendaCapacity: {
      input: { ...input, bandId: 'b', capacity: 2 },
      brings: inEach(['OPEN'], 'AgendaCapacityChanged'),
    },
    DeclareClosure: {
      input: { ...input, from: '2026-03-20', until: '2026-03-20', reason: 'x' },
      brings: inEach(['OPEN'], 'ClosureDeclared'),
    },
    WithdrawClosure: { input: { ...input, closureId: 'c' }, brings: inEach(['OPEN'], 'ClosureWithdrawn') },
    CloseAgenda: { input: { ...input, effectiveDate: '2026-03-30' }, brings: inEach(['OPEN'], 'AgendaClosed') },
    CloseWithUnit: {
      input: { ...input, unitClosureId: 'u', from: '2026-03-05', until: '2026-03-06', reason: 'x' },
      brings: inEach(EITHER, 'ClosureDeclared'),
    },
    ReopenWithUnit: {
      input: { ...input, unitClosureId: 'u' },
      lives: { OPEN: closedWithUnit, CLOSED: [...closedWithUnit, closed] },
      brings: inEach(EITHER, 'ClosureWithdrawn'),
    },
    OpenBookingsWithPoint: {
      input: withPoint,
      lives: { OPEN: awaiting, CLOSED: [...awaiting, closed] },
      brings: inEach(EITHER, 'AgendaBookingsOpened'),
    },
    OfferAsPoint: {
      input: withPoint,
      facts: { offered: [{ serviceId: 'duplicato-certificazione-unica' }] },
      brings: inEach(EITHER, 'AgendaServicesChanged'),
    },
    ShutAgendaWithPoint: {
      input: { ...withPoint, suspendedOn: '2026-02-25' },
      brings: inEach(EITHER, 'ClosureDeclared'),
    },
    ReopenAgendaWithPoint: {
      input: { ...withPoint, suspendedOn: '2026-02-25' },
      lives: { OPEN: shut, CLOSED: [...shut, closed] },
      brings: inEach(EITHER, 'ClosureWithdrawn'),
    },
    // One that was to end later is shut until then.
    EndAgendaWithPoint: {
      input: { ...withPoint, closedOn: '2026-03-02' },
      brings: { OPEN: ['AgendaClosed'], CLOSED: ['ClosureDeclared'] },
    },
    TransferAgenda: {
      input: withPoint,
      facts: { point: { ...point, referenceUnit: 'FP-RIETI' } },
      brings: inEach(['OPEN'], 'AgendaTransferred'),
    },
    RelocateAgenda: {
      input,
      lives: { OPEN: ofUnit, CLOSED: [...ofUnit, closed] },
      facts: { unit: { status: 'ESTABLISHED', municipality: 'D493' } },
      brings: inEach(EITHER, 'AgendaRelocated'),
    },
  };

  it.each(everyPair(agenda, { lives, commands: agendas.commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});
