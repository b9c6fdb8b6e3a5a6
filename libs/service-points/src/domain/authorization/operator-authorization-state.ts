import type { Absent, EventOf } from '#kernel/domain';
import { leftByPersons } from '#use-cases/dated';
import type {
  OperatorAuthorizationEvent,
  OperatorAuthorizationResumed,
  OperatorAuthorizationReviewed,
} from './events.ts';
import {
  isEnd,
  isRevocationToUndo,
  isSuspensionByPolicy,
  type AuthorizationSuspension,
  type Revocation,
  type ServiceProfile,
} from './vocabulary.ts';

/** What every authorisation has, from its request on. */
interface Requested {
  readonly id: string;
  readonly pointId: string;
  readonly hostId: string;
  readonly region: string;
  readonly province: string;
  /** Under which the operator is known where tokens are issued. */
  readonly operatorId: string;
  readonly subject: string;
  readonly profiles: readonly ServiceProfile[];
  /** Of the first training. */
  readonly trainedOn?: string;
}

/** What its grant adds. */
interface Granted extends Requested {
  readonly protocolId: string;
  readonly grantedOn: string;
  readonly nextReviewOn: string;
  /** First day on which it has ended when nobody reviewed it. */
  readonly endsUnlessReviewedOn: string;
}

interface AuthorizationSuspended {
  readonly reason: AuthorizationSuspension;
  readonly from: string;
}

export type RequestedAuthorization = Requested & { readonly status: 'REQUESTED' };
/** Nothing came of the request. */
type EndedRequest = Requested & { readonly status: 'DECLINED' | 'WITHDRAWN' };
export type GrantedAuthorization = Granted & { readonly status: 'GRANTED' };
/** For one reason or for several. */
export type SuspendedAuthorization = Granted & {
  readonly status: 'SUSPENDED';
  readonly suspensions: readonly AuthorizationSuspended[];
};
/** Why and when it ended. */
interface AuthorizationEnd {
  /** Absent where nobody reviewed it in time. */
  readonly reason?: Revocation;
  /** First day on which it does not hold. */
  readonly on: string;
  /** What it was suspended for by then. */
  readonly suspensions: readonly AuthorizationSuspended[];
  /**
   * Where what has ended it may lose its cause: the authorisation as it would be, had that not been. What persons do of it goes on there,
   * aside, so that it stands once the end is undone.
   */
  readonly otherwise?: GrantedAuthorization | SuspendedAuthorization | EndedAuthorization;
}

export type EndedAuthorization = Granted & {
  readonly status: 'REVOKED' | 'EXPIRED';
  readonly ended: AuthorizationEnd;
};

/** An operator's authorisation as far as its rules look at it: its status says what else is known. */
export type OperatorAuthorization =
  RequestedAuthorization | EndedRequest | GrantedAuthorization | SuspendedAuthorization | EndedAuthorization;

/** Tells whether an authorisation was ended, for whatever reason. */
export function hasEnded(state: OperatorAuthorization | Absent): state is EndedAuthorization {
  return isEnd(state.status);
}

export const {
  /** The state of an authorisation after one more fact. Each finds the state that it was decided on, or is not asked for. */
  evolve,
  /** What persons do of an authorisation that something has ended which may lose its cause, aside: it stands once that end is undone. */
  aside,
  /** An authorisation as persons have left it: where it has ended for what may lose its cause, as it would be had that not been. */
  asLeft,
  /** Tells whether it is also persons who have left an authorisation without effect: it goes on by nothing that policies undo. */
  isLeftEnded,
} = leftByPersons<OperatorAuthorization, EndedAuthorization, OperatorAuthorizationEvent>({
  evolved,
  hasEnded,
  mayLoseItsCause,
});

