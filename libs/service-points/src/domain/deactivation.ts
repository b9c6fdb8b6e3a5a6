import type { LocalDate } from '#italy';
import type { PuntoClienteEvent } from './events.ts';
import { takingEffect, type Taken } from './legal-effect.ts';
import type { LivedPoint } from './punto-cliente.ts';
import type { ActivePoint, SuspendedPoint } from './punto-cliente-state.ts';
import type { DeactivationReason } from './vocabulary.ts';

/** A point that has activity, suspended or not. */
export type CoveredPoint = LivedPoint & (ActivePoint | SuspendedPoint);

/**
 * The activity of a point ends at 00:00 in Rome of a date.
 * @param deactivatedOn first day without activity, `yyyy-mm-dd`
 */
export function deactivated(
  point: CoveredPoint,
  reason: DeactivationReason,
  deactivatedOn: LocalDate,
  known: Taken,
): PuntoClienteEvent {
  const { kind, activity } = point;
  const data = { kind, protocolId: activity.protocolId, reason, deactivatedOn };
  return takingEffect(point, { type: 'PuntoClienteDeactivated', data }, deactivatedOn, known);
}
