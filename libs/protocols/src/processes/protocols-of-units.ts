import { NEEDING_A_KIND } from '#organisation';
import { dependsOnUnit, tells } from '#use-cases';
import { isBinding } from '../domain/protocol-state.ts';
import {
  ProtocolDrafted,
  ProtocolEnteredIntoForce,
  ProtocolExpired,
  ProtocolRectified,
  ProtocolRejected,
  ProtocolRenewed,
  ProtocolSignatureRecorded,
  ProtocolTerminated,
  ProtocolWithdrawn,
} from '../domain/events.ts';

/**
 * A protocol needs the unit that signs it for the institute from its signature to its end, or the one that proposed it,
 * where nobody said who signs, while it is in force.
 */
export const protocolsOfUnits = dependsOnUnit(NEEDING_A_KIND.protocol, [
  tells(ProtocolDrafted, ({ proposingUnit: unit }) => (unit === undefined ? {} : { unit })),
  tells(ProtocolSignatureRecorded, ({ unit }) => (unit === undefined ? {} : { unit, isNeeded: true })),
  tells(ProtocolRejected, () => ({ isNeeded: false })),
  tells(ProtocolWithdrawn, () => ({ isNeeded: false })),
  tells(ProtocolEnteredIntoForce, () => ({ isNeeded: true })),
  tells(ProtocolTerminated, ({ effectiveDate: leftOn }) => ({ isNeeded: false, leftOn })),
  tells(ProtocolExpired, ({ expiredOn: leftOn }) => ({ isNeeded: false, leftOn })),
  tells(ProtocolRenewed, () => ({ isNeeded: false })),
  // An end that was none, or another than was known.
  tells(ProtocolRectified, ({ to, standing: { expiresOn, renewedOn, termination } }) => {
    if (isBinding({ status: to })) return { isNeeded: true };
    const ends = { TERMINATED: termination?.effectiveDate, EXPIRED: expiresOn, RENEWED: renewedOn };
    const leftOn = to in ends ? ends[to as keyof typeof ends] : undefined;
    return leftOn === undefined ? {} : { isNeeded: false, leftOn };
  }),
]);
