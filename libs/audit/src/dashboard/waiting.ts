import { addDays, daysFrom, romeDateAt, type LocalDate } from '#italy';
import { factsOn } from '#use-cases';
import type { RegionDashboard } from './dashboard-answer.ts';
import { MOST_NAMED } from './dashboard-answer.ts';
import type { Network } from './network.ts';

type Expiring = RegionDashboard['expiring']['items'][number];
type Unforwarded = RegionDashboard['notForwarded']['items'][number];

/** What waits to be done on a day: all of it. */
export interface Waiting {
  /** The soonest first. */
  readonly expiring: readonly Expiring[];
  /** The oldest first. */
  readonly notForwarded: readonly Unforwarded[];
  /** Regions of the authorisations that are to be reviewed, one for each of these. */
  readonly authorizationsDue: readonly string[];
}

/**
 * What waits in a network on a day.
 * @param within what is due within so many days
 */
export function waitingIn(network: Network, on: LocalDate, within: number): Waiting {
  const until = addDays(on, within);
  const expiring: Expiring[] = [];
  const notForwarded: Unforwarded[] = [];
  for (const { id, host, steps, forwardedOn, amendments } of network.protocols) {
    const facts = factsOn(steps, on);
    if (!facts) continue;
    const { region, state, expiresOn, signedAt } = facts;
    const isBinding = state === 'IN_FORCE' || state === 'SUSPENDED';
    if (isBinding && expiresOn !== undefined && expiresOn <= until) {
      expiring.push({ id, region, host, expiresOn, days: Math.max(0, daysFrom(on, expiresOn)) });
    }
    // A forwarding counts from the day on which it was done, whenever that was recorded.
    if (signedAt === undefined) continue;
    for (const act of [{ amendmentId: null, signedAt, forwardedOn }, ...amendments]) {
      const signedOn = romeDateAt(act.signedAt);
      if (signedOn > on || (act.forwardedOn !== undefined && act.forwardedOn <= on)) continue;
      const { amendmentId } = act;
      notForwarded.push({ id, amendmentId, region, host, signedAt: act.signedAt, days: daysFrom(signedOn, on) });
    }
  }
  const authorizationsDue = network.authorizations.flatMap(({ steps }) => {
    const { region, state, nextReviewOn } = factsOn(steps, on) ?? {};
    const isHeld = state === 'GRANTED' || state === 'SUSPENDED';
    return isHeld && region !== undefined && nextReviewOn !== undefined && nextReviewOn <= until ? [region] : [];
  });
  return {
    expiring: expiring.sort((one, other) => one.days - other.days),
    notForwarded: notForwarded.sort((one, other) => other.days - one.days),
    authorizationsDue,
  };
}

/** The same of one region alone. */
export function waitingInRegion({ expiring, notForwarded, authorizationsDue }: Waiting, region: string): Waiting {
  const isThere = (item: { readonly region: string }): boolean => item.region === region;
  return {
    expiring: expiring.filter(isThere),
    notForwarded: notForwarded.filter(isThere),
    authorizationsDue: authorizationsDue.filter((due) => due === region),
  };
}

/** Counted, and the first of it named. */
export function named({ expiring, notForwarded, authorizationsDue }: Waiting) {
  return {
    expiring: { count: expiring.length, items: expiring.slice(0, MOST_NAMED) },
    notForwarded: { count: notForwarded.length, items: notForwarded.slice(0, MOST_NAMED) },
    authorizationsDue: authorizationsDue.length,
  };
}
