import { Type } from '@sinclair/typebox';
import { IsUUID } from 'class-validator';
import { chordSquared, municipalities } from '#italy';
import { municipalityNotFound } from '#organisation';
import { Cursor, defineQuery, NamesMunicipality, orNull, tablePage, type AnyQuery, type DatedThings } from '#use-cases';
import { CadastralCode, Count, listOf, oneOf, PAGE_SIZE } from '#vocabulary';
import { isThereOn } from '../read-models/presences.ts';
import type { Reach } from '../reach/reach.ts';
import { Kilometres, kmOf, MUNICIPALITY, told } from './far-municipality.ts';
import { pointUnknown, standingOn } from './point-standing.ts';
import { asked, BASIS, ProximityPageQuestion, READERS, type Asked, type Proximities } from './question.ts';

const EFFECTS = ['OPENING', 'CLOSING'] as const;

const ChangedMunicipality = Type.Object(
  {
    ...MUNICIPALITY,
    before: orNull(Kilometres, 'To the nearest seat or point as it is; null where there is none.'),
    after: orNull(Kilometres, 'As it would be; null where there would be none.'),
  },
  { $id: 'ChangedMunicipalityAnswer' },
);

const ProximityEffect = Type.Object(
  {
    ...BASIS,
    effect: oneOf(EFFECTS, 'ProximityEffect'),
    municipality: orNull(CadastralCode, 'Where it stands or would stand; null where nobody said.'),
    far: Type.Object({ before: Count, after: Count }, { $id: 'ProximityEffectCountsAnswer' }),
    otherDistance: {
      ...Count,
      description: 'How many municipalities would have another distance to the nearest seat or point.',
    },
    total: { ...Count, description: 'How many would be far, or near, and are not.' },
    items: listOf(ChangedMunicipality, PAGE_SIZE, 'Those that would be far, or near, and are not.'),
    nextCursor: orNull(Cursor),
  },
  { $id: 'ProximityEffectAnswer' },
);

/** What a point changes: by being there, where it is active, or by being opened. */
export class GetProximityOfPoint extends ProximityPageQuestion {
  /** Id of the point. */
  @IsUUID()
  readonly pointId!: string;
}

/** What a point would change that were opened in a municipality. */
export class GetProximityOfOpening extends ProximityPageQuestion {
  /** Codice catastale. */
  @NamesMunicipality()
  readonly code!: string;
}

/** What closing a point that is active on that day would change, or opening one that is not, where it stood then (T4). */
export function proximityOfPoint(proximities: Proximities, dated: DatedThings): AnyQuery {
  return defineQuery({
    input: GetProximityOfPoint,
    summary:
      'What closing a point would change of distances, or, where it is not active on that day, opening it where it stood then.',
    by: READERS,
    answer: ProximityEffect,
    refuses: [pointUnknown],
    run: async (question: GetProximityOfPoint, shell) => {
      const { pointId } = question;
      const state = await asked(question, shell, proximities);
      const active = state.presences.presences.find((one) => one.id === pointId && isThereOn(one, state.on));
      if (active) {
        const { municipality } = active;
        return effectOf(question, state, { effect: 'CLOSING', municipality, after: closed(state.reach, pointId) });
      }
      const { municipality, kind } = await standingOn(pointId, state.on, shell, dated);
      const counts = state.counted.kinds?.has(kind) ?? true;
      return effectOf(question, state, {
        ...{ effect: 'OPENING', municipality },
        after: opened(state.reach, counts ? municipality : undefined),
      });
    },
  });
}

/** What a point that were opened in a municipality would change. */
export function proximityOfOpening(proximities: Proximities): AnyQuery {
  return defineQuery({
    input: GetProximityOfOpening,
    summary: 'What opening a point in a municipality would change of distances.',
    by: READERS,
    answer: ProximityEffect,
    refuses: [municipalityNotFound],
    run: async (question: GetProximityOfOpening, shell) => {
      const { code } = question;
      const state = await asked(question, shell, proximities);
      if (state.reach.distances.indexOf(code) === undefined) throw municipalityNotFound({ code });
      return effectOf(question, state, { effect: 'OPENING', municipality: code, after: opened(state.reach, code) });
    },
  });
}

interface Change {
  readonly effect: (typeof EFFECTS)[number];
  readonly municipality: string | undefined;
  /** Squares of chords by municipality, as they would be. */
  readonly after: Float64Array;
}

function effectOf(
  { limit, cursor }: ProximityPageQuestion,
  { on, reach, limit: farthest, basis }: Asked,
  { effect, municipality, after }: Change,
) {
  const before = reach.nearest.chords;
  const far = { before: 0, after: 0 };
  let otherDistance = 0;
  const changed: number[] = [];
  for (const [index, chord] of before.entries()) {
    const next = after[index] ?? Infinity;
    const [was, is] = [chord > farthest, next > farthest];
    if (was) far.before += 1;
    if (is) far.after += 1;
    if (chord !== next) otherDistance += 1;
    if (was !== is) changed.push(index);
  }
  const all = municipalities();
  const page = tablePage(changed, (index) => all[index]?.code ?? '', { limit, cursor });
  const items = page.items.flatMap((index) => {
    const one = all[index];
    if (!one) return [];
    return [{ ...told(one, on), before: kmOf(before[index] ?? Infinity), after: kmOf(after[index] ?? Infinity) }];
  });
  const { nextCursor } = page;
  return {
    ...basis,
    effect,
    municipality: municipality ?? null,
    far,
    otherDistance,
    total: changed.length,
    items,
    nextCursor,
  };
}

/** Distances from the places that keep somebody when a point is closed. */
function closed({ distances, byPlace }: Reach, pointId: string): Float64Array {
  const left = [...byPlace].filter(([, presences]) => presences.some(({ id }) => id !== pointId));
  return distances.nearest(left.map(([place]) => place)).chords;
}

/** Distances with one more place. */
function opened({ distances, nearest }: Reach, municipality: string | undefined): Float64Array {
  const place = municipality === undefined ? undefined : distances.indexOf(municipality);
  if (place === undefined) return nearest.chords;
  const there = distances.directionAt(place);
  return nearest.chords.map((chord, index) => Math.min(chord, chordSquared(distances.directionAt(index), there)));
}
