import { specify } from '#use-cases/specification';
import type { ProtocolFacts } from '../domain/coverage.ts';
import { PuntoClienteActivated, type PuntoClienteEvent } from '../domain/events.ts';
import type { PointStatus } from '../domain/vocabulary.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { activatePuntoCliente } from './activate-punto-cliente.ts';
import { approvePuntoCliente } from './approve-punto-cliente.ts';
import { deactivatePuntoCliente } from './deactivate-punto-cliente.ts';
import { declinePuntoCliente } from './decline-punto-cliente.ts';
import { endPuntoClienteWithProtocol } from './end-punto-cliente-with-protocol.ts';
import { requestPuntoCliente } from './request-punto-cliente.ts';

const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo' };
const association = { ...host, kind: 'RECOGNISED_ASSOCIATION' as const };
const place = {
  region: '08',
  province: '037',
  municipality: 'A944',
  address: { street: 'Piazza Maggiore 6', postalCode: '40124' },
};
const hostRequest = { protocolNumber: '1234/2026', date: '2026-02-01' };
const request = {
  hostBodyId: 'host-1',
  kind: 'SERVIZIO' as const,
  ...place,
  hostRequest,
};
const requested: PuntoClienteEvent = {
  type: 'PuntoClienteRequested',
  data: { pointId: 'point-1', kind: 'SERVIZIO', host, ...place, hostRequest },
};
const moves = (from: PointStatus, to: PointStatus) => ({
  from: { kind: 'SERVIZIO' as const, state: from, province: '037' },
  to: { kind: 'SERVIZIO' as const, state: to, province: '037' },
});
const approved: PuntoClienteEvent = {
  type: 'PuntoClienteApproved',
  data: { kind: 'SERVIZIO', ...moves('REQUESTED', 'APPROVED') },
};
const offering: PuntoClienteEvent = {
  type: 'PuntoClienteServicesRevised',
  data: { kind: 'SERVIZIO', services: ['variazione-residenza'], revisedOn: '2026-03-01' },
  effectiveAt: '2026-02-28T23:00:00.000Z',
};
const ready = [requested, approved, offering];
const classes = {
  INFORMATIVO: ['CONSULTAZIONE'],
  SERVIZIO: ['CONSULTAZIONE', 'LAVORAZIONE_AMMINISTRATIVA'],
  EVOLUTO: [],
};
const covering: ProtocolFacts = {
  status: 'IN_FORCE',
  hostId: 'host-1',
  region: '08',
  points: ['point-1'],
  kinds: ['SERVIZIO'],
  effectiveDate: '2026-03-01',
};
const activate = { pointId: 'point-1', protocolId: 'p-1' };
const activated: PuntoClienteEvent = {
  type: 'PuntoClienteActivated',
  data: { kind: 'SERVIZIO', protocolId: 'p-1', activatedOn: '2026-03-02', ...moves('APPROVED', 'ACTIVE') },
  effectiveAt: '2026-03-01T23:00:00.000Z',
};
/** What an activation finds: the protocol, how many operators are authorised, and the classes of service by kind. */
const finding = (protocol: ProtocolFacts | undefined, operators = new Map([['a-1', true]])) => ({
  protocol,
  operators,
  classes,
});
const subject = specify(puntoCliente);
/** What a request finds: the id of the new point, and its host. */
const at = (found: typeof host | typeof association | undefined) => ({ id: 'point-1', host: found });

