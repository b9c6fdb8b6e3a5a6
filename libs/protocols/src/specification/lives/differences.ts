import { puntoCliente } from '#service-points';
import { protocolLife } from '../../domain/protocol-life.ts';
import type { Protocol } from '../../domain/protocol-state.ts';
import { asKnown, type LawfulStand } from './as-known.ts';
import { isInForce } from './lawful-protocols.ts';
import type { World } from './random-world.ts';
import { POINT_NAMES, PROTOCOL_NAMES, type PointName, type ProtocolName } from './true-facts.ts';

/** How something stands on a day, and how it should by law. */
type Telling = (lawful: LawfulStand) => { readonly stands: string; readonly lawfully: string };

/**
 * Where protocols and points stand otherwise than by law on a day that has come: each protocol, the days that it covers its points, and the
 * activity of each point.
 */
export async function differences(world: World): Promise<readonly string[]> {
  const told: Telling[] = [];
  for (const name of PROTOCOL_NAMES) told.push(await tellingProtocol(world, name));
  for (const name of POINT_NAMES) told.push(await tellingPoint(world, name));
  return asKnown(world).flatMap((lawful) =>
    told.flatMap((of) => {
      const { stands, lawfully } = of(lawful);
      return stands === lawfully ? [] : [`${lawful.day}: ${stands}; lawfully ${lawfully}`];
    }),
  );
}

async function tellingProtocol(world: World, name: ProtocolName): Promise<Telling> {
  const { points: ids, protocols, coverage, lifeOfProtocol } = world;
  const written = await lifeOfProtocol(name);
  const claims = { first: await coverage(ids.first), second: await coverage(ids.second) };
  const told = (status: string, points: readonly PointName[], covered: readonly PointName[]): string =>
    `${name} ${status} of ${points.join()}, covers ${covered.join()}`;
  return ({ day, [name]: lawful }) => {
    const { status, points } = protocolLife.judgedOn(written, day) as Protocol;
    const named = POINT_NAMES.filter((point) => points.includes(ids[point]));
    const covered = POINT_NAMES.filter((point) =>
      claims[point].some(({ protocolId, from, until }) => protocolId === protocols[name] && from <= day && day < until),
    );
    return {
      stands: told(status, named, covered),
      lawfully: told(lawful.status, lawful.points, isInForce(lawful) ? lawful.points : []),
    };
  };
}

async function tellingPoint({ protocols, lifeOfPoint }: World, name: PointName): Promise<Telling> {
  const life = await lifeOfPoint(name);
  const told = (status: string, kind?: string, under?: string): string =>
    `${name} ${status}${kind ? ` ${kind}` : ''}${under ? ` under ${under}` : ''}`;
  return ({ day, activity: { [name]: lawful } }) => {
    const point = puntoCliente.told.judgedOn(life, day);
    const isActive = point.status === 'ACTIVE' || point.status === 'SUSPENDED';
    const under = PROTOCOL_NAMES.find((protocol) => isActive && protocols[protocol] === point.activity.protocolId);
    return {
      stands: isActive ? told(point.status, point.kind, under) : told('NONE'),
      lawfully: told(lawful.status, lawful.kind, lawful.under),
    };
  };
}
