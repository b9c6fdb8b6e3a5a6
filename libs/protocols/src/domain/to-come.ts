import { LATEST, startOf, type Life } from '#use-cases/dated';
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
  const { amendment, termination, renewals = [] } = state;
  const amended = amendment ? inEffect(state, amendment) : undefined;
  const isLonger = amended?.data.changed?.includes('durationMonths') ?? false;
  const expiredOn = amended && isLonger ? amended.data.expiresOn : state.expiresOn;
  const until = state.status === 'SUSPENDED' ? state.suspension.until : undefined;
  const { successorId, effectiveDate } = renewals.at(-1) ?? {};
  return [
    ...(amended ? [amended] : []),
    ...(until === undefined ? [] : [resumed(until)]),
    ...(successorId === undefined || effectiveDate === undefined
      ? []
      : [renewed(successorId, effectiveDate, amended?.data.points ?? state.points)]),
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