describe('requesting a Punto Cliente', () => {
  it('a service point is requested at an administration that asks', () => {
    subject.given().when(requestPuntoCliente, request, at(host)).then(requested);
  });

  it.each(['SERVIZIO', 'EVOLUTO'] as const)('%s is refused at an association', (kind) => {
    subject
      .given()
      .when(requestPuntoCliente, { ...request, kind }, at(association))
      .thenRefused('KIND_ONLY_AT_PUBLIC_ADMINISTRATION', { kind });
  });

  it.each(['SERVIZIO', 'EVOLUTO'] as const)('%s is refused when the administration did not ask', (kind) => {
    const { hostRequest: _request, ...unasked } = request;
    subject
      .given()
      .when(requestPuntoCliente, { ...unasked, kind }, at(host))
      .thenRefused('HOST_REQUEST_REQUIRED', { kind });
  });

  it('INFORMATIVO may stand at an association, without its asking', () => {
    const { hostRequest: _request, ...unasked } = request;
    subject
      .given()
      .when(requestPuntoCliente, { ...unasked, kind: 'INFORMATIVO' }, at(association))
      .then({
        type: 'PuntoClienteRequested',
        data: { pointId: 'point-1', kind: 'INFORMATIVO', host: association, ...place },
      });
  });

  it('the host is registered, and its request not dated ahead', () => {
    subject.given().when(requestPuntoCliente, request, at(undefined)).thenRefused('HOST_BODY_NOT_REGISTERED');
    subject
      .given()
      .when(requestPuntoCliente, { ...request, hostRequest: { ...hostRequest, date: '2026-03-03' } }, at(host))
      .thenRefused('HOST_REQUEST_IN_FUTURE');
    subject
      .given()
      .when(requestPuntoCliente, { ...request, requestedOn: '2026-03-03' }, at(host))
      .thenRefused('DATE_IN_FUTURE');
  });

  it('is approved or declined on the day of its request at the earliest', () => {
    const asked: PuntoClienteEvent = {
      ...requested,
      data: { ...requested.data, requestedOn: '2026-02-10' },
      effectiveAt: '2026-02-09T23:00:00.000Z',
    };
    const decided = (on: string) => ({
      approval: subject.given(asked).when(approvePuntoCliente, { pointId: 'point-1', approvedOn: on }),
      refusal: subject.given(asked).when(declinePuntoCliente, { pointId: 'point-1', reason: 'x', declinedOn: on }),
    });
    for (const act of Object.values(decided('2026-02-10'))) expect(act.events()).toHaveLength(1);
    for (const act of Object.values(decided('2026-02-09'))) act.thenRefused('BEFORE_REQUEST');
  });

  it('is approved or declined once', () => {
    subject.given(requested).when(approvePuntoCliente, { pointId: 'point-1' }).then(approved);
    const declined: PuntoClienteEvent = {
      type: 'PuntoClienteDeclined',
      data: { kind: 'SERVIZIO', reason: 'Spazi', ...moves('REQUESTED', 'DECLINED') },
    };
    subject.given(requested).when(declinePuntoCliente, { pointId: 'point-1', reason: 'Spazi' }).then(declined);
    for (const decided of [approved, declined]) {
      subject
        .given(requested, decided)
        .when(approvePuntoCliente, { pointId: 'point-1' })
        .thenRefused('PUNTO_CLIENTE_STATE_FORBIDS');
      subject
        .given(requested, decided)
        .when(declinePuntoCliente, { pointId: 'point-1', reason: 'x' })
        .thenRefused('PUNTO_CLIENTE_STATE_FORBIDS');
    }
  });
});

describe('activating a Punto Cliente', () => {
  it('needs approval and a protocol in force that covers it', () => {
    subject
      .given(...ready)
      .when(activatePuntoCliente, activate, finding(covering))
      .then(activated);
    subject
      .given(requested)
      .when(activatePuntoCliente, activate, finding(covering))
      .thenRefused('PUNTO_CLIENTE_STATE_FORBIDS', { state: 'REQUESTED', allowed: ['APPROVED', 'DEACTIVATED'] });
  });

  it.each(['DRAFT', 'SUBMITTED', 'SIGNED', 'SUSPENDED', 'TERMINATED', 'EXPIRED', 'REJECTED', 'WITHDRAWN'])(
    'is refused under a protocol that is %s',
    (status) => {
      subject
        .given(...ready)
        .when(activatePuntoCliente, activate, finding({ ...covering, status }))
        .thenRefused('PROTOCOL_NOT_IN_FORCE', { protocolId: 'p-1', state: status });
    },
  );

  it('is refused before its protocol is in force, with the day from which it is', () => {
    subject
      .given(...ready)
      .when(activatePuntoCliente, activate, finding({ ...covering, status: 'SIGNED', inForceFrom: '2026-03-09' }))
      .thenRefused('PROTOCOL_NOT_IN_FORCE_YET', { on: '2026-03-02', inForceFrom: '2026-03-09' });
    subject
      .given(...ready)
      .when(activatePuntoCliente, activate, finding({ ...covering, status: 'EXPIRED', inForceFrom: '2022-03-09' }))
      .thenRefused('PROTOCOL_NOT_IN_FORCE', { on: '2026-03-02', state: 'EXPIRED' });
  });

  it.each<[string, Partial<ProtocolFacts>]>([
    ['PROTOCOL_OF_ANOTHER_HOST', { hostId: 'host-2' }],
    ['PROTOCOL_OF_ANOTHER_REGION', { region: '09' }],
    ['POINT_NOT_COVERED', { points: ['point-2'] }],
    ['KIND_NOT_COVERED', { kinds: ['INFORMATIVO'] }],
  ])('is refused as %s', (code, difference) => {
    subject
      .given(...ready)
      .when(activatePuntoCliente, activate, finding({ ...covering, ...difference }))
      .thenRefused(code);
  });

  it('is refused under a protocol that does not exist', () => {
    subject
      .given(...ready)
      .when(activatePuntoCliente, activate, finding(undefined))
      .thenRefused('PROTOCOL_NOT_REGISTERED');
  });

  it('K6: of a service point needs at least one granted authorisation', () => {
    subject
      .given(...ready)
      .when(activatePuntoCliente, activate, finding(covering, new Map()))
      .thenRefused('AUTHORISED_OPERATOR_REQUIRED');
  });

  it('K6: takes no list of operators, and reads the lists of earlier activations as what they were', () => {
    expect(Object.keys(new activatePuntoCliente.input())).not.toContain('operators');
    const upcast = PuntoClienteActivated.upcasters[1]!;
    const named = [{ operatorId: 'op-1', trainedOn: '2026-02-10' }];
    expect(upcast({ kind: 'SERVIZIO', operators: named })).toEqual({ kind: 'SERVIZIO', operatorsNamed: named });
    expect(upcast({ kind: 'SERVIZIO', operators: [] })).toEqual({ kind: 'SERVIZIO' });
  });

  it('K4: of a service point needs a service with an administrative processing', () => {
    subject
      .given(requested, approved)
      .when(activatePuntoCliente, activate, finding(covering))
      .thenRefused('ADMINISTRATIVE_SERVICE_REQUIRED');
  });

  it('of other points needs no operator and no service', () => {
    const informative: PuntoClienteEvent = { ...requested, data: { ...requested.data, kind: 'INFORMATIVO' } } as never;
    expect(
      subject
        .given(informative, approved)
        .when(activatePuntoCliente, activate, finding({ ...covering, kinds: ['INFORMATIVO'] }, new Map()))
        .events(),
    ).toHaveLength(1);
  });

  it('is not dated ahead', () => {
    subject
      .given(...ready)
      .when(activatePuntoCliente, { ...activate, activatedOn: '2026-03-03' }, finding(covering))
      .thenRefused('DATE_IN_FUTURE');
  });

  it('happens once: an active point is under exactly one protocol', () => {
    subject
      .given(...ready, activated)
      .when(activatePuntoCliente, { ...activate, protocolId: 'p-2' }, finding(covering))
      .thenRefused('PUNTO_CLIENTE_STATE_FORBIDS', { state: 'ACTIVE' });
  });

  it.each(['SECURITY', 'PROTOCOL_EXPIRED'] as const)(
    'happens again after the end for %s, under a protocol in force, without a new request',
    (reason) => {
      const over: PuntoClienteEvent = {
        type: 'PuntoClienteDeactivated',
        data: { kind: 'SERVIZIO', protocolId: 'p-1', reason, deactivatedOn: '2026-03-02' },
        effectiveAt: '2026-03-01T23:00:00.000Z',
      };
      const again = { ...activated.data, ...moves('DEACTIVATED', 'ACTIVE') };
      subject
        .given(...ready, activated, over)
        .when(activatePuntoCliente, activate, finding(covering))
        .then({ ...activated, data: again });
    },
  );
});

