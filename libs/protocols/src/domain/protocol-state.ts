import type { Absent, EventOf } from '#kernel/domain';
import type { HostBodyFacts, PointKind } from '#vocabulary';
import type { ProtocolEvent, ProtocolSigned } from './events.ts';
import type { ExpiryNotice } from './expiry-notice.ts';
import { forwardBy } from './forwarding.ts';
import { signatureInClear } from './persons-in-act.ts';
import { suspensionOf } from './standing-suspension.ts';
import {
  BINDING_STATES,
  type Officer,
  type ProtocolStanding,
  type ProtocolStatus,
  type Signature,
  type Suspension,
  type Termination,
} from './vocabulary.ts';

/** What every protocol has, from its draft on. */
interface Drafted {
  readonly id: string;
  readonly host: HostBodyFacts;
  readonly region: string;
  readonly points: readonly string[];
  readonly kinds: readonly PointKind[];
  readonly durationMonths: number;
  readonly officers: readonly Officer[];
  readonly signatures: readonly Signature[];
  /** The protocol that it renews. */
  readonly renews?: string;
  /** The framework agreement that it follows. */
  readonly frameworkAgreementId?: string;
  /** Of whoever renews it, for each date that was claimed. */
  readonly renewals?: readonly ClaimedRenewal[];
}

/** A successor that is to enter into force. */
export interface ClaimedRenewal {
  readonly successorId: string;
  /** First day in force of the successor. */
  readonly effectiveDate: string;
  readonly forCommandId: string;
}

/** What both signatures add. */
interface Concluded extends Drafted {
  /** RFC 3339; of the later signature. */
  readonly signedAt: string;
  /** Last day on which it is forwarded in time, `yyyy-mm-dd`. */
  readonly forwardBy: string;
  /** How often its directorate was reminded that it was not. */
  readonly remindedTimes: number;
  readonly forwardedOn?: string;
  readonly acknowledgedOn?: string;
}

/** An amendment that was signed and is not in effect yet. */
export interface PendingAmendment {
  readonly amendmentId: string;
  readonly effectiveDate: string;
  readonly points?: string[];
  readonly kinds?: PointKind[];
  readonly durationMonths?: number;
}

/** What the entry into force adds. */
interface Entered extends Concluded {
  /** First day in force. */
  readonly effectiveDate: string;
  /** First day no longer in force, unless it ends before. */
  readonly expiresOn: string;
  /** The amendment that lies ahead. */
  readonly amendment?: PendingAmendment;
  /** Ids of the amendments in effect, and first day of the last one. */
  readonly amendments?: readonly string[];
  readonly amendedOn?: string;
  /** The last notice of its expiry. */
  readonly expiryNotice?: ExpiryNotice;
}

type Draft = Drafted & { readonly status: 'DRAFT' };
type Submitted = Drafted & { readonly status: 'SUBMITTED' };
type NotConcluded = Drafted & { readonly status: 'REJECTED' | 'WITHDRAWN' };
/** `scheduledFor` is the date of an entry into force that lies ahead. */
type SignedProtocol = Concluded & { readonly status: 'SIGNED'; readonly scheduledFor?: string };
/** `termination` was notified for a date that lies ahead. */
export type ProtocolInForce = Entered & { readonly status: 'IN_FORCE'; readonly termination?: Termination };
/** It binds, and nothing is done under it. */
export type SuspendedProtocol = Omit<ProtocolInForce, 'status'> & {
  readonly status: 'SUSPENDED';
  readonly suspension: Suspension;
};
/** A protocol that binds: it can be amended, and it ends. */
export type BindingProtocol = ProtocolInForce | SuspendedProtocol;
/** `passing` are the ids of the points that its successor covers. */
type Renewed = Entered & {
  readonly status: 'RENEWED';
  readonly successorId: string;
  readonly renewedOn: string;
  readonly passing: readonly string[];
};
type Terminated = Entered & { readonly status: 'TERMINATED'; readonly termination: Termination };
type Expired = Entered & { readonly status: 'EXPIRED' };

