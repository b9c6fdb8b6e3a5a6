import { regions, romeDateOf } from '#italy';
import { defineQuery, within, type AnyQuery } from '#use-cases';
import { endsOfMonths, pointCounts, protocolCounts, provinceCounts, trendOf } from './counted.ts';
import { NationalDashboard } from './dashboard-answer.ts';
import { DashboardQuestion } from './dashboard-question.ts';
import type { NetworkReader } from './network-reader.ts';
import { NATION } from './network.ts';
import { named, waitingIn, waitingInRegion } from './waiting.ts';

/** All regions in numbers, on a day. */
export class GetNationalDashboard extends DashboardQuestion {}

/** All regions at once, as it is known now; as it was known on another day, regions are asked for one by one. */
export function nationalDashboard(networks: NetworkReader): AnyQuery {
  return defineQuery({
    input: GetNationalDashboard,
    summary:
      'The whole network in numbers, and each region and province of it: points by kind and state, protocols by state, ' +
      'what expires, what is signed and not forwarded, authorisations to be reviewed, and the trend by month.',
    by: [within('central', 'integration', 'analyst')],
    answer: NationalDashboard,
    run: async (asked: GetNationalDashboard, shell) => {
      shell.requireWithin({});
      const on = asked.on ?? romeDateOf(shell.clock.now());
      const { network, ...from } = await networks.now(shell);
      const waiting = waitingIn(network, on, asked.within);
      return {
        ...{ on, ...from },
        ...pointCounts(network, NATION, on),
        ...protocolCounts(network, NATION, on),
        ...named(waiting),
        trend: trendOf(network, NATION, endsOfMonths(on, asked.months)),
        regions: regions().map(({ code: region }) => {
          const { expiring, notForwarded, authorizationsDue } = waitingInRegion(waiting, region);
          return {
            region,
            ...pointCounts(network, region, on),
            ...protocolCounts(network, region, on),
            expiring: expiring.length,
            notForwarded: { count: notForwarded.length, oldestDays: notForwarded[0]?.days ?? null },
            authorizationsDue: authorizationsDue.length,
            provinces: provinceCounts(network, region, on),
          };
        }),
      };
    },
  });
}
