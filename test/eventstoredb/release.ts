/**
 * Releases of the server whose subscriptions announce where they are in ways of their own. Each stands for others:
 * 24.6.0 for all up to 24.10.4, and 25.0.1 for 24.10.5 and what came after.
 */
export const RELEASES = ['24.6.0', '25.0.0', '25.0.1'] as const;

export type Release = (typeof RELEASES)[number];

/** The one that most of the specifications were compared with. */
export const DEFAULT_RELEASE: Release = '24.6.0';

/** @throws TypeError for one that the test server cannot be */
export function releaseCalled(name: string): Release {
  const release = RELEASES.find((known) => known === name);
  if (release === undefined) throw new TypeError(`the test server can be ${RELEASES.join(', ')}, not ${name}`);
  return release;
}
