import { Type, type TObject } from '@sinclair/typebox';
import { defineProjection, when, type EventDefinition, type Projection, type RecordedEvent } from '#kernel/domain';
import { AREA_LEVELS, orNull, shiftsOf, type AreaLevel, type Counters, type Move } from '#use-cases';
import { oneOf, RegionCode } from '#vocabulary';
import { answerOf, counted, provincesOf, zeros, type Counted } from './overview-counts.ts';

/** What an overview is of: the nation, a region or a province by ISTAT code. */
export interface OverviewArea {
  readonly level: AreaLevel;
  /** ISTAT code; `IT` for the nation. */
  readonly code: string;
  /** ISTAT code of the region; null for the nation. */
  readonly region: string | null;
}

/** The network in numbers: what each contribution counts in one area stands under its name. */
export type NetworkOverview = OverviewArea & Readonly<Record<string, unknown>>;

/** The whole of the network. */
export const NATION: OverviewArea = { level: 'nation', code: 'IT', region: null };

/** The key of an area's document. */
export function overviewKey({ level, code }: Pick<OverviewArea, 'level' | 'code'>): string {
  return level === 'nation' ? level : `${level}:${code}`;
}

/** The overview as a read model: its fold, what it is before anything happened, and what is published of it. */
export interface OverviewModel {
  readonly projection: Projection<NetworkOverview>;
  /** An overview without a single event. */
  readonly empty: (area: OverviewArea) => NetworkOverview;
  readonly answer: TObject;
}

/**
 * Makes the overview from what contexts contribute: one document per region and province where something happened, and
 * one for the nation. Its version is the sum of theirs, so that it is built anew when one is added or changes.
 * @throws TypeError when two contributions have one name, or one lets an event move it twice
 */
export function networkOverviewOf(contributions: readonly Counters[]): OverviewModel {
  const moves = movesByEvent(contributions);
  const empty = (area: OverviewArea): NetworkOverview => ({
    ...area,
    ...Object.fromEntries(contributions.map((counters) => [counters.name, zeros(counters, area.level)])),
  });
  return {
    empty,
    projection: defineProjection<NetworkOverview>({
      name: 'network-overview',
      version: contributions.reduce((sum, { version }) => sum + version, 0),
      indexes: [{ fields: ['level', 'code'] }, { fields: ['region', 'level', 'code'] }],
      on: [...moves.values()].map(({ event: definition, moved }) =>
        when(
          definition,
          (document, event, key) => {
            const area = areaOf(event, key);
            const overview = document ?? empty(area);
            const province = area.level === 'province' ? area.code : undefined;
            const after = moved.map(({ counters, move }) => [
              counters.name,
              counted(counters, move, overview[counters.name] as Counted, { event, province }),
            ]);
            return { ...overview, ...(Object.fromEntries(after) as object) };
          },
          (event) => areasOf(event, moved),
        ),
      ),
    }),
    answer: Type.Object(
      {
        level: oneOf(AREA_LEVELS),
        code: Type.String({ maxLength: 3, description: 'ISTAT code; IT for the nation.' }),
        region: orNull(RegionCode, 'ISTAT code of the region; null for the nation.'),
        ...Object.fromEntries(contributions.map((counters) => [counters.name, answerOf(counters)])),
      },
      { $id: 'NetworkOverviewAnswer' },
    ),
  };
}

/** An event, with all that it moves. */
interface MovingEvent {
  readonly event: EventDefinition;
  readonly moved: readonly { readonly counters: Counters; readonly move: Move }[];
}

function movesByEvent(contributions: readonly Counters[]): ReadonlyMap<string, MovingEvent> {
  const names = new Set<string>();
  const found = new Map<string, MovingEvent>();
  for (const counters of contributions) {
    const { name, moves } = counters;
    if (names.has(name)) throw new TypeError(`two contributions to the overview are called ${name}`);
    names.add(name);
    for (const move of moves) {
      const { event } = move;
      const moved = found.get(event.type)?.moved ?? [];
      if (moved.at(-1)?.counters === counters) throw new TypeError(`${name}: ${event.type} moves its counts twice`);
      found.set(event.type, { event, moved: [...moved, { counters, move }] });
    }
  }
  return found;
}

/** The areas in which an event moves counts: where it happened, and where what it concerns was before. */
function areasOf(event: RecordedEvent, moved: MovingEvent['moved']): readonly string[] {
  const shifted = moved.flatMap(({ move }) => shiftsOf(move, event.data));
  // A day that is planned anew, for example, moves a count where it passes elsewhere, and mostly does not.
  if (shifted.length === 0) return [];
  const { region, province } = event.metadata.scope;
  const provinces = new Set([...(province === undefined ? [] : [province]), ...provincesOf(shifted)]);
  return [
    'nation',
    ...(region === undefined ? [] : [`region:${region}`]),
    ...[...provinces].map((code) => `province:${code}`),
  ];
}

function areaOf({ metadata: { scope } }: RecordedEvent, key: string): OverviewArea {
  const [level, code] = key.split(':');
  if (code === undefined) return NATION;
  return { level: level === 'region' ? 'region' : 'province', code, region: scope.region ?? null };
}
