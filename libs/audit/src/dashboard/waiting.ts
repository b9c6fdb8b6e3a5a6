import { addDays, daysFrom, romeDateAt, type LocalDate } from '#italy';
import type { ReadFrom } from '#kernel/execution';
import { namesOfHosts } from '#organisation';
import { factsOn, type Moment, type QueryShell } from '#use-cases';
import type { RegionDashboard } from './dashboard-answer.ts';
import { MOST_NAMED } from './dashboard-answer.ts';
import type { Network } from './network.ts';

/** Each with the id of its hosting body, in place of the name that is told. */
type Expiring = RegionDashboard['expiring']['items'][number];
type Unforwarded = RegionDashboard['notForwarded']['items'][number];

/** An act: a protocol, or an amendment of it. */
interface Named {
  readonly id: string;
  readonly amendmentId?: string | null;
}

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
    const { region, state, nextReviewOn, endsUnlessReviewedOn } = factsOn(steps, on) ?? {};
    // On a day ahead, nobody has recorded yet that it ended for want of a review.
    const isHeld =
      (state === 'GRANTED' || state === 'SUSPENDED') &&
      !(endsUnlessReviewedOn !== undefined && endsUnlessReviewedOn <= on);
    return isHeld && region !== undefined && nextReviewOn !== undefined && nextReviewOn <= until ? [region] : [];
  });
  return {
    expiring: expiring.sort((one, other) => one.days - other.days || byId(one, other)),
    notForwarded: notForwarded.sort((one, other) => other.days - one.days || byId(one, other)),
    authorizationsDue,
  };
}

/** What waits since the same day is told in the same order, whoever read it and in which order: some of many is named. */
function byId(one: Named, other: Named): number {
  const [first, second] = [one, other].map(({ id, amendmentId }) => `${id}/${amendmentId ?? ''}`) as [string, string];
  return first < second ? -1 : first > second ? 1 : 0;
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

/**
 * Counted, and the first of it named.
 * @param from where it was read from
 * @param known as hosting bodies are called as far as was known then; as they are called now when absent
 * @throws SystemError as the reader does
 */
export async function named(
  { expiring, notForwarded, authorizationsDue }: Waiting,
  reader: QueryShell['reader'],
  from: Pick<ReadFrom, 'position' | 'logId'>,
  known?: Moment,
) {
  const [first, oldest] = [expiring.slice(0, MOST_NAMED), notForwarded.slice(0, MOST_NAMED)];
  const hosts = [...first, ...oldest].map(({ host }) => host);
  const nameOf = await namesOfHosts(reader, hosts, from, known);
  return {
    expiring: { count: expiring.length, items: first.map((item) => ({ ...item, host: nameOf(item.host) })) },
    notForwarded: { count: notForwarded.length, items: oldest.map((item) => ({ ...item, host: nameOf(item.host) })) },
    authorizationsDue: authorizationsDue.length,
  };
}
