import { Type, type Static } from '@sinclair/typebox';
import { Id, oneOf, Text, Timestamp } from '#vocabulary';

export const COMMUNICATION_KINDS = ['NOTICE', 'CLARIFICATION', 'SUPPORT'] as const;
/** What a directorate writes to the centre for: to tell, to ask, or to be helped (INPS circolare 119/2011, point 5). */
export const CommunicationKind = oneOf(COMMUNICATION_KINDS, 'CommunicationKind');
export type CommunicationKind = Static<typeof CommunicationKind>;

export const COMMUNICATION_STATES = ['OPEN', 'ANSWERED', 'CLOSED'] as const;
/** OPEN while something in it waits for the centre, ANSWERED once the centre has written last. */
export const CommunicationState = oneOf(COMMUNICATION_STATES, 'CommunicationState');
export type CommunicationStatus = (typeof COMMUNICATION_STATES)[number];

export const SUPPORT_RESULTS = ['SOLVED', 'PASSED_ON', 'NOT_SOLVED'] as const;
export const SupportResult = oneOf(SUPPORT_RESULTS, 'SupportResult');
export type SupportResult = Static<typeof SupportResult>;

/** What support came to. */
export const SupportOutcome = Type.Object({ result: SupportResult, explanation: Text });

/** A mail as the centre registers it: it stays in the mailbox, and is known again by id and hash. */
export const RegisteredMail = Type.Object({
  /** Code of the office that sent it. */
  office: Id,
  /** When it was sent, as its header says. */
  sentAt: Timestamp,
  /** The header Message-ID (RFC 5322), with its angle brackets. */
  messageId: Text,
  /** Of the mail as it was received, 64 lower-case hexadecimal digits. */
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }),
});
export type RegisteredMail = Static<typeof RegisteredMail>;
