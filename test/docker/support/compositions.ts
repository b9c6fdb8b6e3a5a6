import { compose, type Composition, type Service } from './compose-file.ts';

/** Every set of files that README.md tells people to use, by its name in the tests. */
export const COMPOSITIONS: readonly (readonly [string, Composition])[] = [
  ['compose.yaml', compose(['compose.yaml'])],
  [
    'compose.yaml with compose.tls.yaml',
    compose(['compose.yaml', 'compose.tls.yaml'], { EVENTSTOREDB_PASSWORD: 'pw' }),
  ],
  ['compose.stores.yaml', compose(['compose.stores.yaml'])],
];

/** The compositions that run the program. */
export const INSTALLATIONS = COMPOSITIONS.filter(([, { services }]) => Object.values(services).some(isOurs));

/** Whether a service runs our image. */
export function isOurs({ build }: Service): boolean {
  return build !== undefined;
}

export function ourServices({ services }: Composition): readonly (readonly [string, Service])[] {
  return Object.entries(services).filter(([, service]) => isOurs(service));
}
