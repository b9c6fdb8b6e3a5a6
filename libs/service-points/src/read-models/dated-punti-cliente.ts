import { defineDatedKind, settingOf } from '#use-cases';
import type { HostBodyFacts, PointKind } from '#vocabulary';
import {
  PuntoClienteActivated,
  PuntoClienteApproved,
  PuntoClienteDeactivated,
  PuntoClienteDeclined,
  PuntoClienteRequested,
  puntoClienteEvents,
} from '../domain/events.ts';
import type { Address, PointStatus } from '../domain/vocabulary.ts';

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
}

const sets = settingOf<PuntoClienteOnDate>();

/** What the events of a Punto Cliente set of it, from their legal time on. */
export const datedPuntiCliente = defineDatedKind<PuntoClienteOnDate>({
  thing: 'PuntoCliente',
  among: 'points',
  events: puntoClienteEvents,
  on: [
    sets(PuntoClienteRequested, (requested) => ({
      state: 'REQUESTED',
      ...requested,
    })),
    sets(PuntoClienteApproved, () => ({ state: 'APPROVED' })),
    sets(PuntoClienteDeclined, () => ({ state: 'DECLINED' })),
    sets(PuntoClienteActivated, ({ kind, protocolId, activatedOn }) => ({
      state: 'ACTIVE',
      kind,
      protocolId,
      activeFrom: activatedOn,
    })),
    sets(PuntoClienteDeactivated, () => ({ state: 'DEACTIVATED' })),
  ],
});
