import { addDays, monthsAfter, type LocalDate } from '#italy';
import { PROTOCOL_STATES } from '#protocols';
import { POINT_STATES, PUNTO_INPS_STATES } from '#service-points';
import { POINT_KINDS } from '#vocabulary';
import type { RegionDashboard } from './dashboard-answer.ts';
import { figuresOf, type FiguresRead } from './figures.ts';
import { ANY_KIND, areaOfProvince, pointCell, protocolCell, type Network } from './network.ts';

/** Kind under which all Punti INPS are counted. */
const PUNTO_INPS = 'PUNTO_INPS';

/** The points of an area on a day. */
export function pointCounts({ counts }: Network, area: string, on: LocalDate) {
  return {
    points: POINT_KINDS.flatMap((kind) =>
      POINT_STATES.map((state) => ({ kind, state, count: counts.on(pointCell(area, kind, state), on) })),
    ),
    puntiInps: PUNTO_INPS_STATES.map((state) => ({ state, count: counts.on(pointCell(area, PUNTO_INPS, state), on) })),
  };
}

/** The protocols of an area on a day. */
export function protocolCounts({ counts }: Network, area: string, on: LocalDate) {
  return { protocols: PROTOCOL_STATES.map((state) => ({ state, count: counts.on(protocolCell(area, state), on) })) };
}

/** The provinces of a region in which there is a point on a day, in whatever state, or figures of agendas. */
export function provinceCounts(
  network: Network,
  region: string,
  on: LocalDate,
  figures?: FiguresRead,
): RegionDashboard['provinces'] {
  const withFigures = figures?.provinces.get(region) ?? new Set<string>();
  const known = new Set([...(network.provinces.get(region) ?? []), ...withFigures]);
  return [...known]
    .sort()
    .map((province) => {
      const area = areaOfProvince(region, province);
      return { province, ...pointCounts(network, area, on), figures: figures ? figuresOf(figures, area) : null };
    })
    .filter(
      ({ province, points, puntiInps }) =>
        withFigures.has(province) || [...points, ...puntiInps].some(({ count }) => count > 0),
    );
}

/** How an area stood at the ends of months. */
export function trendOf({ counts }: Network, area: string, ends: readonly LocalDate[]): RegionDashboard['trend'] {
  return ends.map((on) => ({
    on,
    activePoints: counts.on(pointCell(area, ANY_KIND, 'ACTIVE'), on),
    openPuntiInps: counts.on(pointCell(area, PUNTO_INPS, 'OPEN'), on),
    protocolsInForce: counts.on(protocolCell(area, 'IN_FORCE'), on),
  }));
}

/** The day that was asked for, and the last days of the months before, oldest first. */
export function endsOfMonths(on: LocalDate, months: number): LocalDate[] {
  const first = `${on.slice(0, 'yyyy-mm'.length)}-01`;
  const earlier = Array.from({ length: months - 1 }, (_, index) => addDays(monthsAfter(first, -index), -1));
  return [on, ...earlier].reverse();
}
