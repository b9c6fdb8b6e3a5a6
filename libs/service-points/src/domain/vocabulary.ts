import { Type, type Static } from '@sinclair/typebox';

export const Text = Type.String({ minLength: 1 });
/** A date on the walls of Rome, `yyyy-mm-dd`. */
export const LocalDate = Type.String({ pattern: String.raw`^\d{4}-\d{2}-\d{2}$` });

export const POINT_KINDS = ['INFORMATIVO', 'SERVIZIO', 'EVOLUTO'] as const;
/** Kinds of Punto Cliente (INPS circolare 119/2011; INPS–ANCI protocol of 10-9-2025 for EVOLUTO). */
export const PointKind = Type.Union([Type.Literal('INFORMATIVO'), Type.Literal('SERVIZIO'), Type.Literal('EVOLUTO')]);
export type PointKind = Static<typeof PointKind>;

export const POINT_STATES = ['REQUESTED', 'APPROVED', 'DECLINED', 'ACTIVE', 'DEACTIVATED'] as const;
/** The life of a Punto Cliente. */
export type PointStatus = (typeof POINT_STATES)[number];

export const DEACTIVATION_REASONS = ['PROTOCOL_EXPIRED', 'PROTOCOL_TERMINATED', 'HOST_REQUEST', 'SECURITY'] as const;
export type DeactivationReason = (typeof DEACTIVATION_REASONS)[number];
/** Why a person may end a point; the other reasons follow from its protocol. */
export const REASONS_OF_PERSONS = ['HOST_REQUEST', 'SECURITY'] as const;

/** The hosting body as it stood at the request. */
export const PointHost = Type.Object({
  id: Text,
  kind: Type.Union([Type.Literal('PUBLIC_ADMINISTRATION'), Type.Literal('RECOGNISED_ASSOCIATION')]),
  name: Text,
});
export type PointHost = Static<typeof PointHost>;

export const Address = Type.Object({
  street: Text,
  /** CAP, five digits. */
  postalCode: Type.String({ pattern: String.raw`^\d{5}$` }),
});
export type Address = Static<typeof Address>;

/** The letter with which an administration asks for a point, as the protocol register has it. */
export const HostRequest = Type.Object({ protocolNumber: Text, date: LocalDate });
export type HostRequest = Static<typeof HostRequest>;

/** Someone of the host who works at the point, trained for it. */
export const Operator = Type.Object({
  /** Opaque: names stay with the host. */
  operatorId: Text,
  trainedOn: LocalDate,
});
export type Operator = Static<typeof Operator>;
