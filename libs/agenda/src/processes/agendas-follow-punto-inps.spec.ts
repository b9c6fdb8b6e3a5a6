import type { DomainEvent } from '#kernel/domain';
import { processManager, type Envelope } from '#kernel/specification';
import { openedAgenda } from '../specification/sample-agenda.ts';
import { agendasFollowPuntoInps } from './agendas-follow-punto-inps.ts';
import { agendasOfAgencies } from './agendas-of-agencies.ts';

type Entry = [DomainEvent, Envelope];

const POINT: Envelope = { stream: 'PuntoInps-inps-1' };
const agendaOpened = (agendaId: string, owner = { kind: 'PUNTO_INPS', unit: 'DP-RIETI', point: 'inps-1' }): Entry => [
  openedAgenda({ agendaId, owner: owner as never }),
  { stream: `Agenda-${agendaId}` as never },
];
const pointEvent = (type: string, data: object): Entry => [{ type, data }, POINT];
const opened = (replaces?: string) =>
  pointEvent('PuntoInpsOpened', {
    openedOn: '2026-03-02',
    to: 'OPEN',
    ...(replaces === undefined ? {} : { replaces }),
  });
const suspended = (to = 'SUSPENDED') =>
  pointEvent('PuntoInpsSuspended', { suspendedOn: '2026-03-03', until: '2026-03-10', to });
const resumed = pointEvent('PuntoInpsResumed', { resumedOn: '2026-03-05', to: 'OPEN' });
const closed = pointEvent('PuntoInpsClosed', { closedOn: '2026-03-04', to: 'CLOSED' });
const command = (name: string, agendaId: string, more: object = {}) => ({
  name,
  data: { agendaId, puntoInpsId: 'inps-1', ...more },
});
const shut = (agendaId: string) =>
  command('ShutAgendaWithPoint', agendaId, { suspendedOn: '2026-03-03', until: '2026-03-10' });

