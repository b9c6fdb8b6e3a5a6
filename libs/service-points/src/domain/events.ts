import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { HostBodyFacts, Id, LocalDate, PointKind, ProvinceCode, RegionCode, Text } from '#vocabulary';
import { Address, DeactivationReason, HostRequest, Operator } from './vocabulary.ts';

export const PuntoClienteRequested = defineEvent({
  type: 'PuntoClienteRequested',
  schema: Type.Object({
    pointId: Id,
    kind: PointKind,
    /** As it stood at the request. */
    host: HostBodyFacts,
    region: RegionCode,
    province: ProvinceCode,
    /** Codice catastale, which outlives mergers of municipalities. */
    municipality: Type.String({ pattern: String.raw`^[A-Z]\d{3}$` }),
    address: Address,
    hostRequest: Type.Optional(HostRequest),
  }),
});

export const PuntoClienteApproved = defineEvent({
  type: 'PuntoClienteApproved',
  schema: Type.Object({ kind: PointKind }),
});

export const PuntoClienteDeclined = defineEvent({
  type: 'PuntoClienteDeclined',
  schema: Type.Object({ kind: PointKind, reason: Text }),
});

export const PuntoClienteActivated = defineEvent({
  type: 'PuntoClienteActivated',
  schema: Type.Object({
    kind: PointKind,
    /** The protocol in force that covers the point. */
    protocolId: Id,
    /** First day of activity. */
    activatedOn: LocalDate,
    operators: Type.Array(Operator),
  }),
});

export const PuntoClienteDeactivated = defineEvent({
  type: 'PuntoClienteDeactivated',
  schema: Type.Object({
    kind: PointKind,
    /** The protocol that covered it. */
    protocolId: Id,
    reason: DeactivationReason,
    /** First day without activity. */
    deactivatedOn: LocalDate,
  }),
});

export const puntoClienteEvents = [
  PuntoClienteRequested,
  PuntoClienteApproved,
  PuntoClienteDeclined,
  PuntoClienteActivated,
  PuntoClienteDeactivated,
] as const;
export type PuntoClienteEvent = EventsOf<typeof puntoClienteEvents>;
