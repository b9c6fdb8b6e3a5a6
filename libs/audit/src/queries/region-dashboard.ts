import { IsOptional } from 'class-validator';
import { addDays, daysFrom, monthsAfter, regionByCode, romeDateAt, romeDateOf, type LocalDate } from '#italy';
import { regionNotFound } from '#organisation';
import { datedProtocols, PROTOCOL_STATES, type ProtocolOnDate } from '#protocols';
import { datedAuthorizations, datedPuntiCliente, POINT_STATES, type PuntoClienteOnDate } from '#service-points';
import {
  defineQuery,
  IsDayOrInstant,
  IsRealDate,
  IsRegionCode,
  IsWholeNumber,
  momentOfDay,
  ReadOptionsQuery,
  within,
  type AnyQuery,
  type DatedKind,
  type DatedThings,
  type KnownThing,
  type Moment,
  type QueryShell,
} from '#use-cases';
import { POINT_KINDS } from '#vocabulary';
import { MOST_MONTHS, MOST_NAMED, RegionDashboard } from './dashboard-answer.ts';
import { knownAtOf } from './questions.ts';

/** One region in numbers, on a day. */
export class GetRegionDashboard extends ReadOptionsQuery {
  /** ISTAT code. */
  @IsRegionCode()
  readonly region!: string;

  /** A day in Rome, yyyy-mm-dd, of which the end counts; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly on?: string;

  /** As it was known then: a day in Rome with all of it, or an instant with an offset; now when absent. */
  @IsOptional()
  @IsDayOrInstant()
  readonly knownAt?: string;

  /** What is due within so many days is told, 1 to 365. */
  @IsWholeNumber({ min: 1, max: 365 })
  readonly within: number = 90;

  /** How many months the trend goes back, 1 to 36. */
  @IsWholeNumber({ min: 1, max: MOST_MONTHS })
  readonly months: number = 12;
}

/** The network of a region in numbers, worked out from the same facts as audits: of any date, as known on any other. */
export function regionDashboard(dated: DatedThings): AnyQuery {
  return defineQuery({
    input: GetRegionDashboard,
    summary:
      'A region in numbers: points by kind and state, also of each province, protocols by state, what expires, what is ' +
      'signed and not forwarded, authorisations to be reviewed, and the trend by month.',
    by: [within('central', 'regional', 'integration', 'analyst')],
    answer: RegionDashboard,
    refuses: [regionNotFound],
    run: async (asked: GetRegionDashboard, shell) => {
      const { region, months } = asked;
      if (!regionByCode(region)) throw regionNotFound({ code: region });
      shell.requireWithin({ region });
      const on = asked.on ?? romeDateOf(shell.clock.now());
      const known = knownAtOf(asked);
      const ofRegion = <Facts extends object>(kind: DatedKind<Facts>, read = shell.read) =>
        everythingIn(dated, kind, { region, known }, { reader: shell.reader, read });
      const { things: points, position, logId } = await ofRegion(datedPuntiCliente);
      const read = { minPosition: position, logId };
      const { things: protocols } = await ofRegion(datedProtocols, read);
      const { things: authorizations } = await ofRegion(datedAuthorizations, read);
      const moment = momentOfDay(on);
      const there = points.flatMap((point) => pointIn(region, point, moment) ?? []);
      const until = addDays(on, asked.within);
      const standing = protocols.map((protocol) => ({ protocol, facts: protocol.on(moment) }));
      const states = Map.groupBy(standing, ({ facts }) => facts?.state);
      return {
        ...{ region, on, knownAt: asked.knownAt ?? null, position, logId },
        points: countsOf(there),
        provinces: provincesOf(there),
        protocols: PROTOCOL_STATES.map((state) => ({ state, count: states.get(state)?.length ?? 0 })),
        expiring: expiring(standing, on, until),
        notForwarded: notForwarded(standing, on),
        authorizationsDue: authorizations.filter((authorization) => isDue(authorization.on(moment), region, until))
          .length,
        trend: endsOfMonths(on, months).map((day) => {
          const end = momentOfDay(day);
          return {
            on: day,
            activePoints: points.filter((point) => pointIn(region, point, end)?.state === 'ACTIVE').length,
            protocolsInForce: protocols.filter((protocol) => protocol.on(end)?.state === 'IN_FORCE').length,
          };
        }),
      };
    },
  });
}

