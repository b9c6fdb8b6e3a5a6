import type { LocalDate } from '#italy';
import { stepsUnderProtocols } from '#protocols';
import { factsOn, seenFrom, type Outlook, type Steps } from '#use-cases';
import { CountsByDay } from './counts-by-day.ts';
import type { KeptAuthorization, KeptFacts, KeptProtocol, KeptPuntoInps } from './kept-facts.ts';

/** Code of the area that is all of Italy, beside those of regions and provinces. */
export const NATION = 'IT';

/** A thing with its steps as they are seen from the last day known. */
type Seen<Kept extends { readonly outlook: Outlook<unknown> }> = Omit<Kept, 'outlook'> & {
  readonly steps: Kept['outlook']['written'];
};
/** A Punto INPS of a network. */
export type SeenPuntoInps = Seen<KeptPuntoInps>;

/** A network as dashboards ask for it: of any day, and of any area, at the same small cost. */
export interface Network {
  /** By {@link pointCell} and {@link protocolCell}. */
  readonly counts: CountsByDay;
  /** Those in which a point is, was or will be, by region; in order. */
  readonly provinces: ReadonlyMap<string, readonly string[]>;
  readonly puntiInps: readonly SeenPuntoInps[];
  readonly protocols: readonly Seen<KeptProtocol>[];
  readonly authorizations: readonly KeptAuthorization[];
}

/** Points of a kind in a state. */
export function pointCell(area: string, kind: string, state: string): string {
  return `${area}/${kind}/${state}`;
}

/** Points of any kind of Punto Cliente in a state. */
export const ANY_KIND = 'PUNTO_CLIENTE';

/** Protocols in a state. */
export function protocolCell(area: string, state: string): string {
  return `${area}/PROTOCOL/${state}`;
}

/**
 * Counts all that is kept of a network.
 * @param lastKnown the last day that facts tell of: after it counts what is expected
 */
export function networkOf(things: Iterable<KeptFacts>, lastKnown: LocalDate): Network {
  const counts = new CountsByDay();
  const provinces = new Map<string, Set<string>>();
  const puntiInps: SeenPuntoInps[] = [];
  const protocols: Seen<KeptProtocol>[] = [];
  const authorizations: KeptAuthorization[] = [];
  /** Points with activity that will have none: from which day on. */
  const endAhead = new Map<string, LocalDate>();
  const all = [...things];
  const covering = new Map(all.flatMap((kept) => (kept.thing === 'Protocol' ? [[kept.id, kept.covering]] : [])));
  for (const kept of all) {
    if (kept.thing === 'OperatorAuthorization') {
      authorizations.push(kept);
    } else if (kept.thing === 'Protocol') {
      const steps = seenFrom(kept.outlook, lastKnown);
      protocols.push({ ...kept, steps });
      eachStretch(steps, ({ region, state }, from, until) => {
        for (const area of [NATION, region]) counts.add(protocolCell(area, state), from, until);
      });
    } else {
      const steps = stepsUnderProtocols(kept, lastKnown, (id) => covering.get(id));
      if (kept.thing === 'PuntoInps') puntiInps.push({ ...kept, steps });
      else {
        const end = steps.find(({ from, facts }) => from > lastKnown && facts?.state === 'DEACTIVATED');
        const isOver = factsOn(steps, lastKnown)?.state === 'DEACTIVATED';
        if (end && !isOver) endAhead.set(kept.id, end.from);
      }
      eachStretch(steps, ({ region, province, kind, state }, from, until) => {
        const there = provinces.get(region) ?? new Set<string>();
        provinces.set(region, there.add(province));
        for (const area of [NATION, region, areaOfProvince(region, province)]) {
          counts.add(pointCell(area, kind, state), from, until);
          if (kept.thing === 'PuntoCliente') counts.add(pointCell(area, ANY_KIND, state), from, until);
        }
      });
    }
  }
  const sorted = [...provinces].map(([region, codes]) => [region, [...codes].sort()] as const);
  const ending = authorizations.map((kept) => endingWithPoint(kept, endAhead));
  return { counts, provinces: new Map(sorted), puntiInps, protocols, authorizations: ending };
}

/** An authorisation that dies with its point, on a day ahead too (K6). */
function endingWithPoint(kept: KeptAuthorization, endAhead: ReadonlyMap<string, LocalDate>): KeptAuthorization {
  const facts = kept.steps.at(-1)?.facts;
  const from = facts && endAhead.get(facts.pointId);
  if (!facts || from === undefined) return kept;
  return { ...kept, steps: [...kept.steps, { from, facts: { ...facts, state: 'REVOKED' } }] };
}

/** A province as a part of its region: what stood in it while it was in another is told by that one. */
export function areaOfProvince(region: string, province: string): string {
  return `${region}-${province}`;
}

function eachStretch<Facts>(
  steps: Steps<Facts>,
  visit: (facts: Facts, from: LocalDate, until: LocalDate | undefined) => void,
): void {
  steps.forEach(({ from, facts }, index) => {
    if (facts) visit(facts, from, steps[index + 1]?.from);
  });
}
