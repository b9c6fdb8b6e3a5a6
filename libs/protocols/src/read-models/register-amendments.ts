import { Type, type Static } from '@sinclair/typebox';
import type { EventOf } from '#kernel/domain';
import { orNull } from '#use-cases';
import { explained, Id, listOf, LocalDate, Text, Timestamp } from '#vocabulary';
import type { ProtocolAmendmentSigned, ProtocolRectified } from '../domain/events.ts';
import { forwardBy } from '../domain/forwarding.ts';
import { ForwardingState, PARTIES, PublishedSignature } from '../domain/vocabulary.ts';

/** An amendment as the register tells it. */
export const RegisteredAmendment = Type.Object(
  {
    amendmentId: Id,
    documentSha256: explained(Text, 'Of its text before any signature.'),
    signatures: listOf(PublishedSignature, PARTIES.length),
    signedAt: Timestamp,
    effectiveDate: explained(LocalDate, 'First day on which it is in effect.'),
    isInEffect: Type.Boolean(),
    isWithdrawn: Type.Boolean({ description: 'It was taken back before its day.' }),
    forwarding: { ...ForwardingState, description: 'How far it has come on its way to the centre.' },
    forwardBy: explained(LocalDate, 'Last day on which it is forwarded in time.'),
    forwardedOn: orNull(LocalDate),
    acknowledgedOn: orNull(LocalDate, 'When the centre confirmed what was forwarded.'),
  },
  { $id: 'AmendmentAnswer' },
);
export type RegisteredAmendment = Static<typeof RegisteredAmendment>;

/** An amendment once both have signed. */
export function signedAmendment(
  data: EventOf<typeof ProtocolAmendmentSigned>['data'],
  recorded: readonly PublishedSignature[],
): RegisteredAmendment {
  const { amendmentId, documentSha256, signatures = [...recorded], signedAt, effectiveDate } = data;
  return {
    ...{ amendmentId, documentSha256, signatures, signedAt, effectiveDate, isInEffect: false, isWithdrawn: false },
    ...{ forwarding: 'NOT_FORWARDED', forwardBy: data.forwardBy ?? forwardBy(signedAt) },
    ...{ forwardedOn: null, acknowledgedOn: null },
  };
}

/** Amendments once more is known of one of them. */
export function withAmendment(
  amendments: readonly RegisteredAmendment[],
  amendmentId: string | undefined,
  change: Partial<RegisteredAmendment>,
): RegisteredAmendment[] {
  return amendments.map((one) => (one.amendmentId === amendmentId ? { ...one, ...change } : one));
}

/** Amendments once a fact was rectified, of one of them or of the protocol itself. */
export function rectifiedAmendments(
  amendments: readonly RegisteredAmendment[],
  { amendmentId, amendment }: EventOf<typeof ProtocolRectified>['data'],
): RegisteredAmendment[] {
  return withAmendment(amendments, amendmentId, amendment ?? {});
}

/**
 * How far the signed acts of a protocol have come: the protocol itself, and each amendment whose forwarding is due or done.
 * @param forwarding of the protocol; null before it is signed
 */
export function forwardingsOf(
  forwarding: ForwardingState | null,
  amendments: readonly RegisteredAmendment[],
): ForwardingState[] {
  const due = amendments.filter((one) => !one.isWithdrawn || one.forwarding !== 'NOT_FORWARDED');
  const all = [...(forwarding === null ? [] : [forwarding]), ...due.map((one) => one.forwarding)];
  return [...new Set(all)];
}
