import { romeDateAt, type LocalDate } from '#italy';
import { endedOn, type Protocol } from './protocol-state.ts';

/** A unit that a protocol needs, and on which days. */
export interface NeededUnit {
  /** Code of the unit. */
  readonly unit: string;
  /** First day. */
  readonly from: LocalDate;
  /** First day on which it did not any more, where it has ended. */
  readonly leftOn?: LocalDate;
}

type Naming = Pick<Protocol, 'signatures' | 'proposingUnit'>;

/** Code of the unit that a protocol needs: the one that signs it for the institute, or proposed it, where nobody said who signs. */
export function unitOf({ signatures, proposingUnit }: Naming): string | undefined {
  return signingUnit(signatures)?.unit ?? proposingUnit;
}

/**
 * The unit that a protocol needs, with the days: the one that signs from its signature to the end of the protocol, the one that proposed
 * it while it is in force.
 */
export function neededUnit(protocol: Protocol): NeededUnit | undefined {
  const unit = unitOf(protocol);
  const from =
    signingUnit(protocol.signatures)?.since ?? ('effectiveDate' in protocol ? protocol.effectiveDate : undefined);
  if (unit === undefined || from === undefined) return undefined;
  const leftOn = endedOn(protocol);
  return { unit, from, ...(leftOn === undefined ? {} : { leftOn }) };
}

function signingUnit(signatures: Naming['signatures']) {
  const signature = signatures.find(({ unit }) => unit !== undefined);
  return signature && { unit: signature.unit, since: romeDateAt(signature.signedAt) };
}
