import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import type { Life } from '#use-cases/dated';
import { amendedTerms, amendmentToCome } from './amended-terms.ts';
import type { CoveredPeriods, Period } from './coverage/point-coverage.ts';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { isBinding, type Protocol } from './protocol-state.ts';
import { AMENDABLE } from './vocabulary.ts';

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
  const openAll = (points: readonly string[], from: string): void =>
    points.filter((point) => !open.has(point)).forEach((point) => open.set(point, from));
  const close = (point: string, until: string): void => {
    const from = open.get(point);
    open.delete(point);
    if (from !== undefined && from < until) periods.set(point, [...(periods.get(point) ?? []), { from, until }]);
  };
  for (const { event, found, leaves, counts } of protocolLife.walk(life)) {
    if (!counts) continue;
    const { type, data } = event;
    if (type === 'ProtocolEnteredIntoForce' && found.status !== 'ABSENT') openAll(found.points, data.effectiveDate);
    if (type === 'ProtocolAmended') {
      const points = pointsOf(leaves);
      for (const point of [...open.keys()]) if (!points.includes(point)) close(point, data.effectiveDate);
      openAll(points, data.effectiveDate);
    }
    if (type === 'ProtocolEnteredIntoForce') end = data.expiresOn;
    if (type === 'ProtocolAmended' && (data.changed ?? AMENDABLE).includes('durationMonths')) end = data.expiresOn;
    if (type === 'ProtocolTerminated' || type === 'ProtocolRenewed') end = data.effectiveDate;
    if (type === 'ProtocolExpired') end = data.expiredOn;
  }
  const ahead = isBinding(state) ? amendmentToCome(state) : undefined;
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

function pointsOf(state: Protocol | Absent): readonly string[] {
  return state.status === 'ABSENT' ? [] : state.points;
}

/** What is left of the days of some points once they are cut short on a day. */
export function cutOn(
  day: LocalDate,
  { points, periods }: { readonly points: readonly string[]; readonly periods: CoveredPeriods },
): CoveredPeriods {
  return new Map(
    [...periods].map(([point, all]) => [point, points.includes(point) ? all.flatMap((one) => before(day, one)) : all]),
  );
}

function before(day: LocalDate, { from, until }: Period): readonly Period[] {
  return from < day ? [{ from, until: until < day ? until : day }] : [];
}

/** The days of each point that it did not have before; points without any are left out. */
export function gainedPeriods(had: CoveredPeriods, has: CoveredPeriods): CoveredPeriods {
  const gained = [...has].map(([point, periods]): [string, readonly Period[]] => [
    point,
    (had.get(point) ?? []).reduce((left, one) => left.flatMap((period) => without(period, one)), periods),
  ]);
  return new Map(gained.filter(([, periods]) => periods.length > 0));
}

function without({ from, until }: Period, other: Period): readonly Period[] {
  const before = { from, until: other.from < until ? other.from : until };
  const after = { from: other.until > from ? other.until : from, until };
  return [before, after].filter((period) => period.from < period.until);
}
