import type { Overlapping } from '#use-cases/dated';
import type { HostBodyFacts, PointKind } from '#vocabulary';
import type { ExpiryNotice } from './expiry-notice.ts';
import type { Officer, Signature, Suspension, Termination } from './vocabulary.ts';

/* What a protocol is, as far as its rules look at it. */

/** How far a signed act has come on its way to the centre (P9). */
export interface OnItsWay {
  /** RFC 3339; of the later signature. */
  readonly signedAt: string;
  /** Last day on which it is forwarded in time, `yyyy-mm-dd`. */
  readonly forwardBy: string;
  /** How often its directorate was reminded that it was not. */
  readonly remindedTimes: number;
  readonly forwardedOn?: string;
  readonly acknowledgedOn?: string;
}

/** An amendment as an act of its own, which needs not be in effect. */
export interface AmendmentAct {
  readonly amendmentId: string;
  readonly signatures: readonly Signature[];
  /** From the second signature on. */
  readonly way?: OnItsWay & { readonly documentSha256: string; readonly effectiveDate: string };
  /** It was withdrawn before its day. */
  readonly isWithdrawn?: true;
}

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
  /** Code of the unit that proposes it; absent where nobody was asked for it. */
  readonly proposingUnit?: string;
  /** Its amendments, each as an act of its own. */
  readonly acts?: readonly AmendmentAct[];
  /** The protocol that it renews. */
  readonly renews?: string;
  /** The framework agreement that it follows. */
  readonly frameworkAgreementId?: string;
  /** The template that it follows. */
  readonly templateId?: string;
  /** Of whoever renews it, for each date that was claimed. */
  readonly renewals?: readonly ClaimedRenewal[];
  /** Of whoever has renewed it, for each other day on which that turns out to have begun. */
  readonly moves?: readonly ClaimedRenewal[];
}

/** A successor that is to enter into force. */
export interface ClaimedRenewal {
  readonly successorId: string;
  /** First day in force of the successor. */
  readonly effectiveDate: string;
  readonly forCommandId: string;
}

/** What both signatures add. */
type Concluded = Drafted & OnItsWay;

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
  /** Others that do, as their days were rectified: nobody signs a second one while a first lies ahead. */
  readonly furtherAmendments?: readonly PendingAmendment[];
  /** Ids of the amendments in effect. */
  readonly amendments?: readonly string[];
  /** The last notice of its expiry. */
  readonly expiryNotice?: ExpiryNotice;
}

type Draft = Drafted & { readonly status: 'DRAFT' };
type Submitted = Drafted & { readonly status: 'SUBMITTED' };
type NotConcluded = Drafted & { readonly status: 'REJECTED' | 'WITHDRAWN' };
/** `scheduledFor` is the date of an entry into force that lies ahead. */
export type SignedProtocol = Concluded & { readonly status: 'SIGNED'; readonly scheduledFor?: string };
/** `termination` was notified for a date that lies ahead. */
export type ProtocolInForce = Entered & { readonly status: 'IN_FORCE'; readonly termination?: Termination };
/** It binds, and nothing is done under it. */
export type SuspendedProtocol = Omit<ProtocolInForce, 'status'> &
  Overlapping<Suspension> & { readonly status: 'SUSPENDED' };
/** A protocol that binds: it can be amended, and it ends. */
export type BindingProtocol = ProtocolInForce | SuspendedProtocol;
/** `passing` are the ids of the points that both cover, its successor from then on. */
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
