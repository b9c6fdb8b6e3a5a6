import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel';
import { Address, HostRequest, LocalDate, Operator, PointHost, PointKind, Text } from './vocabulary.ts';

export const PuntoClienteRequested = defineEvent({
  type: 'PuntoClienteRequested',
  schema: Type.Object({
    pointId: Text,
    kind: PointKind,
    host: PointHost,
    /** ISTAT code. */
    region: Type.String({ pattern: String.raw`^\d{2}$` }),
    /** ISTAT code. */
    province: Type.String({ pattern: String.raw`^\d{3}$` }),
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
    protocolId: Text,
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
    protocolId: Text,
    reason: Type.Union([
      Type.Literal('PROTOCOL_EXPIRED'),
      Type.Literal('PROTOCOL_TERMINATED'),
      Type.Literal('HOST_REQUEST'),
      Type.Literal('SECURITY'),
    ]),
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
