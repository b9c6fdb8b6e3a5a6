import type { LocalDate } from '#italy';
import type { Absent } from '#kernel/domain';
import { operatorAuthorizationLife } from '../../domain/authorization/operator-authorization.ts';
import {
  suspensionsOf as suspendingAuthorization,
  type OperatorAuthorization,
} from '../../domain/authorization/operator-authorization-state.ts';
import { puntoClienteLife } from '../../domain/punto-cliente.ts';
import { suspensionsOf, type PuntoCliente } from '../../domain/punto-cliente-state.ts';
import { entriesOn, operatorRoster } from '../../domain/roster/operator-roster.ts';
import { lawfulDays } from './lawful-staffing.ts';
import { ENTERED, type LifeStores } from './life-under-way.ts';
import { randomActs } from './random-acts.ts';

type Acts = Awaited<ReturnType<typeof randomActs>>;

/**
 * A point and those who are authorised on it, of whom random acts are recorded. Whenever policies have come to all of it, both stand on
 * every day that has come as their facts have it by their days, and the roster of the point names who is authorised today.
 * @param steps acts, at most
 * @returns how often each act was accepted, and what was done where it stands otherwise
 */
export async function randomLife(
  { seed, steps }: { readonly seed: number; readonly steps: number },
  stores: LifeStores,
) {
  const acts = await randomActs(seed, stores);
  let differing: readonly string[] = [];
  for (let step = 0; step < steps && differing.length === 0; step += 1) {
    await acts.act();
    if (await acts.sometimesFollowed()) differing = await differences(acts);
  }
  const { done, accepted } = acts;
  return { accepted, differing: differing.length === 0 ? [] : [`seed ${seed}`, ...done, ...differing.slice(0, 6)] };
}

async function differences({ executor, pointId, truth, today, written }: Acts): Promise<readonly string[]> {
  const point = await written.point();
  const pointOn = (day: LocalDate) => {
    const state = puntoClienteLife.judgedOn(point, day);
    if (state.status !== 'ACTIVE' && state.status !== 'SUSPENDED') return undefined;
    return suspensionsOf(state)
      .map(({ reason }) => reason)
      .sort();
  };
  const lives = new Map(
    await Promise.all(truth.authorizations.map(async ({ id }) => [id, await written.authorization(id)] as const)),
  );
  const authorizationOn = (id: string, day: LocalDate) => {
    const state = operatorAuthorizationLife.judgedOn(lives.get(id)!, day);
    if (state.status !== 'GRANTED' && state.status !== 'SUSPENDED') return undefined;
    return suspendingAuthorization(state)
      .map(({ reason }) => reason)
      .sort();
  };
  const placeOn = (id: string, day: LocalDate): string =>
    provinceIn(operatorAuthorizationLife.judgedOn(lives.get(id)!, day));
  const days = lawfulDays(truth, ENTERED, today());
  const differing = days.flatMap(({ day, point: lawfully, authorizations, place, places }) => [
    ...differs(`${day} point`, pointOn(day), lawfully),
    ...[...authorizations].flatMap(([id, one]) => differs(`${day} ${id.slice(0, 4)}`, authorizationOn(id, day), one)),
    ...isElsewhere(`${day} point`, provinceIn(puntoClienteLife.judgedOn(point, day)), place),
    ...[...places].flatMap(([id, lawful]) => isElsewhere(`${day} ${id.slice(0, 4)}`, placeOn(id, day), lawful)),
  ]);
  const entered = await executor.look(operatorRoster, pointId, (roster) =>
    [...new Set(entriesOn(roster).map(({ authorizationId }) => authorizationId))].sort(),
  );
  const holding = [...(days.at(-1)?.authorizations ?? [])].flatMap(([id, one]) => (one?.length === 0 ? id : []));
  return [...differing, ...differs('roster', entered, holding.sort())];
}

function differs(what: string, stands: readonly string[] | undefined, lawfully: readonly string[] | undefined) {
  const told = (one: readonly string[] | undefined): string => (one ? `stands ${one.join()}` : 'does not stand');
  return told(stands) === told(lawfully) ? [] : [`${what}: ${told(stands)}; lawfully ${told(lawfully)}`];
}

function provinceIn(state: OperatorAuthorization | PuntoCliente | Absent): string {
  return state.status === 'ABSENT' ? 'nowhere' : state.province;
}

function isElsewhere(what: string, stands: string, lawfully: string): string[] {
  return stands === lawfully ? [] : [`${what}: stands in ${stands}; lawfully in ${lawfully}`];
}
