import { defineRefusal } from '#kernel/domain';
import type { LocalDate } from '#italy';
import type { CoveredPoint } from './deactivation.ts';
import { puntoCliente, type LivedPoint } from './punto-cliente.ts';

export const notActiveUnderProtocol = defineRefusal(
  'NOT_ACTIVE_UNDER_PROTOCOL',
  'In state {state} the point is not active under the protocol {protocolId}: nothing is left to do.',
  'already-so',
);

/**
 * When what happens to a protocol concerns a point: on its legal date, or, for a point that was activated in the moment
 * between that and its consequence, from its activation on: no activity before it began.
 * @param on legal date of the cause, `yyyy-mm-dd`
 * @returns the point as it stood then
 * @throws DomainError NOT_ACTIVE_UNDER_PROTOCOL (already-so)
 */
export function whenConcerned(
  lived: LivedPoint,
  protocolId: string,
  on: LocalDate,
  today: LocalDate,
): { readonly point: CoveredPoint; readonly on: LocalDate } {
  const then = puntoCliente.judgedOn(lived, on);
  if (isUnder(then, protocolId)) return { point: then, on };
  const now = puntoCliente.judgedOn(lived, today < on ? on : today);
  if (isUnder(now, protocolId) && now.activity.from > on) return { point: now, on: now.activity.from };
  throw notActiveUnderProtocol({ protocolId, state: now.status });
}

function isUnder(state: ReturnType<typeof puntoCliente.judgedOn>, protocolId: string): state is CoveredPoint {
  return (state.status === 'ACTIVE' || state.status === 'SUSPENDED') && state.activity.protocolId === protocolId;
}
