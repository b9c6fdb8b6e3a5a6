import { actsOnPoints } from './acts-on-points.ts';
import { actsOnProtocols } from './acts-on-protocols.ts';
import { entriesIntoForce } from './entries-into-force.ts';
import type { World } from './random-world.ts';

/** What random lives are made of, while days go by. */
export function randomActs(world: World) {
  const acts = {
    ...{ ...actsOnProtocols(world), ...entriesIntoForce(world), ...actsOnPoints(world) },
    letDaysGoBy: async () => world.letDaysGoBy(1 + world.below(40)),
  };
  const often: readonly (keyof typeof acts)[] = [
    ...(['amend', 'amend', 'amend', 'amend', 'suspend', 'suspend', 'terminate'] as const),
    ...(['enter', 'enter', 'enter', 'withdrawEntry', 'moveEntry', 'moveEntry'] as const),
    ...(['activate', 'activate', 'activate', 'activate', 'deactivatePoint', 'suspendPoint', 'suspendPoint'] as const),
    ...(['changeKind', 'changeKind'] as const),
    ...([
      'resumePoint',
      'resumePoint',
      'resumePoint',
      'rectifyPoint',
      'rectifyPoint',
      'rectifyPoint',
      'annulOfPoint',
    ] as const),
    ...(['rectify', 'rectify', 'rectify', 'annul', 'withdraw', 'letDaysGoBy', 'letDaysGoBy', 'letDaysGoBy'] as const),
  ];
  return () => acts[world.oneOf(often)!]();
}
