import { actsOnAuthorizations } from './acts-on-authorizations.ts';
import { actsOnPlace } from './acts-on-place.ts';
import { actsOnPoint } from './acts-on-point.ts';
import { actsOnProtocol } from './acts-on-protocol.ts';
import { beginLife, type LifeStores } from './life-under-way.ts';

/**
 * Random acts on a point, on those who are authorised there and on their protocol, each by its command, while days go by: in time and late,
 * rectified and annulled.
 * @param seed of all that is left to chance
 */
export async function randomActs(seed: number, stores: LifeStores) {
  const life = await beginLife(seed, stores);
  const { below, letDaysGoBy } = life;
  const { sometimesRelocate } = actsOnPlace(life, seed);
  const acts = { ...actsOnPoint(life), ...actsOnAuthorizations(life), ...actsOnProtocol(life), letDaysGoBy };
  const often: readonly (keyof typeof acts)[] = [
    ...(['authorise', 'authorise', 'authorise', 'activate', 'activate', 'activate', 'end', 'end'] as const),
    ...(['stop', 'stop', 'stop', 'reopen', 'reopen', 'changeKind', 'changeKind'] as const),
    ...(['review', 'review', 'withdraw', 'suspend', 'suspend', 'resume', 'resume', 'revoke'] as const),
    ...(['rectifyPoint', 'rectifyPoint', 'rectifyPoint', 'rectifyAuthorization', 'rectifyAuthorization'] as const),
    ...(['rectifyGrant', 'moveEntry', 'suspendProtocol', 'terminateProtocol', 'moveTermination'] as const),
    ...(['letDaysGoBy', 'letDaysGoBy', 'letDaysGoBy', 'letDaysGoBy'] as const),
  ];
  await acts.authorise();
  await acts.activate();
  return {
    ...life,
    act: async () => {
      await acts[often[below(often.length)]!]();
      await sometimesRelocate();
    },
  };
}