/** A protocol as far as its rules look at it: its status says what else is known. */
export type Protocol =
  | Draft
  | Submitted
  | NotConcluded
  | SignedProtocol
  | ProtocolInForce
  | SuspendedProtocol
  | Renewed
  | Terminated
  | Expired;

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
      return { ...(drafted as SignedProtocol), forwardedOn: event.data.forwardedOn };
    case 'ProtocolForwardingOverdueNoticed':
      return { ...(drafted as SignedProtocol), remindedTimes: event.data.reminder };
    case 'ProtocolForwardingAcknowledged':
      return { ...(drafted as SignedProtocol), acknowledgedOn: event.data.acknowledgedOn };
    case 'ProtocolEntryIntoForceScheduled':
      return { ...(drafted as SignedProtocol), scheduledFor: event.data.effectiveDate };
    case 'ProtocolEntryIntoForceWithdrawn':
      return unscheduled(drafted as SignedProtocol);
    case 'ProtocolEnteredIntoForce': {
      const { effectiveDate, expiresOn } = event.data;
      return { ...unscheduled(drafted as SignedProtocol), status: 'IN_FORCE', effectiveDate, expiresOn };
    }
    case 'ProtocolRenewalClaimed': {
      const { actBy: _by, ...renewal } = event.data;
      return { ...drafted, renewals: [...(drafted.renewals ?? []), renewal] };
    }
    case 'ProtocolRenewalReleased': {
      const { forCommandId } = event.data;
      return { ...drafted, renewals: drafted.renewals?.filter((one) => one.forCommandId !== forCommandId) ?? [] };
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
      return { ...protocol, status: 'SUSPENDED', suspension: suspensionOf(event.data) };
    case 'ProtocolResumed':
      return { ...notSuspended(protocol), status: 'IN_FORCE' };
    case 'ProtocolTerminationNotified':
      return { ...protocol, termination: event.data };
    case 'ProtocolTerminationWithdrawn': {
      const { termination: _withdrawn, ...standing } = protocol;
      return standing;
    }
    case 'ProtocolAmendmentSigned': {
      const { signatures: _both, documentSha256: _hash, signedAt: _at, ...amendment } = event.data;
      // Recorded late, it took effect on a day before that on which it was recorded.
      const isInEffect = protocol.amendments?.includes(amendment.amendmentId) ?? false;
      return isInEffect ? protocol : { ...protocol, amendment };
    }
    case 'ProtocolAmended': {
      const { amendmentId, points, kinds, durationMonths, expiresOn, effectiveDate: amendedOn } = event.data;
      const { amendment: _taken, ...before } = protocol;
      const amendments = [...(before.amendments ?? []), amendmentId];
      return { ...before, points, kinds, durationMonths, expiresOn, amendments, amendedOn };
    }
    case 'ProtocolRenewed': {
      const { successorId, effectiveDate: renewedOn, points: passing } = event.data;
      return { ...notSuspended(protocol), status: 'RENEWED', successorId, renewedOn, passing };
    }
    case 'ProtocolTerminated': {
      const { noticeDate, effectiveDate, reason } = event.data;
      return { ...notSuspended(protocol), status: 'TERMINATED', termination: { noticeDate, effectiveDate, reason } };
    }
    case 'ProtocolExpired':
      return { ...notSuspended(protocol), status: 'EXPIRED' };
  }
}

function signedFacts({ signedAt, forwardBy: by = forwardBy(signedAt) }: EventOf<typeof ProtocolSigned>['data']) {
  return { signedAt, forwardBy: by, remindedTimes: 0 };
}

function unscheduled({ scheduledFor: _come, ...signed }: SignedProtocol): SignedProtocol {
  return signed;
}

function notSuspended(protocol: BindingProtocol): Omit<ProtocolInForce, 'status'> {
  if (protocol.status === 'IN_FORCE') return protocol;
  const { suspension: _over, ...binding } = protocol;
  return binding;
}

/** Tells whether a protocol binds: it has entered into force and not ended. */
export function isBinding<State extends { readonly status: ProtocolStatus | 'ABSENT' }>(
  state: State,
): state is Extract<State, { readonly status: BindingProtocol['status'] }> {
  return BINDING_STATES.some((status) => status === state.status);
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
  return {
    ...(Object.fromEntries(there) as Partial<ProtocolStanding>),
    signatures: protocol.signatures.map(signatureInClear),
  };
}
