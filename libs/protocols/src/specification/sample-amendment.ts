import { createHash } from 'node:crypto';
import { startOf } from '#use-cases/dated';
import type { ProtocolEvent } from '../domain/events.ts';
import { hostSignature, inpsSignature } from './signatures.ts';

/*
 * A signed amendment of a protocol in force, for specifications of what becomes of it.
 */

export const AMENDMENT_ID = 'am-1';
/** Of its text before any signature. */
export const AMENDMENT_HASH = 'd'.repeat(64);

/** Signatures under it, of the same days as those of a protocol. */
export const amendmentSignatures = [
  { ...inpsSignature, documentSha256: AMENDMENT_HASH, signedFileSha256: '1'.repeat(64) },
  { ...hostSignature, documentSha256: AMENDMENT_HASH, signedFileSha256: '2'.repeat(64) },
] as const;

/**
 * The same signatures under another amendment, which has a text and files of its own.
 * @param number tells it from others
 */
export function signaturesOfAmendment(number: number) {
  return amendmentSignatures.map((signature) => ({
    ...signature,
    documentSha256: hashOf(`text ${number}`),
    signedFileSha256: hashOf(`${signature.party} ${number}`),
  }));
}

function hashOf(what: string): string {
  return createHash('sha256').update(what).digest('hex');
}

/**
 * Both have signed it.
 * @param effectiveDate first day on which it is in effect
 * @param change another duration when absent
 */
export function amendmentSigned(effectiveDate: string, change: object = { durationMonths: 24 }): ProtocolEvent[] {
  const amendmentId = AMENDMENT_ID;
  return [
    ...amendmentSignatures.map((signature): ProtocolEvent => ({
      type: 'ProtocolAmendmentSignatureRecorded',
      data: { amendmentId, ...signature },
      effectiveAt: signature.signedAt,
    })),
    {
      type: 'ProtocolAmendmentSigned',
      data: {
        ...{ amendmentId, documentSha256: AMENDMENT_HASH, signedAt: hostSignature.signedAt, forwardBy: '2026-03-12' },
        ...{ effectiveDate, ...change },
      },
      effectiveAt: startOf(effectiveDate),
    },
  ];
}
