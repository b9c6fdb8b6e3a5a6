import type { CommandAbandoned } from '#kernel';
import type { ProtocolEvent } from './events.ts';
import type { Officer, PointKind, ProtocolHost, ProtocolStatus, Signature, Termination } from './vocabulary.ts';

/** A protocol as far as its rules look at it. */
export interface Protocol {
  readonly id: string;
  readonly status: ProtocolStatus;
  readonly host: ProtocolHost;
  readonly region: string;
  readonly points: readonly string[];
  readonly kinds: readonly PointKind[];
  readonly durationMonths: number;
  readonly officers: readonly Officer[];
  readonly signatures: readonly Signature[];
  /** RFC 3339; of the later signature. */
  readonly signedAt?: string;
  readonly forwardedOn?: string;
  /** Date of an entry into force that lies ahead. */
  readonly scheduledFor?: string;
  /** First day in force. */
  readonly effectiveDate?: string;
  /** First day no longer in force. */
  readonly expiresOn?: string;
  /** Notified, carried out or not. */
  readonly termination?: Termination;
}

export interface ProtocolState {
  /** Absent until drafted. */
  readonly protocol?: Protocol;
  readonly abandoned: ReadonlySet<string>;
}

export const undrafted = (): ProtocolState => ({ abandoned: new Set() });

/** The state of a protocol after one more event. */
export function evolve(state: ProtocolState, event: ProtocolEvent | CommandAbandoned): ProtocolState {
  if (event.type === 'CommandAbandoned') {
    return { ...state, abandoned: new Set([...state.abandoned, event.data.abandonedCommandId]) };
  }
  if (event.type === 'ProtocolDrafted') {
    const { protocolId, ...terms } = event.data;
    return { ...state, protocol: { id: protocolId, status: 'DRAFT', ...terms, officers: [], signatures: [] } };
  }
  const { protocol } = state;
  return protocol ? { ...state, protocol: { ...protocol, ...changeOf(protocol, event) } } : state;
}

type LaterEvent = Exclude<ProtocolEvent, { type: 'ProtocolDrafted' }>;

function changeOf(protocol: Protocol, event: LaterEvent): Partial<Protocol> {
  switch (event.type) {
    case 'ConventionOfficerAssigned':
      return { officers: [...protocol.officers, event.data] };
    case 'ConventionOfficerReplaced': {
      const { previousOfficerId: _previous, ...officer } = event.data;
      return { officers: protocol.officers.map((named) => (isSamePost(named, officer) ? officer : named)) };
    }
    case 'ProtocolSubmitted':
      return { status: 'SUBMITTED' };
    case 'ProtocolRejected':
      return { status: 'REJECTED' };
    case 'ProtocolWithdrawn':
      return { status: 'WITHDRAWN' };
    case 'ProtocolSignatureRecorded':
      return { signatures: [...protocol.signatures, event.data] };
    case 'ProtocolSigned':
      return { status: 'SIGNED', signedAt: event.data.signedAt };
    case 'ProtocolForwardedToCentralOrganisation':
      return { forwardedOn: event.data.forwardedOn };
    case 'ProtocolEntryIntoForceScheduled':
      return { scheduledFor: event.data.effectiveDate };
    case 'ProtocolEnteredIntoForce':
      return { status: 'IN_FORCE', effectiveDate: event.data.effectiveDate, expiresOn: event.data.expiresOn };
    case 'ProtocolTerminationNotified':
      return { termination: event.data };
    case 'ProtocolTerminated':
      return { status: 'TERMINATED', termination: event.data };
    case 'ProtocolExpired':
      return { status: 'EXPIRED' };
  }
}

/** Tells whether two officers stand for the same post of the same party. */
export function isSamePost(a: Pick<Officer, 'party' | 'role'>, b: Pick<Officer, 'party' | 'role'>): boolean {
  return a.party === b.party && a.role === b.role;
}
