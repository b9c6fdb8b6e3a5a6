import type { LocalDate } from '#italy';
import { LATEST, startOf, type Life } from '#use-cases/dated';
import type { PointKind } from '#vocabulary';
import { amendmentToCome } from './amended-terms.ts';
import { inEffect } from './amendment.ts';
import { enteredIntoForce } from './entry-into-force.ts';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { isBinding, type BindingProtocol, type Protocol, type SignedProtocol } from './protocol-state.ts';

/**
 * What is to come of a protocol as far as that is set today: an entry into force that is scheduled, an amendment that is
 * signed, the end of a suspension, its end. Of several ends the first one counts; on one day the successor goes first (P6).
 * @param life all that was written of it
 */
export function toComeOfProtocol(life: Life<ProtocolEvent>): readonly ProtocolEvent[] {
  const state = protocolLife.judgedOn(life, LATEST);
  if (state.status === 'SIGNED') return scheduled(state);
  return isBinding(state) ? ofBinding(state) : [];
}

function scheduled(state: SignedProtocol): readonly ProtocolEvent[] {
  if (state.scheduledFor === undefined) return [];
  const entered = enteredIntoForce(state.scheduledFor, state);
  if (entered.type !== 'ProtocolEnteredIntoForce') return [];
  const { effectiveDate, expiresOn } = entered.data;
  return [entered, ...ofBinding({ ...state, status: 'IN_FORCE', effectiveDate, expiresOn })];
}

function ofBinding(state: BindingProtocol): readonly ProtocolEvent[] {
  const { termination, renewals = [] } = state;
  const ahead = amendmentToCome(state);
  const amended = ahead ? inEffect(state, ahead) : undefined;
  const isLonger = amended?.data.changed?.includes('durationMonths') ?? false;
  const expiredOn = amended && isLonger ? amended.data.expiresOn : state.expiresOn;
  const until = state.status === 'SUSPENDED' ? state.suspension.until : undefined;
  const { successorId, effectiveDate = LATEST } = renewals.at(-1) ?? {};
  const passing = amended && amended.data.effectiveDate <= effectiveDate ? amended.data.points : state.points;
  return [
    ...(amended ? [amended] : []),
    ...(until === undefined ? [] : [resumed(until)]),
    ...(successorId === undefined ? [] : [renewed(successorId, effectiveDate, passing)]),
    ...(termination ? [terminated(termination)] : []),
    { type: 'ProtocolExpired', data: { expiredOn }, effectiveAt: startOf(expiredOn) },
  ];
}

function resumed(resumedOn: string): ProtocolEvent {
  const data = { resumedOn, from: 'SUSPENDED', to: 'IN_FORCE' } as const;
  return { type: 'ProtocolResumed', data, effectiveAt: startOf(resumedOn) };
}

function renewed(successorId: string, effectiveDate: string, points: readonly string[]): ProtocolEvent {
  const data = { successorId, effectiveDate, points: [...points] };
  return { type: 'ProtocolRenewed', data, effectiveAt: startOf(effectiveDate) };
}

function terminated(
  data: NonNullable<Extract<Protocol, { readonly status: 'IN_FORCE' }>['termination']>,
): ProtocolEvent {
  return { type: 'ProtocolTerminated', data, effectiveAt: startOf(data.effectiveDate) };
}

/**
 * First day on which a protocol is no longer in force, as far as that is set, where none that renews it takes over before.
 * @param life all that was written of it
 * @returns undefined for one that has ended, or is not to enter into force
 */
export function endToCome(life: Life<ProtocolEvent>): LocalDate | undefined {
  const ends = toComeOfProtocol(life).flatMap(({ type, data }) => {
    if (type === 'ProtocolTerminated') return [data.effectiveDate];
    return type === 'ProtocolExpired' ? [data.expiredOn] : [];
  });
  return ends.sort()[0];
}

/** From a day on that lies ahead: which kinds of point a protocol allows, or which protocol takes its points over. */
export type KindsToCome = { readonly from: LocalDate } & (
  | { readonly kinds: readonly PointKind[] }
  /** First day in force of that. */
  | { readonly successorId: string }
);

/**
 * What is set today of the kinds of point that a protocol allows on later days: by its own amendment, by that which renews it, or
 * by its own entry into force.
 * @param life all that was written of it
 * @returns in the order of their days
 */
export function kindsToCome(life: Life<ProtocolEvent>): readonly KindsToCome[] {
  const state = protocolLife.judgedOn(life, LATEST);
  if (state.status === 'ABSENT') return [];
  const entry = state.status === 'SIGNED' ? state.scheduledFor : undefined;
  const changes = [
    ...(entry === undefined ? [] : [{ from: entry, kinds: state.kinds }]),
    ...toComeOfProtocol(life).flatMap(({ type, data }): KindsToCome[] => {
      if (type === 'ProtocolAmended') return [{ from: data.effectiveDate, kinds: data.kinds }];
      return type === 'ProtocolRenewed' ? [{ from: data.effectiveDate, successorId: data.successorId }] : [];
    }),
  ].sort((one, other) => (one.from < other.from ? -1 : 1));
  // Once another one covers its points, what becomes of it is nothing to them.
  const over = changes.findIndex((change) => 'successorId' in change);
  return over < 0 ? changes : changes.slice(0, over + 1);
}