function evolved(state: OperatorAuthorization | Absent, event: OperatorAuthorizationEvent): OperatorAuthorization {
  if (event.type === 'OperatorAuthorizationRequested') {
    const { authorizationId: id, pointId, hostId, region, province, operatorId, subject, profiles } = event.data;
    return { status: 'REQUESTED', id, pointId, hostId, region, province, operatorId, subject, profiles };
  }
  const known = state as OperatorAuthorization;
  if (event.type === 'OperatorAuthorizationMoved') return { ...known, province: event.data.province };
  const standing = state as GrantedAuthorization | SuspendedAuthorization;
  switch (event.type) {
    case 'OperatorTrainingRecorded': {
      const { trainedOn } = event.data;
      return { ...known, trainedOn: known.trainedOn ?? trainedOn };
    }
    case 'OperatorAuthorizationDeclined':
      return { ...(known as Requested), status: 'DECLINED' };
    case 'OperatorAuthorizationWithdrawn':
      return { ...(known as Requested), status: 'WITHDRAWN' };
    case 'OperatorAuthorizationGranted': {
      const { protocolId, profiles, grantedOn, nextReviewOn, endsUnlessReviewedOn } = event.data;
      const granted = { protocolId, profiles, grantedOn, nextReviewOn, endsUnlessReviewedOn };
      return { ...known, ...granted, status: 'GRANTED' };
    }
    case 'OperatorAuthorizationReviewed': {
      const { nextReviewOn, endsUnlessReviewedOn } = event.data;
      return {
        ...standing,
        profiles: profilesAfter(standing.profiles, event.data),
        nextReviewOn: nextReviewOn ?? standing.nextReviewOn,
        endsUnlessReviewedOn: endsUnlessReviewedOn ?? standing.endsUnlessReviewedOn,
      };
    }
    case 'OperatorAuthorizationSuspended': {
      const { reason, suspendedOn: from } = event.data;
      const others = suspensionsOf(known).filter((other) => other.reason !== reason);
      return { ...standing, status: 'SUSPENDED', suspensions: [...others, { reason, from }] };
    }
    case 'OperatorAuthorizationResumed': {
      const { suspensions, ...rest } = goingOn(known, event.data);
      const left = suspensions.filter(({ reason }) => reason !== event.data.reason);
      return left.length > 0 ? { ...rest, status: 'SUSPENDED', suspensions: left } : { ...rest, status: 'GRANTED' };
    }
    case 'OperatorAuthorizationRevoked':
      return ended(standing, 'REVOKED', { reason: event.data.reason, on: event.data.revokedOn });
    case 'OperatorAuthorizationExpired':
      return ended(standing, 'EXPIRED', { on: event.data.expiredOn });
    // What it corrects is folded corrected.
    case 'OperatorAuthorizationRectified':
      return known;
  }
}

/**
 * A review that reduces takes profiles away, also those that one which was recorded late leaves; a confirmation leaves what is there,
 * though those of earlier versions name what they found. Where nothing would be left of two that reduce, the later one says what is.
 */
function profilesAfter(
  before: readonly ServiceProfile[],
  { outcome, profiles: named }: EventOf<typeof OperatorAuthorizationReviewed>['data'],
): readonly ServiceProfile[] {
  if (outcome !== 'REDUCED' || named === undefined) return before;
  const left = before.filter((profile) => named.includes(profile));
  return left.length > 0 ? left : named;
}

function ended(
  standing: GrantedAuthorization | SuspendedAuthorization,
  status: EndedAuthorization['status'],
  { reason, on }: Pick<AuthorizationEnd, 'reason' | 'on'>,
): EndedAuthorization {
  const { suspensions: _over, ...rest } = standing as SuspendedAuthorization;
  const end = { ...(reason === undefined ? {} : { reason }), on, suspensions: suspensionsOf(standing) };
  const mayBeUndone = reason === undefined || isRevocationToUndo(reason);
  return { ...rest, status, ended: { ...end, ...(mayBeUndone ? { otherwise: standing } : {}) } };
}

/** A suspended one; or one whose end is undone: what its point or protocol suspends it for is theirs to say. */
function goingOn(
  known: OperatorAuthorization,
  { asLeft: isAsLeft }: EventOf<typeof OperatorAuthorizationResumed>['data'],
): Omit<SuspendedAuthorization, 'status'> {
  if (!hasEnded(known)) return known as SuspendedAuthorization;
  const { ended: end, ...atEnd } = known;
  const left = isAsLeft ? end.otherwise : undefined;
  const suspensions = left ? suspensionsOf(left) : end.suspensions;
  const rest = (left ?? atEnd) as Granted;
  return { ...rest, suspensions: suspensions.filter(({ reason }) => !isSuspensionByPolicy(reason)) };
}

function mayLoseItsCause({ type, data }: OperatorAuthorizationEvent): boolean {
  switch (type) {
    case 'OperatorAuthorizationSuspended':
      return isSuspensionByPolicy(data.reason);
    case 'OperatorAuthorizationResumed':
      return isSuspensionByPolicy(data.reason) || data.undoes !== undefined;
    case 'OperatorAuthorizationRevoked':
      return isRevocationToUndo(data.reason);
    default:
      return false;
  }
}

/** Why an authorisation is suspended; nothing where it is not. */
export function suspensionsOf(authorisation: OperatorAuthorization): readonly AuthorizationSuspended[] {
  return authorisation.status === 'SUSPENDED' ? authorisation.suspensions : [];
}