describe('deactivating a Punto Cliente', () => {
  const active = [...ready, activated];
  const deactivated = (reason: 'HOST_REQUEST' | 'PROTOCOL_TERMINATED', deactivatedOn: string): PuntoClienteEvent => ({
    type: 'PuntoClienteDeactivated',
    data: { kind: 'SERVIZIO', protocolId: 'p-1', reason, deactivatedOn, ...moves('ACTIVE', 'DEACTIVATED') },
    effectiveAt: new Date(`${deactivatedOn}T00:00:00+01:00`).toISOString(),
  });
  const end = {
    pointId: 'point-1',
    protocolId: 'p-1',
    reason: 'PROTOCOL_TERMINATED' as const,
    endedOn: '2026-03-05',
  };

  it('is done by a person when the point is active', () => {
    const command = { pointId: 'point-1', reason: 'HOST_REQUEST' as const };
    subject
      .given(...active)
      .when(deactivatePuntoCliente, command)
      .then(deactivated('HOST_REQUEST', '2026-03-02'));
    subject.given(requested, approved).when(deactivatePuntoCliente, command).thenRefused('PUNTO_CLIENTE_STATE_FORBIDS');
    subject
      .given(...active)
      .when(deactivatePuntoCliente, { ...command, deactivatedOn: '2026-03-03' })
      .thenRefused('DATE_IN_FUTURE');
    subject
      .given(...active)
      .when(deactivatePuntoCliente, { ...command, deactivatedOn: '2026-03-01' })
      .thenRefused('PUNTO_CLIENTE_STATE_FORBIDS', { state: 'APPROVED' });
  });

  it('follows the end of its protocol, on the same date', () => {
    subject
      .given(...active)
      .when(endPuntoClienteWithProtocol, end)
      .then(deactivated('PROTOCOL_TERMINATED', '2026-03-05'));
  });

  it('never comes before the activation, also when the protocol ended just before it', () => {
    subject
      .given(...active)
      .when(endPuntoClienteWithProtocol, { ...end, endedOn: '2026-03-01' })
      .then(deactivated('PROTOCOL_TERMINATED', '2026-03-02'));
  });

  it('is nothing to do when the point is no longer active, or under another protocol', () => {
    subject
      .given(...active, deactivated('HOST_REQUEST', '2026-03-02'))
      .when(endPuntoClienteWithProtocol, end)
      .thenRefused('NOT_ACTIVE_UNDER_PROTOCOL');
    subject
      .given(...active)
      .when(endPuntoClienteWithProtocol, { ...end, protocolId: 'p-0' })
      .thenRefused('NOT_ACTIVE_UNDER_PROTOCOL');
  });
});
