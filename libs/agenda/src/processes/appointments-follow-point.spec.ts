import type { DomainEvent } from '#kernel/domain';
import { processManager, type Envelope } from '#kernel/specification';
import { appointmentsFollowPoint } from './appointments-follow-point.ts';

type Entry = [DomainEvent, Envelope];

const NOW = '2026-03-02T08:00:00.000Z';
const POINT: Envelope = { stream: 'PuntoCliente-point-1' };
const booked = (id: string, date: string, kind = 'PUNTO_CLIENTE', recordedAt = NOW): Entry => [
  {
    type: 'AppointmentBooked',
    data: {
      ...{ appointmentId: id, agendaId: 'a', date, startsAt: `${date}T09:00:00.000Z` },
      heldAt: { kind, id: 'point-1' },
      bookedFrom: { pointId: 'point-1', authorizationId: 'auth-1' },
    },
  },
  { stream: `AgendaDay-a_${date}` as never, recordedAt },
];
const suspended = (reason: string, until?: string): Entry => [
  {
    type: 'PuntoClienteSuspended',
    data: { reason, suspendedOn: '2026-02-20', ...(until === undefined ? {} : { until }) },
  },
  { ...POINT, recordedAt: NOW },
];
const resumed = (reason: string): Entry => [
  { type: 'PuntoClienteResumed', data: { reason, resumedOn: '2026-03-02' } },
  { ...POINT, recordedAt: NOW },
];
const deactivated: Entry = [
  { type: 'PuntoClienteDeactivated', data: { reason: 'SECURITY', deactivatedOn: '2026-03-02' } },
  { ...POINT, recordedAt: NOW },
];
const rectifiedAs = (from: string, to: string, ...suspensions: readonly object[]): Entry => [
  {
    type: 'PuntoClienteRectified',
    data: { on: '2026-02-20', standing: { suspensions }, from: { state: from }, to: { state: to } },
  },
  { ...POINT, recordedAt: NOW },
];
const rectified = (...suspensions: readonly object[]): Entry => rectifiedAs('ACTIVE', 'ACTIVE', ...suspensions);
const displace = (appointmentId: string, date: string, since = '2026-02-20') => ({
  name: 'DisplaceFromPoint',
  data: { agendaId: 'a', date, appointmentId, pointId: 'point-1', since },
});

