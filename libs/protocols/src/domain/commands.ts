import type { AbandonCommand } from '#kernel';
import type { Officer, PointKind, Signature, Termination } from './vocabulary.ts';

export interface DraftProtocol {
  readonly type: 'DraftProtocol';
  readonly protocolId: string;
  readonly hostBodyId: string;
  readonly region: string;
  readonly points: readonly string[];
  readonly kinds: readonly PointKind[];
  readonly durationMonths: number;
  /** Officers who are known already; the others are assigned before submission. */
  readonly officers: readonly Officer[];
}

export interface AssignConventionOfficer extends Officer {
  readonly type: 'AssignConventionOfficer';
}

export interface SubmitProtocol {
  readonly type: 'SubmitProtocol';
}

export interface RejectProtocol {
  readonly type: 'RejectProtocol';
  readonly reason: string;
}

export interface WithdrawProtocol {
  readonly type: 'WithdrawProtocol';
  readonly reason: string;
}

export interface RecordProtocolSignature extends Signature {
  readonly type: 'RecordProtocolSignature';
}

export interface ForwardProtocolToCentralOrganisation {
  readonly type: 'ForwardProtocolToCentralOrganisation';
  /** Today when absent. */
  readonly forwardedOn?: string;
}

/** Puts a signed protocol into force on a date, or sets the date when it lies ahead. */
export interface BringProtocolIntoForce {
  readonly type: 'BringProtocolIntoForce';
  /** Today when absent. */
  readonly effectiveDate?: string;
}

export interface TerminateProtocol extends Termination {
  readonly type: 'TerminateProtocol';
}

/** Given by the calendar when the date that was set has come. */
export type CarryOutProtocolDate =
  | { readonly type: 'CarryOutEntryIntoForce'; readonly effectiveDate: string }
  | { readonly type: 'CarryOutTermination'; readonly effectiveDate: string }
  | { readonly type: 'ExpireProtocol'; readonly expiresOn: string };

export type ProtocolCommand =
  | DraftProtocol
  | AssignConventionOfficer
  | SubmitProtocol
  | RejectProtocol
  | WithdrawProtocol
  | RecordProtocolSignature
  | ForwardProtocolToCentralOrganisation
  | BringProtocolIntoForce
  | TerminateProtocol
  | CarryOutProtocolDate
  | AbandonCommand;
