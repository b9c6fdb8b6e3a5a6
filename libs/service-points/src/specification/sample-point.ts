import { toTimestamp } from '#kernel/domain';
import { midnightInRome } from '#italy';
import type { Life } from '#use-cases/dated';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { puntoClienteLife, type LivedPoint } from '../domain/punto-cliente.ts';
import type { PointStatus, SuspensionReason } from '../domain/vocabulary.ts';

/** A fact with the instant from which law lets it count: 00:00 in Rome of a date. */
export function on(date: string, event: PuntoClienteEvent): PuntoClienteEvent {
  return { ...event, effectiveAt: toTimestamp(midnightInRome(date)) };
}

/** From which state to which a fact moves a point of kind SERVIZIO. */
export function moves(from: PointStatus, to: PointStatus) {
  const standing = (state: PointStatus) => ({ kind: 'SERVIZIO' as const, state, province: '037' });
  return { from: standing(from), to: standing(to) };
}

export const sampleHost = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo' };

export const samplePlace = {
  region: '08',
  province: '037',
  municipality: 'A944',
  address: { street: 'Piazza Maggiore 6', postalCode: '40124' },
};

/** A Punto Cliente di Servizio that was requested and approved, and offers services. */
export const approvedPoint: readonly PuntoClienteEvent[] = [
  {
    type: 'PuntoClienteRequested',
    data: {
      ...{ pointId: 'point-1', kind: 'SERVIZIO', host: sampleHost, ...samplePlace },
      hostRequest: { protocolNumber: '12/2026', date: '2026-01-10' },
    },
  },
  { type: 'PuntoClienteApproved', data: { kind: 'SERVIZIO', ...moves('REQUESTED', 'APPROVED') } },
  on('2026-02-01', {
    type: 'PuntoClienteServicesRevised',
    data: { kind: 'SERVIZIO', services: ['variazione-residenza'], revisedOn: '2026-02-01' },
  }),
];

/** The same, active since 10 February 2026 under the protocol `p-1`. */
export const activePoint: readonly PuntoClienteEvent[] = [
  ...approvedPoint,
  on('2026-02-10', {
    type: 'PuntoClienteActivated',
    data: { kind: 'SERVIZIO', protocolId: 'p-1', activatedOn: '2026-02-10', ...moves('APPROVED', 'ACTIVE') },
  }),
];

/** The point of these events, with all that was written of it by 2 March 2026. */
export function livedPoint(events: readonly PuntoClienteEvent[]): LivedPoint {
  const life = events.reduce<Life<PuntoClienteEvent>>(
    (whole, event, revision) =>
      puntoClienteLife.add(whole, event, { revision, recordedAt: '2026-03-02T07:00:00.000Z' }),
    [],
  );
  return { ...puntoClienteLife.judgedOn(life, '2026-03-02'), life } as LivedPoint;
}

/** It is suspended for its first reason. */
export function suspendedFor(reason: SuspensionReason, suspendedOn: string): PuntoClienteEvent {
  return on(suspendedOn, {
    type: 'PuntoClienteSuspended',
    data: { kind: 'SERVIZIO', protocolId: 'p-1', reason, suspendedOn, ...moves('ACTIVE', 'SUSPENDED') },
  });
}

/** It is suspended for one reason more. */
export function suspension(reason: SuspensionReason, suspendedOn: string): PuntoClienteEvent {
  return on(suspendedOn, {
    type: 'PuntoClienteSuspended',
    data: { kind: 'SERVIZIO', protocolId: 'p-1', reason, suspendedOn, ...moves('SUSPENDED', 'SUSPENDED') },
  });
}

/** It is suspended for its first reason, until a day that is known. */
export function suspendedUntil(suspendedOn: string, until: string): PuntoClienteEvent {
  return on(suspendedOn, {
    type: 'PuntoClienteSuspended',
    data: {
      ...{ kind: 'SERVIZIO', protocolId: 'p-1', reason: 'PREMISES', suspendedOn, until },
      ...moves('ACTIVE', 'SUSPENDED'),
    },
  });
}

/** The last reason for which it is suspended is over. */
export function resumed(resumedOn: string, reason: SuspensionReason = 'PREMISES'): PuntoClienteEvent {
  return on(resumedOn, {
    type: 'PuntoClienteResumed',
    data: { kind: 'SERVIZIO', protocolId: 'p-1', reason, resumedOn, ...moves('SUSPENDED', 'ACTIVE') },
  });
}
