import { defineLife, endsWhatStands, isAnotherAlone, setWithSuspension, type FactAmong } from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import { evolve, type Protocol, type SuspendedProtocol } from './protocol-state.ts';
import { SUSPENSIONS } from './suspension-kind.ts';
import { BINDING_STATES } from './vocabulary.ts';

/** It is an act that both have signed, also where the protocol turns out to have ended before: it changes nothing then (P9). */
const FROM_FORCE_ON = [...BINDING_STATES, 'RENEWED', 'EXPIRED', 'TERMINATED'] as const;

/** The life of a protocol by legal dates: how each fact is dated, and in which states it counts (T1). */
export const protocolLife = defineLife<Protocol, ProtocolEvent>({
  evolve,
  dating: {
    ProtocolDraftRevised: { in: ['DRAFT'] },
    ProtocolSubmitted: { in: ['DRAFT'] },
    ProtocolRejected: { in: ['SUBMITTED'] },
    ProtocolWithdrawn: { in: ['DRAFT', 'SUBMITTED'] },
    ProtocolSignatureRecorded: { in: ['SUBMITTED'], date: 'signedAt' },
    ProtocolSigned: { in: ['SUBMITTED'], date: 'signedAt' },
    ProtocolEntryIntoForceScheduled: { in: ['SIGNED'], date: 'effectiveDate', announces: true },
    ProtocolEntryIntoForceWithdrawn: { in: ['SIGNED'] },
    ProtocolEnteredIntoForce: { in: ['SIGNED'], date: 'effectiveDate' },
    ProtocolSuspended: {
      in: BINDING_STATES,
      when: (state: Protocol, suspended) => state.status !== 'SUSPENDED' || !isAnotherAlone(state, suspended),
      date: 'suspendedOn',
    },
    ProtocolResumed: {
      in: ['SUSPENDED'],
      when: (state: SuspendedProtocol, { resumedOn }, among: FactAmong<ProtocolEvent>) =>
        endsWhatStands(state, { resumedOn, ...setWithSuspension(SUSPENSIONS, among) }),
      date: 'resumedOn',
    },
    ProtocolTerminationNotified: { in: BINDING_STATES, date: 'effectiveDate', announces: true },
    ProtocolTerminationWithdrawn: { in: BINDING_STATES },
    // At the instant at which it ends the entry of its successor goes first (P6), whichever is recorded first.
    ProtocolTerminated: { in: BINDING_STATES, date: 'effectiveDate', endsDay: true },
    ProtocolAmendmentSignatureRecorded: { date: 'signedAt' },
    ProtocolAmendmentSigned: { in: FROM_FORCE_ON, date: 'effectiveDate', announces: true },
    ProtocolAmendmentWithdrawn: { in: FROM_FORCE_ON },
    ProtocolAmended: { in: BINDING_STATES, date: 'effectiveDate' },
    ProtocolRenewed: { in: BINDING_STATES, date: 'effectiveDate' },
    ProtocolExpired: { in: BINDING_STATES, date: 'expiredOn', endsDay: true },
  },
  rectifiedBy: 'ProtocolRectified',
});
