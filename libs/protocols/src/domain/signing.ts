import { DomainError, toTimestamp } from '#kernel';
import { romeDateOf } from '#italy';
import type { ForwardProtocolToCentralOrganisation, RecordProtocolSignature } from './commands.ts';
import type { ProtocolEvent } from './events.ts';
import type { Protocol } from './protocol-state.ts';
import type { RegisterEntry, Signature } from './vocabulary.ts';

/**
 * Records the signature of one party. The second one over the same document concludes the protocol, in the same step.
 * @param now milliseconds since the epoch
 */
export function recordSignature(command: RecordProtocolSignature, protocol: Protocol, now: number): ProtocolEvent[] {
  const { type: _type, ...given } = command;
  const { party, documentSha256 } = given;
  const signature: Signature = { ...given, signedAt: toTimestamp(Date.parse(given.signedAt)) };
  const [first] = protocol.signatures;
  if (first?.party === party) throw new DomainError('PARTY_ALREADY_SIGNED', { party, signedAt: first.signedAt });
  if (first && first.documentSha256 !== documentSha256) {
    throw new DomainError('SIGNATURE_HASH_MISMATCH', { signed: first.documentSha256, given: documentSha256 });
  }
  if (Date.parse(signature.signedAt) > now) throw new DomainError('SIGNED_IN_FUTURE', { signedAt: signature.signedAt });
  requireConsistentEntry(signature.registerEntry, romeDateOf(now));
  const recorded: ProtocolEvent = {
    type: 'ProtocolSignatureRecorded',
    data: signature,
    effectiveAt: signature.signedAt,
  };
  if (!first) return [recorded];
  const signedAt = laterOf(first, signature);
  return [recorded, { type: 'ProtocolSigned', data: { documentSha256, signedAt }, effectiveAt: signedAt }];
}

/** Registers are yearly, and an entry is made on the day it is dated (D.P.R. 445/2000, art. 53 and 57). */
function requireConsistentEntry(entry: RegisterEntry, today: string): void {
  if (Number(entry.date.slice(0, 4)) !== entry.year) {
    throw new DomainError('REGISTER_YEAR_MISMATCH', { year: entry.year, date: entry.date });
  }
  if (entry.date > today) throw new DomainError('REGISTERED_IN_FUTURE', { date: entry.date, today });
}

function laterOf(first: Signature, second: Signature): string {
  return Date.parse(first.signedAt) > Date.parse(second.signedAt) ? first.signedAt : second.signedAt;
}

/** The regional directorate forwards the signed protocol to the central one (INPS circolare 119/2011), once. */
export function forward(
  command: ForwardProtocolToCentralOrganisation,
  protocol: Protocol,
  today: string,
): ProtocolEvent[] {
  if (protocol.signedAt === undefined) throw new DomainError('PROTOCOL_NOT_SIGNED', { state: protocol.status });
  if (protocol.forwardedOn !== undefined) {
    throw new DomainError('PROTOCOL_ALREADY_FORWARDED', { forwardedOn: protocol.forwardedOn }, 'already-so');
  }
  const forwardedOn = command.forwardedOn ?? today;
  const signedOn = romeDateOf(Date.parse(protocol.signedAt));
  if (forwardedOn < signedOn) throw new DomainError('FORWARDED_BEFORE_SIGNATURE', { forwardedOn, signedOn });
  if (forwardedOn > today) throw new DomainError('FORWARDED_IN_FUTURE', { forwardedOn, today });
  return [{ type: 'ProtocolForwardedToCentralOrganisation', data: { forwardedOn } }];
}
