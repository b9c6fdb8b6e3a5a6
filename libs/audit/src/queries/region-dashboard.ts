import { IsOptional } from 'class-validator';
import { regionByCode, romeDateOf } from '#italy';
import { earliest } from '#kernel/domain';
import { regionNotFound } from '#organisation';
import { defineQuery, IsDayOrInstant, IsRegionCode, within, type AnyQuery } from '#use-cases';
import { knownAtOf } from './questions.ts';
import { endsOfMonths, pointCounts, protocolCounts, provinceCounts, trendOf } from '../dashboard/counted.ts';
import { RegionDashboard } from '../dashboard/dashboard-answer.ts';
import { figuresOf, monthsOverOn, type FiguresReader } from '../dashboard/figures.ts';
import { DashboardQuestion } from './dashboard-question.ts';
import type { NetworkReader } from '../dashboard/network-reader.ts';
import { named, waitingIn, waitingInRegion } from '../dashboard/waiting.ts';

/** One region in numbers, on a day. */
export class GetRegionDashboard extends DashboardQuestion {
  /** ISTAT code. */
  @IsRegionCode()
  readonly region!: string;

  /** As it was known then: a day in Rome with all of it, or an instant with an offset; now when absent. */
  @IsOptional()
  @IsDayOrInstant()
  readonly knownAt?: string;
}

/** The network of a region in numbers, worked out from the same facts as audits: of any date, as known on any other. */
export function regionDashboard(networks: NetworkReader, economy: FiguresReader): AnyQuery {
  return defineQuery({
    input: GetRegionDashboard,
    summary:
      'A region in numbers: points by kind and state, also of each province, protocols by state, what expires, what is ' +
      'signed and not forwarded, authorisations to be reviewed, the trend by month, and what was booked by hour of ' +
      'opening, by day of work and by euro.',
    by: [within('central', 'regional', 'analyst')],
    answer: RegionDashboard,
    refuses: [regionNotFound],
    run: async (asked: GetRegionDashboard, shell) => {
      const { region, months } = asked;
      if (!regionByCode(region)) throw regionNotFound({ code: region });
      shell.requireWithin({ region });
      const on = asked.on ?? romeDateOf(shell.clock.now());
      const known = knownAtOf(asked);
      const { network, ...from } = await (known ? networks.knownAt(known, region, shell) : networks.now(shell));
      const figures = known ? undefined : await economy.read(network, monthsOverOn(on, months), shell, region);
      return {
        ...{ region, on, knownAt: asked.knownAt ?? null, ...from },
        position: earliest(from.position, ...(figures ? [figures.position] : [])),
        figures: figures ? figuresOf(figures, region) : null,
        ...pointCounts(network, region, on),
        provinces: provinceCounts(network, region, on, figures),
        ...protocolCounts(network, region, on),
        ...(await named(waitingInRegion(waitingIn(network, on, asked.within), region), shell.reader, from, known)),
        trend: trendOf(network, region, endsOfMonths(on, months)),
      };
    },
  });
}
