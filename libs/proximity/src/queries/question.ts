import { Type, type Static } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { UNIT_KIND_NAMES, UNIT_KINDS } from '#organisation';
import { chordSquaredOf, romeDateOf, type LocalDate } from '#italy';
import {
  everywhere,
  IsCursor,
  IsRealDate,
  IsSomeOf,
  IsWholeNumber,
  ReadOptionsQuery,
  ROLES,
  type QueryShell,
} from '#use-cases';
import { LocalDate as Day, PAGE_SIZE, POINT_KINDS, Word } from '#vocabulary';
import type { PresenceReader, Presences } from '../reach/presence-reader.ts';
import type { Counted, Reach, Reaches } from '../reach/reach.ts';

/** Kinds of unit that are seats of the territory: those of the centre receive nobody. */
const SEAT_KINDS = UNIT_KIND_NAMES.filter((kind) => UNIT_KINDS[kind].territory !== 'nation');

/** What may count as near: the kinds of seats and of points. */
export const PRESENCE_KINDS: readonly string[] = ['PUNTO_INPS', ...POINT_KINDS, ...SEAT_KINDS];

/** Where INPS is, is a public fact (T5). */
export const READERS = [everywhere(...ROLES)];

/** Query parameters of everything that is asked of distances. */
export class ProximityQuestion extends ReadOptionsQuery {
  /** How many kilometres are too far, along the great circle between centroids, 1 to 500. */
  @IsWholeNumber({ min: 1, max: 500 })
  readonly km!: number;

  /** At the end of this day in Rome, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly on?: string;

  /** Kinds of seat and point that count, separated by commas; all when absent. */
  @IsOptional()
  @IsSomeOf(PRESENCE_KINDS)
  readonly kinds?: string;
}

/** The same of what is answered page by page. */
export abstract class ProximityPageQuestion extends ProximityQuestion {
  /** Most items in the answer, 1 to 200. */
  @IsWholeNumber({ min: 1, max: PAGE_SIZE })
  readonly limit: number = 50;

  /** `nextCursor` of the page before; all other parameters stay as they were. */
  @IsCursor()
  readonly cursor?: string;
}

/** What every answer says of what it rests on. */
export const BASIS = {
  on: { ...Day, description: 'The day that was asked about.' },
  km: Type.Integer({ minimum: 1, maximum: 500, format: 'int32', description: 'What is farther than this is far.' }),
  kinds: Type.Array(Word, { minItems: 0, maxItems: 50, description: 'Kinds of seat and point that count.' }),
  counted: Type.Integer({
    ...{ minimum: 0, maximum: 2_147_483_647, format: 'int32' },
    description: 'Seats and points of these kinds that receive people on that day.',
  }),
  withoutPlace: Type.Integer({
    ...{ minimum: 0, maximum: 2_147_483_647, format: 'int32' },
    description: 'Of these, those whose municipality is not known: they are near nobody here.',
  }),
  municipalitiesOf: Type.String({
    maxLength: 7,
    description:
      'Month of the table of municipalities, with their centroids and provinces. Sardinian ones stand there under the ' +
      'provinces that ended with 2025.',
  }),
};

/** What an answer rests on. */
type Basis = { readonly [Field in keyof typeof BASIS]: Static<(typeof BASIS)[Field]> };

/** Month of the table. */
const TABLE = '2023-06';

/** A question with what it is answered from. */
export interface Asked {
  readonly on: LocalDate;
  readonly counted: Counted;
  readonly presences: Presences;
  readonly reach: Reach;
  /** Squares of chords above this are far. */
  readonly limit: number;
  /** {@link BASIS} of the answer. */
  readonly basis: Basis;
}

/** What answers questions of distances. */
export interface Proximities {
  readonly presences: PresenceReader;
  readonly reaches: Reaches;
}

/** Looks at the network as a question wants it. */
export async function asked(
  { km, on: wanted, kinds: named }: ProximityQuestion,
  { reader, read, clock }: Pick<QueryShell, 'reader' | 'read' | 'clock'>,
  { presences: known, reaches }: Proximities,
): Promise<Asked> {
  const today = romeDateOf(clock.now());
  const on = wanted ?? today;
  const kinds = named?.split(',');
  const counted = { on, kinds: kinds && new Set(kinds) };
  const presences = await known.read(reader, read, today);
  const reach = reaches.of(presences, counted);
  const basis: Basis = {
    ...{ on, km, kinds: kinds ?? [...PRESENCE_KINDS], municipalitiesOf: TABLE },
    ...{ counted: reach.counted, withoutPlace: reach.withoutPlace },
  };
  return { on, counted, presences, reach, limit: chordSquaredOf(km), basis };
}
