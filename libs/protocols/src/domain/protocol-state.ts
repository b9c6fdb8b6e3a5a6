import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { suspendedBy } from '#use-cases/dated';
import { termsAfter } from './amended-terms.ts';
import { passing } from './handed-over.ts';
import type { ProtocolEvent } from './events.ts';
import { forwardBy } from './forwarding.ts';
import { signatureInClear } from './persons-in-act.ts';
import type {
  BindingProtocol,
  ClaimedRenewal,
  OnItsWay,
  PendingAmendment,
  Protocol,
  ProtocolInForce,
  SignedProtocol,
} from './protocol-shape.ts';
import { further, withAct } from './signed-act.ts';
import { suspensionOf } from './standing-suspension.ts';
import { BINDING_STATES, type Officer, type ProtocolStanding, type ProtocolStatus } from './vocabulary.ts';

export type * from './protocol-shape.ts';

/** The state of a protocol after one more fact, which finds a state that it counts in. */
export function evolve(state: Protocol | Absent, event: ProtocolEvent): Protocol {
  if (event.type === 'ProtocolDrafted') {
    const { protocolId, ...terms } = event.data;
    return { status: 'DRAFT', id: protocolId, ...terms, officers: [], signatures: [] };
  }
  const drafted = state as Protocol;
  switch (event.type) {
    case 'ProtocolDraftRevised':
      return { ...drafted, ...event.data };
    case 'ConventionOfficerAssigned':
      return { ...drafted, officers: [...drafted.officers, event.data] };
    case 'ConventionOfficerReplaced': {
      const { previousOfficerId: _previous, ...officer } = event.data;
      return { ...drafted, officers: drafted.officers.map((named) => (isSamePost(named, officer) ? officer : named)) };
    }
    case 'ProtocolSubmitted':
      return { ...drafted, status: 'SUBMITTED' };
    case 'ProtocolRejected':
      return { ...drafted, status: 'REJECTED' };
    case 'ProtocolWithdrawn':
      return { ...drafted, status: 'WITHDRAWN' };
    case 'ProtocolSignatureRecorded':
      return { ...drafted, signatures: [...drafted.signatures, event.data] };
    case 'ProtocolSigned':
      return { ...drafted, status: 'SIGNED', ...signedFacts(event.data) };
    case 'ProtocolForwardedToCentralOrganisation':
      return further(drafted, event.data.amendmentId, { forwardedOn: event.data.forwardedOn });
    case 'ProtocolForwardingOverdueNoticed':
      return further(drafted, event.data.amendmentId, { remindedTimes: event.data.reminder });
    case 'ProtocolForwardingAcknowledged':
      return further(drafted, event.data.amendmentId, { acknowledgedOn: event.data.acknowledgedOn });
    case 'ProtocolAmendmentSignatureRecorded': {
      const { amendmentId, ...signature } = event.data;
      return withAct(drafted, amendmentId, (act) => ({ ...act, signatures: [...act.signatures, signature] }));
    }
    case 'ProtocolEntryIntoForceScheduled':
      return { ...(drafted as SignedProtocol), scheduledFor: event.data.effectiveDate };
    case 'ProtocolEntryIntoForceWithdrawn':
      return unscheduled(drafted as SignedProtocol);
    case 'ProtocolEnteredIntoForce': {
      const { effectiveDate, expiresOn } = event.data;
      return { ...unscheduled(drafted as SignedProtocol), status: 'IN_FORCE', effectiveDate, expiresOn };
    }
    case 'ProtocolRenewalClaimed': {
      const { actBy: _by, moves, ...renewal } = event.data;
      if (moves) return { ...drafted, moves: [...(drafted.moves ?? []), renewal] };
      return { ...drafted, renewals: [...(drafted.renewals ?? []), renewal] };
    }
    case 'ProtocolRenewalReleased': {
      const { forCommandId } = event.data;
      const without = (claimed?: readonly ClaimedRenewal[]) =>
        claimed?.filter((one) => one.forCommandId !== forCommandId) ?? [];
      return { ...drafted, renewals: without(drafted.renewals), moves: without(drafted.moves) };
    }
    case 'ProtocolExpiryNoticed':
      return { ...(drafted as BindingProtocol), expiryNotice: event.data };
    // What it corrects is folded corrected.
    case 'ProtocolRectified':
      return drafted;
    default:
      return binding(drafted as BindingProtocol, event);
  }
}

type FactInForce = Extract<
  ProtocolEvent,
  {
    type:
      | 'ProtocolSuspended'
      | 'ProtocolResumed'
      | 'ProtocolTerminationNotified'
      | 'ProtocolTerminationWithdrawn'
      | 'ProtocolAmendmentSigned'
      | 'ProtocolAmendmentWithdrawn'
      | 'ProtocolAmended'
      | 'ProtocolRenewed'
      | 'ProtocolTerminated'
      | 'ProtocolExpired';
  }
>;

