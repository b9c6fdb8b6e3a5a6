import type { Life } from '#use-cases/dated';
import { amendedTerms } from './amendment.ts';
import type { CoveredPeriods, Period } from './coverage/point-coverage.ts';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { isBinding, type Protocol } from './protocol-state.ts';

/**
 * The days on which a protocol covers each of its points, as its facts say: from its entry into force, or the amendment that
 * added the point, until the amendment that took it away, or its end. An amendment that is signed for a day ahead has its
 * days, too.
 * @param state the protocol after all of its life
 */
export function coveredPeriods(life: Life<ProtocolEvent>, state: Protocol): CoveredPeriods {
  const periods = new Map<string, Period[]>();
  const open = new Map<string, string>();
  let end = '';
  const openAll = (points: readonly string[], from: string): void => points.forEach((point) => open.set(point, from));
  const close = (point: string, until: string): void => {
    const from = open.get(point);
    open.delete(point);
    if (from !== undefined && from < until) periods.set(point, [...(periods.get(point) ?? []), { from, until }]);
  };
  for (const { event, found, counts } of protocolLife.walk(life)) {
    if (!counts) continue;
    const { type, data } = event;
    if (type === 'ProtocolEnteredIntoForce' && found.status !== 'ABSENT') openAll(found.points, data.effectiveDate);
    if (type === 'ProtocolAmended') {
      for (const point of data.removed) close(point, data.effectiveDate);
      openAll(data.added, data.effectiveDate);
    }
    if (type === 'ProtocolEnteredIntoForce' || type === 'ProtocolAmended') end = data.expiresOn;
    if (type === 'ProtocolTerminated' || type === 'ProtocolRenewed') end = data.effectiveDate;
    if (type === 'ProtocolExpired') end = data.expiredOn;
  }
  const ahead = isBinding(state) ? state.amendment : undefined;
  const terms = isBinding(state) && ahead ? amendedTerms(state, ahead) : undefined;
  const removed = new Set(terms?.removed);
  const amendedEnd = terms && terms.expiresOn > end ? terms.expiresOn : end;
  for (const point of [...open.keys()]) close(point, removed.has(point) ? end : amendedEnd);
  if (ahead && terms) {
    openAll(terms.added, ahead.effectiveDate);
    for (const point of terms.added) close(point, terms.expiresOn);
  }
  return periods;
}
