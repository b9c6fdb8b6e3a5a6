import { everyPair } from '#use-cases/specification';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import type { PuntoCliente } from '../domain/punto-cliente-state.ts';
import { POINT_STATES, type PointStatus } from '../domain/vocabulary.ts';
import { servicePoints } from '../service-points.ts';
import { protocolLifeOf, protocolTerminated } from '../specification/sample-covering-protocol.ts';
import {
  activePoint,
  approvedPoint,
  moves,
  on,
  sampleHost,
  samplePlace,
  suspendedFor,
  suspension,
} from '../specification/sample-point.ts';

const lives: Record<PointStatus, readonly PuntoClienteEvent[]> = {
  REQUESTED: approvedPoint.slice(0, 1),
  APPROVED: approvedPoint,
  DECLINED: [
    ...approvedPoint.slice(0, 1),
    { type: 'PuntoClienteDeclined', data: { kind: 'SERVIZIO', reason: 'Spazi', ...moves('REQUESTED', 'DECLINED') } },
  ],
  ACTIVE: activePoint,
  SUSPENDED: [...activePoint, suspendedFor('PREMISES', '2026-02-20')],
  DEACTIVATED: [
    ...activePoint,
    on('2026-02-25', {
      type: 'PuntoClienteDeactivated',
      data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: 'SECURITY', deactivatedOn: '2026-02-25' },
    }),
  ],
};
const classes = { INFORMATIVO: ['CONSULTAZIONE'], SERVIZIO: ['LAVORAZIONE_AMMINISTRATIVA'], EVOLUTO: [] };
const protocol = {
  ...{ status: 'IN_FORCE', hostId: 'host-1', region: '08', points: ['point-1'] },
  ...{ kinds: ['SERVIZIO', 'INFORMATIVO'], effectiveDate: '2026-02-01' },
};
const ACTIVITY = ['ACTIVE', 'SUSPENDED'] as const;
const STANDING = ['APPROVED', ...ACTIVITY] as const;
const inEach = (states: readonly PointStatus[], type: PuntoClienteEvent['type']) =>
  Object.fromEntries(states.map((state) => [state, [type]]));
const input = { pointId: 'point-1' };
const withProtocol = { ...input, protocolId: 'p-1' };

describe('every state of a Punto Cliente with every command', () => {
  const trials: Parameters<typeof everyPair<PuntoCliente, PuntoClienteEvent>>[1]['trials'] = {
    RequestPuntoCliente: {
      input: {
        ...{ hostBodyId: 'host-1', kind: 'SERVIZIO', ...samplePlace },
        hostRequest: { protocolNumber: '1', date: '2026-03-01' },
      },
      facts: { id: 'point-1', host: sampleHost },
      brings: { ABSENT: ['PuntoClienteRequested'] },
    },
    LoadPuntoCliente: {
      input: {
        ...{ code: 'PC-1', hostBodyId: 'host-1', protocolCode: 'A', kind: 'SERVIZIO', ...samplePlace },
        ...{ services: ['comunicazione-decesso'], activatedOn: '2026-02-27' },
        hostRequest: { protocolNumber: '1', date: '2026-01-10' },
      },
      facts: {
        ...{ id: 'point-1', host: sampleHost, named: { on: () => protocol }, before: { on: () => protocol }, classes },
      },
      brings: {
        ABSENT: [
          ...['PuntoClienteRequested', 'PuntoClienteApproved', 'PuntoClienteServicesRevised', 'PuntoClienteActivated'],
        ],
        ...Object.fromEntries(
          ['APPROVED', 'DEACTIVATED'].map((state) => [state, ['PuntoClienteServicesRevised', 'PuntoClienteActivated']]),
        ),
      },
    },
    ApprovePuntoCliente: { input, brings: inEach(['REQUESTED'], 'PuntoClienteApproved') },
    DeclinePuntoCliente: { input: { ...input, reason: 'x' }, brings: inEach(['REQUESTED'], 'PuntoClienteDeclined') },
    ActivatePuntoCliente: {
      input: withProtocol,
      facts: { protocol, operators: new Map([['a-1', true]]), classes },
      brings: inEach(['APPROVED', 'DEACTIVATED'], 'PuntoClienteActivated'),
    },
    ChangeKindOfPuntoCliente: {
      input: { ...input, kind: 'INFORMATIVO', services: ['stato-domanda'] },
      facts: { protocol, operators: new Map([['a-1', true]]), classes },
      brings: inEach(STANDING, 'PuntoClienteKindChanged'),
    },
    ReviseServicesOfPuntoCliente: {
      input: { ...input, services: ['comunicazione-decesso'] },
      facts: { classes },
      brings: inEach([...STANDING, 'DEACTIVATED'], 'PuntoClienteServicesRevised'),
    },
    RelocatePuntoCliente: {
      input: { ...input, ...samplePlace, address: { street: 'Via Emilia 1', postalCode: '40100' } },
      brings: inEach([...STANDING, 'DEACTIVATED'], 'PuntoClienteRelocated'),
    },
    SuspendPuntoCliente: { input: { ...input, reason: 'STAFF' }, brings: inEach(ACTIVITY, 'PuntoClienteSuspended') },
    ResumePuntoCliente: {
      input: { ...input, reason: 'PREMISES' },
      brings: inEach(['SUSPENDED'], 'PuntoClienteResumed'),
    },
    DeactivatePuntoCliente: {
      input: { ...input, reason: 'HOST_REQUEST' },
      brings: inEach(ACTIVITY, 'PuntoClienteDeactivated'),
    },
    RectifyPuntoCliente: {
      input: {
        ...{ ...input, rectifies: 0, reason: 'Numero errato' },
        changes: { hostRequest: { protocolNumber: '21/2026', date: '2026-01-10' } },
        act: { authority: 'Direzione regionale', number: '7', date: '2026-03-01' },
      },
      brings: inEach(POINT_STATES, 'PuntoClienteRectified'),
    },
    AlignPuntoClienteWithProtocol: {
      input: withProtocol,
      facts: { protocol: protocolLifeOf(protocolTerminated('2026-02-28')) },
      brings: inEach(ACTIVITY, 'PuntoClienteDeactivated'),
    },
    AlignPuntoClienteWithOperators: {
      input,
      facts: { authorizations: new Map() },
      brings: inEach([...ACTIVITY, 'DEACTIVATED'], 'PuntoClienteSuspended'),
    },
    EndPuntoClienteWithProtocol: {
      input: { ...withProtocol, reason: 'PROTOCOL_EXPIRED', endedOn: '2026-03-02' },
      brings: inEach(ACTIVITY, 'PuntoClienteDeactivated'),
    },
    TransferPuntoClienteCoverage: {
      input: { ...input, previousProtocolId: 'p-1', protocolId: 'p-2', transferredOn: '2026-03-02' },
      brings: inEach(ACTIVITY, 'PuntoClienteCoverageTransferred'),
    },
    SuspendPuntoClienteByPolicy: {
      input: { ...withProtocol, reason: 'PROTOCOL_SUSPENDED', suspendedOn: '2026-03-02' },
      brings: inEach(ACTIVITY, 'PuntoClienteSuspended'),
    },
    LiftSuspensionOfPuntoCliente: {
      input: { ...input, reason: 'PROTOCOL_SUSPENDED', resumedOn: '2026-03-02' },
      lives: { SUSPENDED: [...lives.SUSPENDED, suspension('PROTOCOL_SUSPENDED', '2026-02-21')] },
      brings: inEach(['SUSPENDED'], 'PuntoClienteResumed'),
    },
  };

  it.each(everyPair(puntoCliente, { lives, commands: servicePoints.commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});
