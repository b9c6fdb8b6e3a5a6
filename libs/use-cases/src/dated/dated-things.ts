import {
  defineProjection,
  idOf,
  streamName,
  toTimestamp,
  when,
  type EventDefinition,
  type Position,
  type Projection,
  type RecordedEvent,
  type StreamName,
} from '#kernel/domain';
import type { PageAnswer, ProjectionReader, ReadFrom, ReadOptions } from '#kernel/execution';
import type { DatedKind, DatedThing } from './dated-kind.ts';
import type { WrittenFact } from './life.ts';

/** Says that a thing is, was or will be in a region, or in a province of it. */
interface PlaceOfThing {
  readonly among: string;
  readonly region: string;
  /** Empty for the region itself. */
  readonly province: string;
  readonly stream: StreamName;
}

/** Which things are looked for: those that ever were in a region, or in a province. */
interface ThingsAsked {
  /** As their kinds say what they are among, for example `points`. */
  readonly among: string;
  /** ISTAT code. */
  readonly region: string;
  /** ISTAT code of a province of that region: for who is told nothing of others, a cursor included. */
  readonly province?: string | undefined;
}

/** The same, page by page. */
interface ThingsPageAsked extends ThingsAsked {
  /** Most things of the page. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Of every thing that contexts declare, all that ever held of it: the one place that questions of dates are answered from. */
export interface DatedThings {
  readonly kinds: readonly DatedKind[];
  readonly projections: readonly Projection[];
  /**
   * A page of the things that ever were in a region, by their streams. Whether one was there at a moment, its facts tell.
   * @throws SystemError as the reader does; PROJECTION_INCOMPLETE rather than an answer that lacks events
   */
  inRegion(reader: ProjectionReader, asked: ThingsPageAsked, options?: ReadOptions): Promise<PageAnswer<DatedThing>>;
  /**
   * All things that ever were in a region, for answers about the whole of it.
   * @returns with them, where the last page was read from
   * @throws SystemError as `inRegion`
   */
  allInRegion(
    reader: ProjectionReader,
    asked: ThingsAsked,
    options?: ReadOptions,
  ): Promise<ReadFrom & { readonly things: readonly DatedThing[] }>;
  /**
   * The things of these ids; ids without one are left out.
   * @throws SystemError as the reader does
   */
  called(
    reader: ProjectionReader,
    kind: DatedKind,
    ids: readonly string[],
    options?: ReadOptions,
  ): Promise<ReadFrom & { readonly things: ReadonlyMap<string, DatedThing> }>;
  /**
   * Things of every kind of which something was written after a position, page by page, the longest unchanged first. One
   * that changes while pages are read comes again on a later one.
   * @throws SystemError as the reader does
   */
  changedAfter(
    reader: ProjectionReader,
    asked: { readonly after: Position; readonly limit: number; readonly cursor?: string | undefined },
    options?: ReadOptions,
  ): Promise<PageAnswer<DatedThing>>;
}

/** A thing as it is stored. */
interface StoredThing extends DatedThing {
  /** Position of its last event, by which those that changed are found: as long as every other, so that texts compare. */
  readonly at: string;
}

/** Version of {@link StoredThing} itself. */
const STORED = 1;
/** Version of {@link PlaceOfThing} itself. */
const PLACED = 1;
/** Things that are read at once where all are wanted. */
const READ_AT_ONCE = 1_000;

/**
 * Makes the read models of dates from what contexts declare: a document per thing, with all that was written of it, and
 * one per thing, region and province. Their version follows from the sum of those of the kinds, so that they are built anew
 * when one is added or changes.
 * @throws TypeError when two contexts declare one kind
 */
export function datedThings(kinds: readonly DatedKind[]): DatedThings {
  const names = new Set<string>();
  for (const { thing } of kinds) {
    if (names.has(thing)) throw new TypeError(`two declarations say what is dated of ${thing}`);
    names.add(thing);
  }
  const version = kinds.reduce((sum, kind) => sum + kind.version, 0);
  const events = kinds.flatMap((kind) => kind.events.map((definition) => ({ kind, definition })));
  const things = defineProjection<StoredThing>({
    name: 'dated-things',
    version: version + STORED,
    // Each is read by its key, or for having changed.
    indexes: [{ fields: ['at'] }],
    keys: ({ stream }) => [stream],
    on: events.map(({ kind: { thing }, definition }) =>
      when(definition, (document, event) => ({
        thing,
        id: idOf(event.stream),
        life: [...(document?.life ?? []), written(definition, event)],
        at: asText(event.position),
      })),
    ),
  });
  const places = defineProjection<PlaceOfThing>({
    name: 'places-of-things',
    version: version + PLACED,
    indexes: [{ fields: ['among', 'region', 'province'] }],
    on: events.map(({ kind: { among }, definition }) =>
      when(
        definition,
        (_document, { stream }, key) => {
          const [, region = '', province = ''] = key.slice(0, -stream.length - 1).split('/');
          return { among, region, province, stream };
        },
        (event) => placesIn(event).map((place) => `${among}/${place}/${event.stream}`),
      ),
    ),
  });
  const inRegion: DatedThings['inRegion'] = async (
    reader,
    { among, region, province = '', limit, cursor },
    options,
  ) => {
    const query = { where: { among, region, province }, limit, ...(cursor === undefined ? {} : { cursor }) };
    const { items, ...page } = await reader.find(places, query, options);
    const { position: minPosition, logId } = page;
    const streams = items.map(({ stream }) => stream);
    // As of the position of the page or later, so that nothing on it is missing.
    const { documents } = await reader.getMany(things, streams, { minPosition, logId });
    return { ...page, items: documents };
  };
  return {
    kinds,
    projections: [things, places],
    inRegion,
    allInRegion: async (reader, asked, options) => {
      const all: DatedThing[] = [];
      let cursor: string | undefined;
      for (;;) {
        const page = { ...asked, limit: READ_AT_ONCE, cursor };
        const { items, nextCursor, ...from } = await inRegion(reader, page, options);
        all.push(...items);
        if (nextCursor === null) return { ...from, things: all };
        cursor = nextCursor;
      }
    },
    called: async (reader, { thing }, ids, options) => {
      const streams = ids.map((id) => streamName(thing, id));
      const { documents, ...from } = await reader.getMany(things, streams, options);
      return { ...from, things: new Map(documents.map((document) => [document.id, document])) };
    },
    changedAfter: (reader, { after, limit, cursor }, options) =>
      reader.find(
        things,
        {
          where: { at: { from: asText(next(after)) } },
          orderBy: [{ field: 'at' }],
          limit,
          ...(cursor === undefined ? {} : { cursor }),
        },
        options,
      ),
  };
}

/** A position as long as the longest there is. */
function asText(position: Position): string {
  return position.padStart(LONGEST_POSITION, '0');
}

const LONGEST_POSITION = 19;

function next(position: Position): Position {
  return String(BigInt(position) + 1n);
}

/** An event as it is kept: without personal data, which nothing that has dates is told by. */
function written(definition: EventDefinition, event: RecordedEvent): WrittenFact {
  const { type, data, effectiveAt, revision, recordedAt } = event;
  const kept = Object.entries(data as object).filter(([field]) => !definition.personalFields.includes(field));
  return {
    event: {
      type,
      data: Object.fromEntries(kept),
      ...(effectiveAt === undefined ? {} : { effectiveAt: inUtc(effectiveAt) }),
    },
    revision,
    recordedAt: inUtc(recordedAt),
  };
}

/** As times are compared, however an event of before wrote its own. */
function inUtc(time: string): string {
  return toTimestamp(Date.parse(time));
}

/** Where an event says that its thing is on its day: the region, and the province in it, as `08` and `08/037`. */
function placesIn({ data, metadata: { scope } }: RecordedEvent): readonly string[] {
  const { region, province, changes } = data as Place & { readonly changes?: Place };
  const [inRegion, inProvince] = [region ?? changes?.region, province ?? changes?.province];
  const of = inRegion ?? scope.region;
  return [
    ...(typeof inRegion === 'string' ? [inRegion] : []),
    ...(typeof inProvince === 'string' && typeof of === 'string' ? [`${of}/${inProvince}`] : []),
  ];
}

interface Place {
  readonly region?: unknown;
  readonly province?: unknown;
}
