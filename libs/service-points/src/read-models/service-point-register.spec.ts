import { projection } from '#kernel/specification';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { servicePointHistory } from './service-point-history.ts';
import { servicePointRegister } from './service-point-register.ts';

const stream = 'PuntoCliente-point-1';
const requested: PuntoClienteEvent = {
  type: 'PuntoClienteRequested',
  data: {
    pointId: 'point-1',
    kind: 'SERVIZIO',
    host: { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' },
    region: '08',
    province: '037',
    municipality: 'A944',
    address: { street: 'Piazza Maggiore 6', postalCode: '40124' },
  },
};
const approved: PuntoClienteEvent = { type: 'PuntoClienteApproved', data: { kind: 'SERVIZIO' } };
const activated: PuntoClienteEvent = {
  type: 'PuntoClienteActivated',
  data: {
    kind: 'SERVIZIO',
    protocolId: 'p-1',
    activatedOn: '2026-03-02',
  },
  effectiveAt: '2026-03-01T23:00:00.000Z',
};
const deactivated: PuntoClienteEvent = {
  type: 'PuntoClienteDeactivated',
  data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: 'PROTOCOL_TERMINATED', deactivatedOn: '2026-06-01' },
  effectiveAt: '2026-05-31T22:00:00.000Z',
};

function lifeOf(...events: PuntoClienteEvent[]): [PuntoClienteEvent, { stream: string }][] {
  return events.map((event) => [event, { stream }]);
}

function documentAfter(...events: PuntoClienteEvent[]) {
  return projection(servicePointRegister)
    .given<PuntoClienteEvent>(...lifeOf(...events))
    .document('point-1');
}

const sinceMarch = { kind: 'SERVIZIO', protocolId: 'p-1' } as const;
const suspendedOn = (suspendedOn: string, effectiveAt: string): PuntoClienteEvent => ({
  type: 'PuntoClienteSuspended',
  data: { ...sinceMarch, reason: 'SECURITY', suspendedOn },
  effectiveAt,
});

