import { addDays, romeDateOf, type LocalDate } from '#italy';
import type { EventStore, WorkStore } from '#kernel/ports';
import { puntoCliente } from '#service-points';
import { actsTried, randomNumbers } from '#use-cases/specification';
import { protocol } from '../../domain/protocol.ts';
import { agreementsOver, directorate, MovedClock } from '../agreements.ts';
import {
  KINDS,
  type Kind,
  type PointFact,
  type PointName,
  type ProtocolFact,
  type ProtocolName,
} from './true-facts.ts';

/** A fact as it is known now. */
export interface Known<Fact> {
  fact: Fact;
  /** Revision of the first event of it. */
  readonly revision: number;
  readonly amendmentId?: string | undefined;
}

/** Where one life is written, with what its policies remember. */
export interface LifeStores {
  readonly store: EventStore;
  readonly work: WorkStore;
}

/** First day in force of the older protocol, as it is recorded first. */
export const ENTERED = '2026-03-01';
/** In months; of each protocol without its amendments. */
export const DURATION = 12;
export const as = { as: directorate };
/** By which something is rectified. */
export const because = {
  reason: 'Errore',
  act: { authority: 'Direzione regionale', number: '12/2026', date: '2026-03-02' },
};

/** Draws one of some, which there are, or of those that there may be. */
interface OneOf {
  <One>(these: readonly [One, ...One[]]): One;
  <One>(these: readonly One[]): One | undefined;
}

const DAY_MS = 86_400_000;

export type World = Awaited<ReturnType<typeof randomWorld>>;

/**
 * A protocol in force over a point that is active under it, another point, and a second protocol that is signed to renew the first; with what
 * is true of them as far as it is known, which random acts add to.
 * @param seed of all that is left to chance
 */
export async function randomWorld(seed: number, { store, work }: LifeStores) {
  const below = randomNumbers(seed);
  const clock = new MovedClock('2026-03-02T08:00:00Z');
  const world = agreementsOver(store, clock);
  const { executor } = world;
  await world.registerHost();
  const points: Record<PointName, string> = { first: await world.approvedPoint(), second: await world.approvedPoint() };
  const kindsOf: Record<ProtocolName, readonly Kind[]> = {
    older: below(2) === 0 ? KINDS : ['INFORMATIVO'],
    newer: below(2) === 0 ? KINDS : ['INFORMATIVO'],
  };
  const older = await world.signedProtocol([points.first], { kinds: [...kindsOf.older] });
  await world.enter(older, ENTERED);
  await world.activate(points.first, older, ENTERED);
  const itsPoints: PointName[] = ['first', 'second'];
  const newer = await world.signedProtocol(
    itsPoints.map((name) => points[name]),
    { renews: older, kinds: [...kindsOf.newer] },
  );
  await world.follow(work);

  const protocols: Record<ProtocolName, string> = { older, newer };
  const signed = { durationMonths: DURATION, facts: [] as Known<ProtocolFact>[] };
  const truth = {
    protocols: {
      older: {
        ...signed,
        enteredOn: ENTERED as LocalDate | undefined,
        points: ['first'] as PointName[],
        kinds: kindsOf.older,
      },
      newer: {
        ...signed,
        facts: [] as Known<ProtocolFact>[],
        enteredOn: undefined as LocalDate | undefined,
        points: itsPoints,
        kinds: kindsOf.newer,
      },
    },
    points: {
      first: [{ fact: { kind: 'activation', on: ENTERED, under: 'older' }, revision: 2 }] as Known<PointFact>[],
      second: [] as Known<PointFact>[],
    },
  };
  const taken = new Set<LocalDate>([ENTERED]);
  /** One of them; undefined where there is none. */
  const oneOf: OneOf = <One>(these: readonly One[]) => these[below(these.length)]!;
  const today = (): LocalDate => romeDateOf(clock.now());

  const someDay = (back: number, ahead: number): LocalDate => {
    // Where all near days are taken, farther ones are free.
    for (let farther = 0; ; farther += 1) {
      const drawn = addDays(today(), below(back + ahead + 1 + farther) - back - farther);
      const day = dayOf([drawn > ENTERED ? drawn : addDays(ENTERED, 1 + below(back + ahead + farther))]);
      if (day !== undefined) return day;
    }
  };
  /** One of some days of which nothing else was said; undefined where there is none. */
  const dayOf = (days: readonly LocalDate[]): LocalDate | undefined => {
    const free = days.filter((day) => day > ENTERED && !taken.has(day));
    const day = oneOf(free);
    if (day !== undefined) taken.add(day);
    return day;
  };

  return {
    ...{ ...world, work, below, points, protocols, truth, today, ...actsTried(today) },
    oneOf,
    lifeOfProtocol: (name: ProtocolName) =>
      executor.look(protocol, protocols[name], (state) => ('life' in state ? [...state.life] : [])),
    lifeOfPoint: (name: PointName) =>
      executor.look(puntoCliente, points[name], (state) => ('life' in state ? [...state.life] : [])),
    /** A day around today, of which nothing else was said: of one day the order of writing decides. */
    someDay,
    dayOf,
    /** Another day for a fact: mostly one near it, and none ahead of today by more than so many days. */
    otherDay: (on: LocalDate, ahead: number): LocalDate => {
      const near = Array.from({ length: 31 }, (_each, index) => addDays(on, index - 15));
      const until = addDays(today(), ahead);
      const days = below(3) === 0 ? [] : near.filter((day) => day <= until);
      return dayOf(days) ?? someDay(90, ahead);
    },
    letDaysGoBy: (days: number): void => {
      clock.moveTo(new Date(clock.now() + days * DAY_MS).toISOString());
    },
  };
}

/** What was recorded never was. */
export function forget<Fact>(known: Known<Fact>[], one: Known<Fact>): void {
  known.splice(known.indexOf(one), 1);
}
