import { SUSPENSIONS_BY_PROTOCOLS } from './vocabulary.ts';

const BY_PROTOCOLS: ReadonlySet<string> = new Set(SUSPENSIONS_BY_PROTOCOLS);

/**
 * Tells whether a point would receive people but for its protocol, which is suspended itself or does not allow its kind: the
 * point is back once the protocol lets it.
 */
export function isSuspendedByProtocolsAlone({
  state,
  suspendedFor = [],
}: {
  readonly state: string;
  readonly suspendedFor?: readonly string[] | undefined;
}): boolean {
  return state === 'SUSPENDED' && suspendedFor.length > 0 && suspendedFor.every((reason) => BY_PROTOCOLS.has(reason));
}