/** What happens to a protocol once it has entered into force. */
function binding(protocol: BindingProtocol, event: FactInForce): Protocol {
  switch (event.type) {
    case 'ProtocolSuspended':
      return {
        ...protocol,
        ...suspendedBy(protocol.status === 'SUSPENDED' ? protocol : undefined, suspensionOf(event.data), event.data),
        status: 'SUSPENDED',
      };
    case 'ProtocolResumed':
      return { ...notSuspended(protocol), status: 'IN_FORCE' };
    case 'ProtocolTerminationNotified':
      // Of two notices, as the later one was recorded when that of an earlier day was not known, the first end counts.
      return protocol.termination && protocol.termination.effectiveDate < event.data.effectiveDate
        ? protocol
        : { ...protocol, termination: event.data };
    case 'ProtocolTerminationWithdrawn': {
      const { termination: _withdrawn, ...standing } = protocol;
      return standing;
    }
    case 'ProtocolAmendmentSigned': {
      const { signatures, documentSha256, signedAt, forwardBy: by, ...amendment } = event.data;
      const { amendmentId, effectiveDate } = amendment;
      const signed = withAct(protocol, amendmentId, (act) => ({
        ...act,
        ...(signatures ? { signatures } : {}),
        way: { ...signedFacts({ signedAt, forwardBy: by }), documentSha256, effectiveDate },
      }));
      // Recorded late, it took effect on a day before that on which it was recorded; or nothing is left that it could change.
      const isInEffect = protocol.amendments?.includes(amendmentId) ?? false;
      return isInEffect || !isBinding(protocol) ? signed : withAhead(signed, [...aheadOf(signed), amendment]);
    }
    case 'ProtocolAmendmentWithdrawn': {
      const { amendmentId } = event.data;
      const withdrawn = withAct(protocol, amendmentId, (act) => ({ ...act, isWithdrawn: true }));
      return withAhead(withdrawn, aheadWithout(withdrawn, amendmentId));
    }
    case 'ProtocolAmended': {
      const { amendmentId } = event.data;
      const before = withAhead(protocol, aheadWithout(protocol, amendmentId));
      const amendments = [...(before.amendments ?? []), amendmentId];
      return { ...before, ...termsAfter(before, event.data), amendments };
    }
    case 'ProtocolRenewed': {
      const { successorId, effectiveDate: renewedOn } = event.data;
      const handed = passing(event.data, protocol.points);
      return { ...notSuspended(protocol), status: 'RENEWED', successorId, renewedOn, passing: handed };
    }
    case 'ProtocolTerminated': {
      const { noticeDate, effectiveDate, reason } = event.data;
      return { ...notSuspended(protocol), status: 'TERMINATED', termination: { noticeDate, effectiveDate, reason } };
    }
    case 'ProtocolExpired':
      return { ...notSuspended(protocol), status: 'EXPIRED' };
  }
}

function aheadOf({ amendment, furtherAmendments = [] }: BindingProtocol): readonly PendingAmendment[] {
  return amendment ? [amendment, ...furtherAmendments] : [];
}

function aheadWithout(protocol: BindingProtocol, amendmentId: string): readonly PendingAmendment[] {
  return aheadOf(protocol).filter((one) => one.amendmentId !== amendmentId);
}

/** The protocol with these amendments ahead, and no others. */
function withAhead(
  { amendment: _first, furtherAmendments: _others, ...protocol }: BindingProtocol,
  [amendment, ...furtherAmendments]: readonly PendingAmendment[],
): BindingProtocol {
  return {
    ...protocol,
    ...(amendment ? { amendment } : {}),
    ...(furtherAmendments.length > 0 ? { furtherAmendments } : {}),
  };
}

function signedFacts({
  signedAt,
  forwardBy: by = forwardBy(signedAt),
}: {
  readonly signedAt: string;
  readonly forwardBy?: string | undefined;
}): OnItsWay {
  return { signedAt, forwardBy: by, remindedTimes: 0 };
}

function unscheduled({ scheduledFor: _come, ...signed }: SignedProtocol): SignedProtocol {
  return signed;
}

function notSuspended(protocol: BindingProtocol): Omit<ProtocolInForce, 'status'> {
  if (protocol.status === 'IN_FORCE') return protocol;
  const { suspension: _over, said: _all, ...binding } = protocol;
  return binding;
}

/** Tells whether a protocol binds: it has entered into force and not ended. */
export function isBinding<State extends { readonly status: ProtocolStatus | 'ABSENT' }>(
  state: State,
): state is Extract<State, { readonly status: BindingProtocol['status'] }> {
  return BINDING_STATES.some((status) => status === state.status);
}

/** First day on which a protocol is no longer in force, where it has ended. */
export function endedOn(protocol: Protocol): LocalDate | undefined {
  switch (protocol.status) {
    case 'RENEWED':
      return protocol.renewedOn;
    case 'TERMINATED':
      return protocol.termination.effectiveDate;
    case 'EXPIRED':
      return protocol.expiresOn;
    default:
      return undefined;
  }
}

/** Tells whether two officers stand for the same post of the same party. */
export function isSamePost(a: Pick<Officer, 'party' | 'role'>, b: Pick<Officer, 'party' | 'role'>): boolean {
  return a.party === b.party && a.role === b.role;
}

const STANDING = [
  'signedAt',
  'forwardedOn',
  'acknowledgedOn',
  'scheduledFor',
  'effectiveDate',
  'expiresOn',
  'suspension',
  'termination',
  'renewedOn',
] as const satisfies readonly (keyof ProtocolStanding)[];

/** What follows from the facts of a protocol: how it stands, and what is set for later. */
export function standingOf(protocol: Protocol): ProtocolStanding {
  const known = protocol as Protocol & Omit<Partial<ProtocolStanding>, 'signatures'>;
  const there = STANDING.filter((field) => known[field] !== undefined).map((field) => [field, known[field]]);
  const pending = 'amendment' in protocol ? protocol.amendment : undefined;
  const amendments = 'amendments' in protocol ? protocol.amendments : undefined;
  const { points, kinds, durationMonths } = protocol;
  return {
    ...(Object.fromEntries(there) as Partial<ProtocolStanding>),
    signatures: protocol.signatures.map(signatureInClear),
    ...(pending
      ? { pendingAmendment: { amendmentId: pending.amendmentId, effectiveDate: pending.effectiveDate } }
      : {}),
    ...(amendments ? { points: [...points], kinds: [...kinds], durationMonths } : {}),
  };
}
