import { toTimestamp } from '#kernel/domain';
import { midnightInRome } from '#italy';
import type { PuntoClienteEvent } from './events.ts';
import type { ActivePoint } from './punto-cliente-state.ts';
import type { DeactivationReason } from './vocabulary.ts';

/**
 * The activity of a point ends at 00:00 in Rome of a date.
 * @param deactivatedOn first day without activity, `yyyy-mm-dd`
 */
export function deactivated(
  { kind, activity: { protocolId } }: ActivePoint,
  reason: DeactivationReason,
  deactivatedOn: string,
): PuntoClienteEvent {
  return {
    type: 'PuntoClienteDeactivated',
    data: { kind, protocolId, reason, deactivatedOn },
    effectiveAt: toTimestamp(midnightInRome(deactivatedOn)),
  };
}
