import type { Absent } from '#kernel/domain';
import type { HostBodyFacts, PointKind } from '#vocabulary';
import type { ProtocolEvent } from './events.ts';
import type { Officer, Signature, Termination } from './vocabulary.ts';

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
}

/** What both signatures add. */
interface Concluded extends Drafted {
  /** RFC 3339; of the later signature. */
  readonly signedAt: string;
  readonly forwardedOn?: string;
  readonly acknowledgedOn?: string;
}

/** What the entry into force adds. */
interface Entered extends Concluded {
  /** First day in force. */
  readonly effectiveDate: string;
  /** First day no longer in force, unless it ends before. */
  readonly expiresOn: string;
}

type Draft = Drafted & { readonly status: 'DRAFT' };
type Submitted = Drafted & { readonly status: 'SUBMITTED' };
type NotConcluded = Drafted & { readonly status: 'REJECTED' | 'WITHDRAWN' };
/** `scheduledFor` is the date of an entry into force that lies ahead. */
export type SignedProtocol = Concluded & { readonly status: 'SIGNED'; readonly scheduledFor?: string };
/** `termination` was notified for a date that lies ahead. */
export type ProtocolInForce = Entered & { readonly status: 'IN_FORCE'; readonly termination?: Termination };
type Terminated = Entered & { readonly status: 'TERMINATED'; readonly termination: Termination };
type Expired = Entered & { readonly status: 'EXPIRED' };

/** A protocol as far as its rules look at it: its status says what else is known. */
export type Protocol = Draft | Submitted | NotConcluded | SignedProtocol | ProtocolInForce | Terminated | Expired;

/** The state of a protocol after one more event. The log holds what the rules let in: each event finds its state. */
export function evolve(state: Protocol | Absent, event: ProtocolEvent): Protocol {
  if (event.type === 'ProtocolDrafted') {
    const { protocolId, ...terms } = event.data;
    return { status: 'DRAFT', id: protocolId, ...terms, officers: [], signatures: [] };
  }
  const drafted = state as Protocol;
  switch (event.type) {
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
      return { ...drafted, status: 'SIGNED', signedAt: event.data.signedAt };
    default:
      return concluded(drafted as SignedProtocol | ProtocolInForce, event);
  }
}

type LaterEvent = Extract<
  ProtocolEvent,
  {
    type:
      | 'ProtocolForwardedToCentralOrganisation'
      | 'ProtocolForwardingAcknowledged'
      | 'ProtocolEntryIntoForceScheduled'
      | 'ProtocolEnteredIntoForce'
      | 'ProtocolTerminationNotified'
      | 'ProtocolTerminated'
      | 'ProtocolExpired';
  }
>;

/** What happens to a protocol once it is signed. */
function concluded(protocol: SignedProtocol | ProtocolInForce, event: LaterEvent): Protocol {
  switch (event.type) {
    case 'ProtocolForwardedToCentralOrganisation':
      return { ...protocol, forwardedOn: event.data.forwardedOn };
    case 'ProtocolForwardingAcknowledged':
      return { ...protocol, acknowledgedOn: event.data.acknowledgedOn };
    case 'ProtocolEntryIntoForceScheduled':
      return { ...(protocol as SignedProtocol), scheduledFor: event.data.effectiveDate };
    case 'ProtocolEnteredIntoForce': {
      const { scheduledFor: _come, ...signed } = protocol as SignedProtocol;
      return { ...signed, status: 'IN_FORCE', ...event.data };
    }
    case 'ProtocolTerminationNotified':
      return { ...(protocol as ProtocolInForce), termination: event.data };
    case 'ProtocolTerminated':
      return { ...(protocol as ProtocolInForce), status: 'TERMINATED', termination: event.data };
    case 'ProtocolExpired':
      return { ...(protocol as ProtocolInForce), status: 'EXPIRED' };
  }
}

/** Tells whether two officers stand for the same post of the same party. */
export function isSamePost(a: Pick<Officer, 'party' | 'role'>, b: Pick<Officer, 'party' | 'role'>): boolean {
  return a.party === b.party && a.role === b.role;
}