/** A thing under its id. */
type Known<Facts> = KnownThing<Facts> & { readonly id: string };

/** All things of a kind that ever were in a region, as they are known. */
async function everythingIn<Facts extends object>(
  dated: DatedThings,
  kind: DatedKind<Facts>,
  { region, known }: { readonly region: string; readonly known: Moment | undefined },
  { reader, read }: Pick<QueryShell, 'reader' | 'read'>,
): Promise<{ readonly things: readonly Known<Facts>[]; readonly position: string; readonly logId: string }> {
  const { things, position, logId } = await dated.allInRegion(reader, { among: kind.among, region }, read);
  const ofKind = things.filter(({ thing }) => thing === kind.thing);
  return { position, logId, things: ofKind.map((thing) => ({ ...kind.asKnown(thing, known), id: thing.id })) };
}

function pointIn(region: string, point: Known<PuntoClienteOnDate>, moment: Moment): PuntoClienteOnDate | undefined {
  const facts = point.on(moment);
  return facts?.region === region ? facts : undefined;
}

function countsOf(points: readonly PuntoClienteOnDate[]): RegionDashboard['points'] {
  return POINT_KINDS.flatMap((kind) =>
    POINT_STATES.map((state) => ({
      ...{ kind, state },
      count: points.filter((point) => point.kind === kind && point.state === state).length,
    })),
  );
}

function provincesOf(points: readonly PuntoClienteOnDate[]): RegionDashboard['provinces'] {
  return [...Map.groupBy(points, ({ province }) => province)]
    .map(([province, there]) => ({ province, points: countsOf(there) }))
    .sort((one, other) => one.province.localeCompare(other.province));
}

/** A protocol as it stood on the day. */
interface Standing {
  readonly protocol: Known<ProtocolOnDate>;
  readonly facts: ProtocolOnDate | undefined;
}

function expiring(protocols: readonly Standing[], on: LocalDate, until: LocalDate): RegionDashboard['expiring'] {
  const due = protocols.flatMap(({ protocol, facts }) => {
    const { state, expiresOn, host } = facts ?? {};
    const isBinding = state === 'IN_FORCE' || state === 'SUSPENDED';
    if (!isBinding || !host || expiresOn === undefined || expiresOn > until) return [];
    return [{ id: protocol.id, host: host.name, expiresOn, days: Math.max(0, daysFrom(on, expiresOn)) }];
  });
  return { count: due.length, items: due.sort((one, other) => one.days - other.days).slice(0, MOST_NAMED) };
}

/** A forwarding counts from the day on which it was done, whenever that was recorded. */
function notForwarded(protocols: readonly Standing[], on: LocalDate): RegionDashboard['notForwarded'] {
  const left = protocols.flatMap(({ protocol, facts }) => {
    const { signedAt, host } = facts ?? {};
    if (signedAt === undefined || !host) return [];
    const { forwardedOn } = protocol.atLast() ?? {};
    if (forwardedOn !== undefined && forwardedOn <= on) return [];
    return [{ id: protocol.id, host: host.name, signedAt, days: daysFrom(romeDateAt(signedAt), on) }];
  });
  return { count: left.length, items: left.sort((one, other) => other.days - one.days).slice(0, MOST_NAMED) };
}

function isDue(
  facts: { readonly state: string; readonly region: string; readonly nextReviewOn?: string } | undefined,
  region: string,
  until: LocalDate,
): boolean {
  if (facts?.region !== region || facts.nextReviewOn === undefined) return false;
  return (facts.state === 'GRANTED' || facts.state === 'SUSPENDED') && facts.nextReviewOn <= until;
}

/** The day that was asked for, and the last days of the months before, oldest first. */
function endsOfMonths(on: LocalDate, months: number): LocalDate[] {
  const first = `${on.slice(0, 'yyyy-mm'.length)}-01`;
  const earlier = Array.from({ length: months - 1 }, (_, index) => addDays(monthsAfter(first, -index), -1));
  return [on, ...earlier].reverse();
}