describe('K7: appointments held at a Punto Cliente follow it', () => {
  const process = processManager(appointmentsFollowPoint);

  it('a point that ends displaces all that are held at it and lie ahead, and nothing that was booked from it elsewhere', () => {
    process
      .given(booked('over', '2026-03-01'), booked('desk', '2026-03-09', 'UNIT'), booked('x', '2026-03-09'), deactivated)
      .thenCommands(displace('x', '2026-03-09', '2026-03-02'));
  });

  it('T1: an end or a suspension of a period before, recorded late, displaces nobody from a point that is active again', () => {
    const to = { kind: 'SERVIZIO', province: '058', state: 'ACTIVE' };
    const late = ([{ type, data }, envelope]: Entry): Entry => [{ type, data: { ...(data as object), to } }, envelope];
    process
      .given(booked('x', '2026-03-09'), late(deactivated), late(suspended('PREMISES')), booked('y', '2026-03-10'))
      .thenCommands();
  });

  it('a suspension displaces up to its end, or the whole horizon', () => {
    const both = [booked('x', '2026-03-09'), booked('y', '2026-03-20')];
    process.given(...both, suspended('PREMISES', '2026-03-20')).thenCommands(displace('x', '2026-03-09'));
    process
      .given(...both, suspended('PREMISES'))
      .thenCommands(displace('x', '2026-03-09'), displace('y', '2026-03-20'));
  });

  it('a booking that comes later in the log, by someone who looked just before, is displaced, too', () => {
    process.given(suspended('PREMISES'), booked('late', '2026-03-09')).thenCommands(displace('late', '2026-03-09'));
    process.given(deactivated, booked('late', '2026-03-09')).thenCommands(displace('late', '2026-03-09', '2026-03-02'));
  });

  it('a point that receives again gives back what it displaced and lies ahead, as far as no other reason stands', () => {
    const reinstate = {
      name: 'ReinstateAtPoint',
      data: { ...{ agendaId: 'a', date: '2026-03-09', appointmentId: 'x', pointId: 'point-1' }, since: '2026-03-02' },
    };
    const displaced = [booked('x', '2026-03-09'), suspended('PREMISES')];
    process.given(...displaced, resumed('PREMISES')).thenCommands(reinstate);
    process.given(...displaced, suspended('STAFF'), resumed('PREMISES')).thenCommands();
    process.given(...displaced, suspended('STAFF'), resumed('PREMISES'), resumed('STAFF')).thenCommands(reinstate);
    process.given(...displaced, resumed('PREMISES'), suspended('STAFF')).thenCommands(displace('x', '2026-03-09'));
  });

  it('T1: a suspension or resumption that is recorded late leaves the days of the one that stands', () => {
    const standing = { suspensions: [{ reason: 'STAFF', from: '2026-02-25', until: '2026-03-20' }] };
    const stands: Entry = [
      { type: 'PuntoClienteSuspended', data: { reason: 'STAFF', suspendedOn: '2026-02-25', until: '2026-03-20' } },
      { ...POINT, recordedAt: NOW },
    ];
    const late = (type: string, data: object): Entry => [
      { type, data: { reason: 'STAFF', ...data, standing } },
      { ...POINT, recordedAt: NOW },
    ];
    const lateSuspension = late('PuntoClienteSuspended', { suspendedOn: '2026-02-12', until: '2026-02-15' });
    const lateResumption = late('PuntoClienteResumed', { resumedOn: '2026-02-15' });
    const both = [booked('x', '2026-03-09'), booked('y', '2026-03-20')];
    process.given(...both, stands, lateSuspension).thenCommands();
    process.given(...both, stands, lateSuspension, lateResumption).thenCommands();
    process
      .given(stands, lateSuspension, lateResumption, booked('late', '2026-03-09'))
      .thenCommands(displace('late', '2026-03-09', '2026-02-25'));
    process.given(stands, lateSuspension, booked('y', '2026-03-20')).thenCommands();
  });

  it('T1: a resumption that is recorded late and brings another suspension back has its days', () => {
    const standing = { suspensions: [{ reason: 'STAFF', from: '2026-02-25', until: '2026-03-10' }] };
    const back = (appointmentId: string, date: string) => ({
      name: 'ReinstateAtPoint',
      data: { agendaId: 'a', date, appointmentId, pointId: 'point-1', since: '2026-02-15' },
    });
    const resumption: Entry = [
      { type: 'PuntoClienteResumed', data: { reason: 'PREMISES', resumedOn: '2026-02-15', standing } },
      { ...POINT, recordedAt: NOW },
    ];
    process
      .given(booked('x', '2026-03-09'), booked('y', '2026-03-20'), suspended('PREMISES'), resumption)
      .thenCommands(back('y', '2026-03-20'));
  });

  it('T1: a suspension or resumption that is recorded late of a point at its end gives nothing back', () => {
    const to = { kind: 'SERVIZIO', province: '058', state: 'DEACTIVATED' };
    const late = (type: string, data: object): Entry => [
      { type, data: { reason: 'STAFF', ...data, to, standing: { suspensions: [] } } },
      { ...POINT, recordedAt: NOW },
    ];
    const suspension = late('PuntoClienteSuspended', { suspendedOn: '2026-02-12' });
    const resumption = late('PuntoClienteResumed', { resumedOn: '2026-02-15' });
    process.given(booked('x', '2026-03-09'), deactivated, suspension).thenCommands();
    process.given(booked('x', '2026-03-09'), deactivated, resumption).thenCommands();
    process
      .given(deactivated, suspension, resumption, booked('y', '2026-03-10'))
      .thenCommands(displace('y', '2026-03-10', '2026-03-02'));
  });

  it('T2: once a suspension is rectified, those within its right days are displaced, and the others given back', () => {
    const stands = (until: string) => ({ reason: 'PREMISES', from: '2026-02-20', until });
    const both = [booked('x', '2026-03-09'), booked('y', '2026-03-20')];
    const back = (appointmentId: string, date: string) => ({
      name: 'ReinstateAtPoint',
      data: { agendaId: 'a', date, appointmentId, pointId: 'point-1', since: '2026-02-20' },
    });
    process.given(...both, suspended('PREMISES', '2026-03-10'), rectified()).thenCommands(back('x', '2026-03-09'));
    process
      .given(...both, suspended('PREMISES', '2026-03-10'), rectified(stands('2026-04-01')))
      .thenCommands(displace('y', '2026-03-20'));
    process
      .given(...both, suspended('PREMISES', '2026-04-01'), rectified(stands('2026-03-10')))
      .thenCommands(back('y', '2026-03-20'));
    process.given(...both, deactivated, rectifiedAs('DEACTIVATED', 'DEACTIVATED')).thenCommands();
  });

  it('T2: a point that has no activity, as what undid its end never was, displaces all that are held at it', () => {
    process
      .given(booked('x', '2026-03-09'), rectifiedAs('ACTIVE', 'DEACTIVATED'))
      .thenCommands(displace('x', '2026-03-09'));
  });

  it('T2: a point that has activity again, as that was rectified in error, gives them back, and displaces nobody who books since', () => {
    const corrected = [rectifiedAs('ACTIVE', 'DEACTIVATED'), rectifiedAs('DEACTIVATED', 'ACTIVE')];
    process.given(booked('x', '2026-03-09'), ...corrected).thenCommands({
      name: 'ReinstateAtPoint',
      data: { agendaId: 'a', date: '2026-03-09', appointmentId: 'x', pointId: 'point-1', since: '2026-02-20' },
    });
    process.given(...corrected, booked('y', '2026-03-10')).thenCommands();
  });

  it('P6, T1: a point whose end was none, as it had passed before to a renewal that is recorded late, gives back what that displaced', () => {
    const passed = (from: string, to: string): Entry => [
      {
        type: 'PuntoClienteCoverageTransferred',
        data: { transferredOn: '2026-02-10', from: { state: from }, to: { state: to } },
      },
      { ...POINT, recordedAt: NOW },
    ];
    const [held, next] = [booked('x', '2026-03-09'), booked('y', '2026-03-10')];
    process.given(held, deactivated, passed('DEACTIVATED', 'ACTIVE')).thenCommands({
      name: 'ReinstateAtPoint',
      data: { agendaId: 'a', date: '2026-03-09', appointmentId: 'x', pointId: 'point-1', since: '2026-02-10' },
    });
    process.given(deactivated, passed('DEACTIVATED', 'ACTIVE'), next).thenCommands();
    process
      .given(deactivated, passed('DEACTIVATED', 'DEACTIVATED'), next)
      .thenCommands(displace('y', '2026-03-10', '2026-03-02'));
    process
      .given(suspended('PREMISES'), passed('SUSPENDED', 'SUSPENDED'), next)
      .thenCommands(displace('y', '2026-03-10'));
  });

  it('a point that goes on, as its end has lost its cause, gives back what that displaced; one that is active anew does not', () => {
    const activated = (more: object): Entry => [
      { type: 'PuntoClienteActivated', data: { activatedOn: '2026-03-02', ...more } },
      { ...POINT, recordedAt: NOW },
    ];
    const [held, undoes] = [booked('x', '2026-03-09'), '2026-03-02'];
    process.given(held, deactivated, activated({ undoes })).thenCommands({
      name: 'ReinstateAtPoint',
      data: { agendaId: 'a', date: '2026-03-09', appointmentId: 'x', pointId: 'point-1', since: '2026-03-02' },
    });
    process.given(held, deactivated, activated({})).thenCommands();
    const premises = { reason: 'PREMISES', from: '2026-02-20' };
    process.given(held, deactivated, activated({ undoes, standing: { suspensions: [premises] } })).thenCommands();
    process.given(held, deactivated, activated({ undoes, to: { state: 'DEACTIVATED' } })).thenCommands();
  });

  it('P6, T1: a point that is active anew gives back what an end has displaced that turns out to be none since', () => {
    const of = (type: string, data: object): Entry => [
      { type, data },
      { ...POINT, recordedAt: NOW },
    ];
    const ended = (reason: string) =>
      of('PuntoClienteDeactivated', { reason, protocolId: 'older', deactivatedOn: '2026-02-20' });
    const anew = of('PuntoClienteActivated', { activatedOn: '2026-02-25', protocolId: 'newer' });
    const undone = (...suspensions: object[]) =>
      of('PuntoClienteActivated', {
        ...{ activatedOn: '2026-02-20', protocolId: 'older', undoes: '2026-02-20', standing: { suspensions } },
      });
    const passed = (transferredOn: string) =>
      of('PuntoClienteCoverageTransferred', { previousProtocolId: 'older', protocolId: 'newer', transferredOn });
    const back = {
      name: 'ReinstateAtPoint',
      data: { agendaId: 'a', date: '2026-03-09', appointmentId: 'x', pointId: 'point-1' },
    };
    const before = [booked('x', '2026-03-09'), ended('PROTOCOL_EXPIRED'), anew];
    const reinstate = (since: string) => ({ ...back, data: { ...back.data, since } });
    process.given(...before, undone()).thenCommands(reinstate('2026-02-20'));
    process.given(...before, undone(), passed('2026-02-24')).thenCommands();
    process.given(...before, passed('2026-02-18')).thenCommands(reinstate('2026-02-18'));
    process.given(...before, passed('2026-02-21')).thenCommands();
    const shut = [suspended('PREMISES'), undone({ reason: 'PREMISES', from: '2026-02-20' })];
    process.given(...before, ...shut).thenCommands();
    process.given(...before, ...shut, resumed('PREMISES')).thenCommands(reinstate('2026-03-02'));
    process.given(booked('x', '2026-03-09'), ended('HOST_REQUEST'), anew, passed('2026-02-18')).thenCommands();
  });

  it('a point that receives again displaces nobody, as long as no other reason stands', () => {
    process.given(suspended('PREMISES'), resumed('PREMISES'), booked('x', '2026-03-09')).thenCommands();
    process
      .given(suspended('PREMISES'), suspended('STAFF'), resumed('PREMISES'), booked('x', '2026-03-09'))
      .thenCommands(displace('x', '2026-03-09'));
  });
});
