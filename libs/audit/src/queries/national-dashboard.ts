import { regions, romeDateOf } from '#italy';
import { earliest } from '#kernel/domain';
import { defineQuery, within, type AnyQuery } from '#use-cases';
import { endsOfMonths, pointCounts, protocolCounts, provinceCounts, trendOf } from '../dashboard/counted.ts';
import { NationalDashboard } from '../dashboard/dashboard-answer.ts';
import { figuresOf, monthsOverOn, type FiguresReader } from '../dashboard/figures.ts';
import { DashboardQuestion } from './dashboard-question.ts';
import type { NetworkReader } from '../dashboard/network-reader.ts';
import { NATION } from '../dashboard/network.ts';
import { named, waitingIn, waitingInRegion } from '../dashboard/waiting.ts';

/** All regions in numbers, on a day. */
export class GetNationalDashboard extends DashboardQuestion {}

/** All regions at once, as it is known now; as it was known on another day, regions are asked for one by one. */
export function nationalDashboard(networks: NetworkReader, economy: FiguresReader): AnyQuery {
  return defineQuery({
    input: GetNationalDashboard,
    summary:
      'The whole network in numbers, and each region and province of it: points by kind and state, protocols by state, ' +
      'what expires, what is signed and not forwarded, authorisations to be reviewed, the trend by month, ' +
      'and what was booked by hour of opening, by day of work and by euro.',
    by: [within('central', 'analyst')],
    answer: NationalDashboard,
    run: async (asked: GetNationalDashboard, shell) => {
      shell.requireWithin({});
      const on = asked.on ?? romeDateOf(shell.clock.now());
      const { network, ...from } = await networks.now(shell);
      const figures = await economy.read(network, monthsOverOn(on, asked.months), shell);
      const waiting = waitingIn(network, on, asked.within);
      return {
        ...{ on, ...from },
        position: earliest(from.position, figures.position),
        figures: figuresOf(figures, NATION),
        ...pointCounts(network, NATION, on),
        ...protocolCounts(network, NATION, on),
        ...(await named(waiting, shell.reader, from)),
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
            figures: figuresOf(figures, region),
            provinces: provinceCounts(network, region, on, figures),
          };
        }),
      };
    },
  });
}
