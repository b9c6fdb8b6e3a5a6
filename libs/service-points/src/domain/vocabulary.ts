import { Type, type Static } from '@sinclair/typebox';
import { LocalDate, oneOf, Text } from '#vocabulary';

/** The life of a Punto Cliente. */
export const POINT_STATES = ['REQUESTED', 'APPROVED', 'DECLINED', 'ACTIVE', 'DEACTIVATED'] as const;
export const PointState = oneOf(POINT_STATES, 'PointState');
export type PointStatus = Static<typeof PointState>;

/** Why a person may end a point. */
export const REASONS_OF_PERSONS = ['HOST_REQUEST', 'SECURITY'] as const;
/** Why a point ends with its protocol. */
export const REASONS_OF_PROTOCOLS = ['PROTOCOL_EXPIRED', 'PROTOCOL_TERMINATED'] as const;
export const DeactivationReason = oneOf([...REASONS_OF_PROTOCOLS, ...REASONS_OF_PERSONS] as const);
export type DeactivationReason = Static<typeof DeactivationReason>;

export const Address = Type.Object({
  street: Text,
  postalCode: Type.String({ pattern: String.raw`^\d{5}$`, maxLength: 5, description: 'CAP, five digits.' }),
});
export type Address = Static<typeof Address>;

/** The letter with which an administration asks for a point, as the protocol register has it. */
export const HostRequest = Type.Object({ protocolNumber: Text, date: LocalDate });
export type HostRequest = Static<typeof HostRequest>;

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
