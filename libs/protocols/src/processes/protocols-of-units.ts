import { dependsOnUnit, tells } from '#use-cases';
import {
  ProtocolDrafted,
  ProtocolEnteredIntoForce,
  ProtocolExpired,
  ProtocolRenewed,
  ProtocolSignatureRecorded,
  ProtocolTerminated,
} from '../domain/events.ts';

/** A protocol in force needs the unit that signed it for the institute, or that proposed it where nobody said who signed. */
export const protocolsOfUnits = dependsOnUnit('PROTOCOL', [
  tells(ProtocolDrafted, ({ proposingUnit: unit }) => (unit === undefined ? {} : { unit })),
  tells(ProtocolSignatureRecorded, ({ unit }) => (unit === undefined ? {} : { unit })),
  tells(ProtocolEnteredIntoForce, () => ({ isNeeded: true })),
  tells(ProtocolTerminated, ({ effectiveDate: leftOn }) => ({ isNeeded: false, leftOn })),
  tells(ProtocolExpired, ({ expiredOn: leftOn }) => ({ isNeeded: false, leftOn })),
  tells(ProtocolRenewed, () => ({ isNeeded: false })),
]);