describe('K3: agendas follow their Punto INPS', () => {
  const process = processManager(agendasFollowPuntoInps);

  it('people book from its opening on, also at an agenda that is written just after', () => {
    process.given(agendaOpened('a'), opened()).thenCommands(command('OpenBookingsWithPoint', 'a'));
    process.given(opened(), agendaOpened('late')).thenCommands(command('OpenBookingsWithPoint', 'late'));
  });

  it('are shut while it is suspended, and given back as it is resumed', () => {
    process.given(agendaOpened('a'), suspended()).thenCommands(shut('a'));
    process
      .given(agendaOpened('a'), suspended(), resumed)
      .thenCommands(command('ReopenAgendaWithPoint', 'a', { suspendedOn: '2026-03-03' }));
    process.given(suspended(), agendaOpened('late')).thenCommands(shut('late'));
    process.given(suspended(), resumed, agendaOpened('late')).thenCommands();
  });

  it('T2: once a suspension or its reference unit is rectified, they are shut and stand as is right', () => {
    const rectified = (of: string, standing: object, to = 'OPEN') =>
      pointEvent('PuntoInpsRectified', { of, to, standing: { referenceUnit: 'DP-RIETI', ...standing } });
    const of = 'PuntoInpsSuspended';
    const reopen = command('ReopenAgendaWithPoint', 'a', { suspendedOn: '2026-03-03' });
    process.given(agendaOpened('a'), suspended(), rectified(of, {})).thenCommands(reopen);
    const longer = { suspension: { reason: 'STAFF', from: '2026-03-03', until: '2026-04-01' } };
    process
      .given(agendaOpened('a'), suspended(), rectified(of, longer, 'SUSPENDED'))
      .thenCommands(reopen, command('ShutAgendaWithPoint', 'a', { suspendedOn: '2026-03-03', until: '2026-04-01' }));
    process
      .given(agendaOpened('a'), rectified('PuntoInpsReferenceUnitChanged', {}))
      .thenCommands(command('TransferAgenda', 'a'));
    process.given(agendaOpened('a'), closed, rectified('PuntoInpsClosed', {}, 'CLOSED')).thenCommands();
  });

  it('T1: a suspension that is recorded late and changes nothing of today shuts nothing', () => {
    process.given(agendaOpened('a'), suspended('OPEN')).thenCommands();
  });

  it('T1: a suspension or resumption that is recorded late leaves the days of the one that stands', () => {
    const standing = { suspension: { reason: 'STAFF', from: '2026-03-03', until: '2026-03-10' } };
    const of = { to: 'SUSPENDED', standing };
    const lateSuspension = pointEvent('PuntoInpsSuspended', { suspendedOn: '2026-02-12', until: '2026-02-15', ...of });
    const lateResumption = pointEvent('PuntoInpsResumed', { resumedOn: '2026-02-15', ...of });
    process.given(agendaOpened('a'), suspended(), lateSuspension).thenCommands();
    process.given(agendaOpened('a'), suspended(), lateSuspension, lateResumption).thenCommands();
    process.given(suspended(), lateSuspension, lateResumption, agendaOpened('late')).thenCommands(shut('late'));
    // One that took the place of another, and gives it back.
    const wide = pointEvent('PuntoInpsSuspended', { suspendedOn: '2026-02-12', to: 'SUSPENDED' });
    const reopen = (suspendedOn: string) => command('ReopenAgendaWithPoint', 'a', { suspendedOn });
    process
      .given(agendaOpened('a'), suspended(), wide)
      .thenCommands(reopen('2026-03-03'), command('ShutAgendaWithPoint', 'a', { suspendedOn: '2026-02-12' }));
    process.given(agendaOpened('a'), suspended(), wide, lateResumption).thenCommands(reopen('2026-02-12'), shut('a'));
  });

  it('end with it, also one that is written just after', () => {
    const end = { closedOn: '2026-03-04' };
    process
      .given(agendaOpened('a'), agendaOpened('b'), closed)
      .thenCommands(command('EndAgendaWithPoint', 'a', end), command('EndAgendaWithPoint', 'b', end));
    process.given(closed, agendaOpened('late')).thenCommands(command('EndAgendaWithPoint', 'late', end));
  });

  it('go with it under another reference unit; those of others stay', () => {
    const changed = pointEvent('PuntoInpsReferenceUnitChanged', { referenceUnit: 'FP-RIETI' });
    const others = agendaOpened('x', { kind: 'UNIT_DESK', unit: 'DP-RIETI' } as never);
    process.given(agendaOpened('a'), others, changed).thenCommands(command('TransferAgenda', 'a'));
  });
});

describe('K3: the agendas of an agency pass to the Punto INPS that it became', () => {
  const process = processManager(agendasOfAgencies);
  const desk = (agendaId: string) => agendaOpened(agendaId, { kind: 'UNIT_DESK', unit: 'AG-FARA' } as never);

  it('as the point opens, also one that is written just after', () => {
    process
      .given(desk('a'), desk('b'), opened('AG-FARA'))
      .thenCommands(command('TransferAgenda', 'a'), command('TransferAgenda', 'b'));
    process.given(opened('AG-FARA'), desk('late')).thenCommands(command('TransferAgenda', 'late'));
  });

  it('none passes to a point that became of no agency, or of another, nor to a second one', () => {
    process.given(desk('a'), opened()).thenCommands();
    process.given(desk('a'), opened('AG-OTHER')).thenCommands();
    process.given(desk('a'), opened('AG-FARA'), opened('AG-FARA')).thenCommands();
    const late = pointEvent('PuntoInpsOpened', { openedOn: '2026-03-02', to: 'CLOSED', replaces: 'AG-FARA' });
    process.given(desk('a'), late).thenCommands();
    process.given(desk('a'), late, opened('AG-FARA')).thenCommands(command('TransferAgenda', 'a'));
  });
});
