import { defineDatedKind, settingOf } from '#use-cases';
import type { HostBodyFacts, PointKind } from '#vocabulary';
import {
  PuntoClienteActivated,
  PuntoClienteApproved,
  PuntoClienteCoverageTransferred,
  PuntoClienteDeactivated,
  PuntoClienteDeclined,
  PuntoClienteKindChanged,
  PuntoClienteRelocated,
  PuntoClienteRequested,
  PuntoClienteResumed,
  PuntoClienteServicesRevised,
  PuntoClienteSuspended,
  puntoClienteEvents,
} from '../domain/events.ts';
import { puntoClienteLife } from '../domain/punto-cliente.ts';
import { suspensionsOf, type PuntoCliente } from '../domain/punto-cliente-state.ts';
import { toComeOfPuntoCliente } from '../domain/to-come.ts';
import type { Address, PointStatus, SuspensionReason } from '../domain/vocabulary.ts';

/** What holds of a Punto Cliente on a date. */
export interface PuntoClienteOnDate {
  readonly state: PointStatus;
  readonly kind: PointKind;
  readonly host: HostBodyFacts;
  readonly region: string;
  readonly province: string;
  /** Codice catastale. */
  readonly municipality: string;
  readonly address: Address;
  /** The protocol that covers it, or covered it last. */
  readonly protocolId?: string;
  /** First day of the activity that goes on, or went on last. */
  readonly activeFrom?: string;
  /** Ids of the services that it offers. */
  readonly services?: readonly string[];
  /** For which reasons it is suspended. */
  readonly suspendedFor?: readonly SuspensionReason[];
}

const sets = settingOf<PuntoClienteOnDate, PuntoCliente>();

/** What the events of a Punto Cliente set of it, from their legal time on. */
export const datedPuntiCliente = defineDatedKind<PuntoClienteOnDate>({
  thing: 'PuntoCliente',
  among: 'points',
  // Services that were revised for another kind count for nothing.
  version: 4,
  events: puntoClienteEvents,
  told: puntoClienteLife,
  toCome: toComeOfPuntoCliente,
  on: [
    sets(PuntoClienteRequested, (requested) => ({
      state: 'REQUESTED',
      ...requested,
    })),
    sets(PuntoClienteApproved, () => ({ state: 'APPROVED' })),
    sets(PuntoClienteDeclined, () => ({ state: 'DECLINED' })),
    // Its kind is that of its request and its changes, also of those made while an end was thought to stand that is undone: events say
    // which one it was thought to be when they were recorded.
    sets(PuntoClienteActivated, ({ protocolId, activatedOn, undoes }, before, point) => ({
      ...{ state: point.status, kind: point.kind, services: point.services, protocolId },
      suspendedFor: suspensionsOf(point).map(({ reason }) => reason),
      // What goes on without a gap began when it did.
      activeFrom: undoes === activatedOn ? (before?.activeFrom ?? activatedOn) : activatedOn,
    })),
    sets(PuntoClienteKindChanged, ({ kind, services }) => ({ kind, services })),
    sets(PuntoClienteServicesRevised, ({ services }) => ({ services })),
    sets(PuntoClienteRelocated, ({ province, municipality, address }) => ({ province, municipality, address })),
    sets(PuntoClienteSuspended, ({ reason }, before) => ({
      state: 'SUSPENDED',
      suspendedFor: [...reasonsOf(before).filter((other) => other !== reason), reason],
    })),
    sets(PuntoClienteResumed, ({ reason }, before) => {
      const left = reasonsOf(before).filter((other) => other !== reason);
      return { state: left.length > 0 ? 'SUSPENDED' : 'ACTIVE', suspendedFor: left };
    }),
    sets(PuntoClienteCoverageTransferred, ({ protocolId, transferredOn }) => ({
      protocolId,
      activeFrom: transferredOn,
    })),
    sets(PuntoClienteDeactivated, () => ({ state: 'DEACTIVATED', suspendedFor: [] })),
  ],
});

function reasonsOf(before: PuntoClienteOnDate | undefined): readonly SuspensionReason[] {
  return before?.suspendedFor ?? [];
}
