import { Type, type Static } from '@sinclair/typebox';
import { CadastralCode, Id, LocalDate, oneOf, PointKind, ProvinceCode, Text } from '#vocabulary';

/** The life of a Punto Cliente. */
export const POINT_STATES = ['REQUESTED', 'APPROVED', 'DECLINED', 'ACTIVE', 'SUSPENDED', 'DEACTIVATED'] as const;
export const PointState = oneOf(POINT_STATES, 'PointState');
export type PointStatus = Static<typeof PointState>;

/** Why a person may end a point. */
export const REASONS_OF_PERSONS = ['HOST_REQUEST', 'SECURITY'] as const;
/** Why a point ends with its protocol. */
export const REASONS_OF_PROTOCOLS = [
  'PROTOCOL_EXPIRED',
  'PROTOCOL_TERMINATED',
  'PROTOCOL_RENEWED',
  'PROTOCOL_AMENDED',
  'PROTOCOL_NOT_IN_FORCE',
] as const;
/** Tells whether it is its protocol that ends a point for a reason. */
export function isEndByProtocol(reason: string): boolean {
  const byProtocols: readonly string[] = REASONS_OF_PROTOCOLS;
  return byProtocols.includes(reason);
}
/** Tells whether an end says that the activity begins later than was known, as its protocol does: it had not begun by then. */
export function isBegunLater(reason: string): boolean {
  return reason === 'PROTOCOL_NOT_IN_FORCE';
}
export const DeactivationReason = oneOf([...REASONS_OF_PROTOCOLS, ...REASONS_OF_PERSONS] as const);
export type DeactivationReason = Static<typeof DeactivationReason>;

/** Why a person may suspend a point. */
export const SUSPENSIONS_BY_PERSONS = ['HOST_REQUEST', 'SECURITY', 'PREMISES', 'STAFF', 'TECHNICAL'] as const;
export type SuspensionByPerson = (typeof SUSPENSIONS_BY_PERSONS)[number];
/** What the protocol that covers a point suspends it for: that is suspended itself, or does not allow points of its kind. */
export const SUSPENSIONS_BY_PROTOCOLS = ['PROTOCOL_SUSPENDED', 'KIND_NOT_COVERED'] as const;
export type SuspensionByProtocol = (typeof SUSPENSIONS_BY_PROTOCOLS)[number];
/** Tells whether it is its protocol that suspends a point for a reason. */
export function isSuspensionByProtocol(reason: string): reason is SuspensionByProtocol {
  const byProtocols: readonly string[] = SUSPENSIONS_BY_PROTOCOLS;
  return byProtocols.includes(reason);
}
/** Why a point is suspended by policy: by its protocol, or because nobody is authorised on it. */
export const SUSPENSIONS_BY_POLICY = [...SUSPENSIONS_BY_PROTOCOLS, 'NO_AUTHORISED_OPERATOR'] as const;
export type SuspensionByPolicy = (typeof SUSPENSIONS_BY_POLICY)[number];
/** Tells whether it is policies that suspend for a reason, and resume. */
export function isSuspensionByPolicy(reason: string): boolean {
  const byPolicy: readonly string[] = SUSPENSIONS_BY_POLICY;
  return byPolicy.includes(reason);
}
export const SuspensionReason = oneOf(
  [...SUSPENSIONS_BY_PERSONS, ...SUSPENSIONS_BY_POLICY] as const,
  'PointSuspensionReason',
);
export type SuspensionReason = Static<typeof SuspensionReason>;

/** Why a point is suspended, and until when if that is known (first day of activity again). */
export const Suspension = Type.Object({
  reason: SuspensionReason,
  from: LocalDate,
  until: Type.Optional(LocalDate),
});
export type Suspension = Readonly<Static<typeof Suspension>>;

/** What a point is counted as, and in which province. */
export const Standing = Type.Object({ kind: PointKind, state: PointState, province: ProvinceCode });
export type Standing = Static<typeof Standing>;

export const Address = Type.Object({
  street: Text,
  postalCode: Type.String({ pattern: String.raw`^\d{5}$`, maxLength: 5, description: 'CAP, five digits.' }),
});
export type Address = Static<typeof Address>;

/** The letter with which an administration asks for a point, as the protocol register has it. */
export const HostRequest = Type.Object({ protocolNumber: Text, date: LocalDate });
export type HostRequest = Static<typeof HostRequest>;

/** Where a point stands within its region. */
export const Place = Type.Object({ province: ProvinceCode, municipality: CadastralCode, address: Address });
export type Place = Static<typeof Place>;

/** Ids of services, as the catalogue has them. */
export const ServiceIds = Type.Array(Id, { maxItems: 200 });

/** Someone of the host who works at the point, trained for it. */
export const Operator = Type.Object({
  operatorId: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'Opaque id at the host; no name and no codice fiscale.',
  }),
  trainedOn: LocalDate,
});
export type Operator = Static<typeof Operator>;
