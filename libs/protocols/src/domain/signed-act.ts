import { signatureInClear } from './persons-in-act.ts';
import type { AmendmentAct, OnItsWay, Protocol } from './protocol-shape.ts';
import type { AmendmentStanding, Signature } from './vocabulary.ts';

/** A signed act: the protocol itself, or an amendment of it. */
export interface SignedAct extends OnItsWay {
  readonly signatures: readonly Signature[];
  readonly isWithdrawn?: true;
}

/**
 * A signed act of a protocol.
 * @param amendmentId the protocol itself when absent
 * @returns undefined where it is not signed, or there is no such amendment
 */
export function signedAct(protocol: Protocol, amendmentId?: string): SignedAct | undefined {
  if (amendmentId === undefined) return 'signedAt' in protocol ? protocol : undefined;
  const { way, ...act } = protocol.acts?.find((one) => one.amendmentId === amendmentId) ?? {};
  return way && { signatures: [], ...act, ...way };
}

/** The signatures under each of its acts that was not withdrawn: its own, and those of its amendments. */
export function signaturesByAct({ signatures, acts = [] }: Protocol): readonly (readonly Signature[])[] {
  return [signatures, ...acts.filter(({ isWithdrawn }) => !isWithdrawn).map((act) => act.signatures)];
}

/**
 * The protocol once a signed act has come further on its way.
 * @param amendmentId the protocol itself when absent
 */
export function further<State extends Protocol>(
  protocol: State,
  amendmentId: string | undefined,
  change: Partial<OnItsWay>,
): State {
  if (amendmentId === undefined) return { ...protocol, ...change };
  return withAct(protocol, amendmentId, ({ way, ...act }) => ({
    ...act,
    ...(way ? { way: { ...way, ...change } } : {}),
  }));
}

/** The protocol once something is known of an amendment as an act. */
export function withAct<State extends Protocol>(
  protocol: State,
  amendmentId: string,
  change: (act: AmendmentAct) => AmendmentAct,
): State {
  const { acts = [] } = protocol;
  const known = acts.some((act) => act.amendmentId === amendmentId);
  const all = known ? acts : [...acts, { amendmentId, signatures: [] }];
  return { ...protocol, acts: all.map((act) => (act.amendmentId === amendmentId ? change(act) : act)) };
}

/** How an amendment stands as an act, told without the persons; undefined where it is not signed. */
export function amendmentStanding(protocol: Protocol, amendmentId: string): AmendmentStanding | undefined {
  const act = protocol.acts?.find((one) => one.amendmentId === amendmentId);
  if (!act?.way) return undefined;
  const { remindedTimes: _times, ...way } = act.way;
  return { ...way, signatures: act.signatures.map(signatureInClear) };
}
