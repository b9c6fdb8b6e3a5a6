import { defineRefusal } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { lifeOnce } from '#use-cases/dated';
import type { CoveredPoint } from './deactivation.ts';
import type { PuntoClienteEvent } from './events.ts';
import { takingEffect, type Taken } from './legal-effect.ts';
import { puntoCliente, type LivedPoint } from './punto-cliente.ts';
import { suspensionsOf, type SuspendedPoint } from './punto-cliente-state.ts';
import type { SuspensionReason } from './vocabulary.ts';

interface WantedSuspension {
  readonly reason: SuspensionReason;
  readonly note?: string | undefined;
  readonly suspendedOn: LocalDate;
  readonly until?: LocalDate | undefined;
}

/** A reason to be suspended begins at 00:00 in Rome of a date. */
export function suspended(
  point: CoveredPoint,
  { reason, note, suspendedOn, until }: WantedSuspension,
  known: Taken,
): PuntoClienteEvent {
  const { kind, activity } = point;
  const more = { ...(note === undefined ? {} : { note }), ...(until === undefined ? {} : { until }) };
  const data = { kind, protocolId: activity.protocolId, reason, suspendedOn, ...more };
  return takingEffect(point, { type: 'PuntoClienteSuspended', data }, suspendedOn, known);
}

/**
 * The same for one that may be over by now, which nothing that lies ahead would end: its end is recorded with it, unless the
 * point was at its end by then.
 */
export function suspendedFor(
  point: CoveredPoint,
  wanted: WantedSuspension,
  known: Taken & { readonly today: LocalDate },
): PuntoClienteEvent[] {
  const suspension = suspended(point, wanted, known);
  const { reason, suspendedOn, until } = wanted;
  if (until === undefined || until > known.today) return [suspension];
  const life = lifeOnce(puntoCliente.told, point.life, known.now, suspension);
  const then = puntoCliente.judgedOn({ ...point, life }, until);
  if (then.status !== 'SUSPENDED') return [suspension];
  const isItself = suspensionsOf(then).some((other) => other.reason === reason && other.from === suspendedOn);
  return isItself ? [suspension, resumed(then, reason, until, known)] : [suspension];
}

/**
 * A reason to be suspended is over at 00:00 in Rome of a date.
 * @param by an office, whose resumption ends all that suspends the point for that reason
 */
export function resumed(
  point: LivedPoint & SuspendedPoint,
  reason: SuspensionReason,
  resumedOn: LocalDate,
  known: Taken,
  by?: 'BY_HAND',
): PuntoClienteEvent {
  const { kind, activity } = point;
  const byHand = by === undefined ? {} : { byHand: true as const };
  const data = { kind, protocolId: activity.protocolId, reason, resumedOn, ...byHand };
  return takingEffect(point, { type: 'PuntoClienteResumed', data }, resumedOn, known);
}

export const notSuspendedFor = defineRefusal(
  'NOT_SUSPENDED_FOR_REASON',
  'The point is not suspended for {reason} but for {standing}: name one of these.',
);

/**
 * Refuses to resume a point from what it is not suspended for.
 * @throws DomainError NOT_SUSPENDED_FOR_REASON
 */
export function requireSuspendedFor(point: SuspendedPoint, reason: SuspensionReason): void {
  const standing = suspensionsOf(point).map((suspension) => suspension.reason);
  if (!standing.includes(reason)) throw notSuspendedFor({ reason, standing });
}