describe('register of Punti Cliente', () => {
  it('K8: what suspends a point goes on where an end is undone, or begins with the day from which that is', () => {
    const undone: PuntoClienteEvent = {
      type: 'PuntoClienteActivated',
      data: { ...sinceMarch, activatedOn: '2026-06-01', undoes: '2026-06-01', asLeft: true },
      effectiveAt: '2026-05-31T22:00:00.000Z',
    };
    const life = [requested, approved, activated, deactivated, undone];
    expect(documentAfter(...life, suspendedOn('2026-05-10', '2026-05-09T22:00:00.000Z'))).toMatchObject({
      state: 'SUSPENDED',
      suspensions: [{ reason: 'SECURITY', from: '2026-05-10', until: null, isOver: false }],
    });
    const notYet: PuntoClienteEvent = {
      type: 'PuntoClienteDeactivated',
      data: { ...sinceMarch, reason: 'PROTOCOL_NOT_IN_FORCE', deactivatedOn: '2026-03-02' },
      effectiveAt: '2026-03-01T23:00:00.000Z',
    };
    const since: PuntoClienteEvent = {
      type: 'PuntoClienteActivated',
      data: { ...sinceMarch, activatedOn: '2026-06-01', undoes: '2026-03-02', asLeft: true },
      effectiveAt: '2026-05-31T22:00:00.000Z',
    };
    const stopped = suspendedOn('2026-05-10', '2026-05-09T22:00:00.000Z');
    expect(documentAfter(requested, approved, activated, stopped, notYet, since)).toMatchObject({
      state: 'SUSPENDED',
      periods: [{ from: '2026-06-01', until: null }],
      suspensions: [{ reason: 'SECURITY', from: '2026-06-01', until: null, isOver: false }],
    });
  });

  it('follows the state of a point through its life', () => {
    const declined: PuntoClienteEvent = { type: 'PuntoClienteDeclined', data: { kind: 'SERVIZIO', reason: 'x' } };
    expect(documentAfter(requested)?.state).toBe('REQUESTED');
    expect(documentAfter(requested, declined)?.state).toBe('DECLINED');
    expect(documentAfter(requested, approved)?.state).toBe('APPROVED');
    expect(documentAfter(requested, approved, activated)?.state).toBe('ACTIVE');
    expect(documentAfter(requested, approved, activated, deactivated)?.state).toBe('DEACTIVATED');
  });

  it('K4: what was said that it offers counts for nothing once it turns out to have been of another kind by then (T1)', () => {
    const services = ['quesito', 'comunicazione-decesso'];
    const revised: PuntoClienteEvent = {
      type: 'PuntoClienteServicesRevised',
      data: { kind: 'SERVIZIO', services, revisedOn: '2026-05-01' },
      effectiveAt: '2026-04-30T22:00:00.000Z',
    };
    const changed: PuntoClienteEvent = {
      type: 'PuntoClienteKindChanged',
      data: {
        ...{ kind: 'INFORMATIVO', previousKind: 'SERVIZIO', services: ['estratto-conto-contributivo'] },
        changedOn: '2026-04-01',
      },
      effectiveAt: '2026-03-31T22:00:00.000Z',
    };
    const opened = [requested, approved, activated] as const;
    expect(documentAfter(...opened, revised)).toMatchObject({ kind: 'SERVIZIO', services });
    expect(documentAfter(...opened, revised, changed)).toMatchObject({
      ...{ kind: 'INFORMATIVO', services: ['estratto-conto-contributivo'] },
    });
  });

  it('says from when to when a point was active, and under which protocol', () => {
    expect(documentAfter(requested, approved, activated)?.periods).toEqual([
      { from: '2026-03-02', until: null, protocolId: 'p-1', reason: null },
    ]);
    expect(documentAfter(requested, approved, activated, deactivated)).toMatchObject({
      protocolId: 'p-1',
      periods: [{ from: '2026-03-02', until: '2026-06-01', protocolId: 'p-1', reason: 'PROTOCOL_TERMINATED' }],
      activity: { from: '2026-03-02', until: '2026-06-01' },
    });
  });

  it('T1: how one protocol ends, or passes its points, is nothing to an activity under another that becomes known since', () => {
    const undone: PuntoClienteEvent = {
      type: 'PuntoClienteActivated',
      data: { ...sinceMarch, activatedOn: '2026-06-01', undoes: '2026-06-01', asLeft: true },
      effectiveAt: '2026-05-31T22:00:00.000Z',
    };
    const passed: PuntoClienteEvent = {
      type: 'PuntoClienteCoverageTransferred',
      data: { kind: 'SERVIZIO', previousProtocolId: 'p-1', protocolId: 'p-3', transferredOn: '2026-06-10' },
      effectiveAt: '2026-06-09T22:00:00.000Z',
    };
    const earlier: PuntoClienteEvent = {
      type: 'PuntoClienteDeactivated',
      data: { ...sinceMarch, reason: 'PROTOCOL_TERMINATED', deactivatedOn: '2026-04-01' },
      effectiveAt: '2026-03-31T22:00:00.000Z',
    };
    const other: PuntoClienteEvent = {
      type: 'PuntoClienteActivated',
      data: { kind: 'SERVIZIO', protocolId: 'p-2', activatedOn: '2026-05-01' },
      effectiveAt: '2026-04-30T22:00:00.000Z',
    };
    const life = [requested, approved, activated, deactivated, undone, passed, earlier, other];
    const periods = [
      { from: '2026-03-02', until: '2026-04-01', protocolId: 'p-1', reason: 'PROTOCOL_TERMINATED' },
      { from: '2026-05-01', until: null, protocolId: 'p-2', reason: null },
    ];
    expect(documentAfter(...life)).toMatchObject({ state: 'ACTIVE', periods });
    const asked: PuntoClienteEvent = {
      type: 'PuntoClienteDeactivated',
      data: { ...sinceMarch, reason: 'HOST_REQUEST', deactivatedOn: '2026-06-20' },
      effectiveAt: '2026-06-19T22:00:00.000Z',
    };
    expect(documentAfter(...life, asked)).toMatchObject({ state: 'DEACTIVATED' });
  });

  it('T2, T3: an end that has lost its cause leaves one period, and what never was, or ended on its day, leaves none', () => {
    const day = (date: string) => `${date}T00:00:00+02:00`;
    const of = { kind: 'SERVIZIO', protocolId: 'p-1' } as const;
    const goesOn: PuntoClienteEvent = {
      type: 'PuntoClienteActivated',
      data: { ...of, activatedOn: '2026-06-01', undoes: '2026-06-01' },
      effectiveAt: day('2026-06-01'),
    };
    const lived = [requested, approved, activated, deactivated, goesOn];
    expect(documentAfter(...lived)).toMatchObject({
      state: 'ACTIVE',
      periods: [{ from: '2026-03-02', until: null, protocolId: 'p-1', reason: null }],
    });
    const suspended = (until: string): PuntoClienteEvent => ({
      type: 'PuntoClienteSuspended',
      data: { ...of, reason: 'PROTOCOL_SUSPENDED', suspendedOn: '2026-07-01', until },
      effectiveAt: day('2026-07-01'),
    });
    const annulled: PuntoClienteEvent = {
      type: 'PuntoClienteResumed',
      data: { ...of, reason: 'PROTOCOL_SUSPENDED', resumedOn: '2026-07-01', undoes: '2026-07-01' },
      effectiveAt: day('2026-07-01'),
    };
    expect(documentAfter(...lived, suspended('2026-08-01'), suspended('2026-09-01'))?.suspensions).toEqual([
      { reason: 'PROTOCOL_SUSPENDED', from: '2026-07-01', until: '2026-09-01', isOver: false },
    ]);
    expect(documentAfter(...lived, suspended('2026-08-01'), annulled)?.suspensions).toEqual([]);
    const { undoes: _undoes, ...ended } = annulled.data as { readonly undoes?: string };
    const resumed = { ...annulled, data: ended } as PuntoClienteEvent;
    expect(documentAfter(...lived, suspended('2026-08-01'), resumed)?.suspensions).toEqual([]);
    const before: PuntoClienteEvent[] = [
      {
        type: 'PuntoClienteDeactivated',
        data: { ...of, reason: 'PROTOCOL_NOT_IN_FORCE', deactivatedOn: '2026-03-02' },
        effectiveAt: '2026-03-01T23:00:00.000Z',
      },
      {
        type: 'PuntoClienteActivated',
        data: { ...of, activatedOn: '2026-03-10', undoes: '2026-03-02' },
        effectiveAt: '2026-03-09T23:00:00.000Z',
      },
    ];
    expect(documentAfter(requested, approved, activated, ...before)?.periods).toEqual([
      { from: '2026-03-10', until: null, protocolId: 'p-1', reason: null },
    ]);
  });

  it('T1: a suspension that is recorded after the end stands before it, and the point is ended all the same', () => {
    const late: PuntoClienteEvent = {
      type: 'PuntoClienteSuspended',
      data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: 'STAFF', suspendedOn: '2026-04-01' },
      effectiveAt: '2026-03-31T22:00:00.000Z',
    };
    expect(documentAfter(requested, approved, activated, deactivated, late)).toMatchObject({
      state: 'DEACTIVATED',
      suspensions: [{ reason: 'STAFF', from: '2026-04-01', until: '2026-06-01', isOver: true }],
    });
    expect(documentAfter(requested, approved, activated, late)).toMatchObject({
      state: 'SUSPENDED',
      suspensions: [{ reason: 'STAFF', from: '2026-04-01', until: null, isOver: false }],
    });
  });

  it('a point that is active again keeps its earlier periods', () => {
    const again: PuntoClienteEvent = {
      ...activated,
      data: { kind: 'SERVIZIO', protocolId: 'p-2', activatedOn: '2026-09-01' },
      effectiveAt: '2026-08-31T22:00:00.000Z',
    };
    expect(documentAfter(requested, approved, activated, deactivated, again)).toMatchObject({
      ...{ state: 'ACTIVE', protocolId: 'p-2' },
      periods: [
        { from: '2026-03-02', until: '2026-06-01', protocolId: 'p-1', reason: 'PROTOCOL_TERMINATED' },
        { from: '2026-09-01', until: null, protocolId: 'p-2', reason: null },
      ],
    });
  });

  it('keeps the whole history', () => {
    const history = projection(servicePointHistory)
      .given<PuntoClienteEvent>(...lifeOf(requested, approved, activated, deactivated))
      .document('point-1');
    expect(history?.entries.map(({ type, position }) => `${position} ${type}`)).toEqual([
      '1 PuntoClienteRequested',
      '2 PuntoClienteApproved',
      '3 PuntoClienteActivated',
      '4 PuntoClienteDeactivated',
    ]);
  });

  it('is read without the histories: they are documents of their own', () => {
    expect(documentAfter(requested, approved)).not.toHaveProperty('history');
  });
});
