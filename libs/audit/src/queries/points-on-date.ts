import { IsOptional } from 'class-validator';
import { romeDateOf } from '#italy';
import { namesOfHosts } from '#organisation';
import { datedProtocols, underProtocols } from '#protocols';
import {
  datedPuntiCliente,
  datedPuntiInps,
  isSuspendedByProtocolsAlone,
  type PuntoClienteOnDate,
  type PuntoInpsOnDate,
} from '#service-points';
import {
  defineQuery,
  IsCursor,
  IsDayOrInstant,
  IsProvince,
  IsRegion,
  IsWholeNumber,
  momentOf,
  within,
  type AnyQuery,
  type DatedKind,
  type DatedThing,
  type DatedThings,
  type Moment,
  type QueryShell,
} from '#use-cases';
import { referenceTo, type HostBodyReference } from '#vocabulary';
import {
  coveringProtocol,
  LARGEST_PAGE,
  PointsPage,
  type CoveringProtocol,
  type KnownProtocol,
  type PointOnDate,
  type PointsAnswer,
} from './points-answer.ts';
import { pointsTable } from './points-table.ts';
import { DatedQuestion, knownAtOf, lastDayKnown, type AuditShell } from './questions.ts';

/** Which points were active in a region on a date. */
export class ListPointsOnDate extends DatedQuestion {
  /** ISTAT code of the region, as it was on that date. */
  @IsRegion()
  readonly region!: string;

  /** ISTAT code of a province: points that were in it on that date. A provincial directorate names its own. */
  @IsOptional()
  @IsProvince()
  readonly province?: string;

  /** A day in Rome, yyyy-mm-dd, of which the end counts, or an instant with an offset. */
  @IsDayOrInstant()
  readonly on!: string;

  /** Of how many points a page tells at most whether they were active, 1 to 2000. */
  @IsWholeNumber({ min: 1, max: LARGEST_PAGE })
  readonly limit: number = LARGEST_PAGE;

  /** `nextCursor` of the page before; all other parameters stay as they were. */
  @IsCursor()
  readonly cursor?: string;
}

/** The kinds of point that are audited. */
const KINDS = new Map<string, DatedKind<PuntoOnDate>>(
  [datedPuntiCliente, datedPuntiInps].map((kind) => [kind.thing, kind as DatedKind<PuntoOnDate>]),
);
/** What holds of a point of any kind; a Punto INPS has neither host nor protocol. */
type PuntoOnDate =
  | PuntoClienteOnDate
  | (PuntoInpsOnDate & {
      readonly host?: undefined;
      readonly protocolId?: undefined;
      readonly suspendedFor?: undefined;
    });

/** States in which a point receives people. */
const ACTIVE: ReadonlySet<string> = new Set(['ACTIVE', 'OPEN']);

/**
 * The points of a region that were active on a date, with the protocol that covered them. A point that moved is told by
 * each region and province for its own dates, to each directorate for its own (T4). What is told of the signatures of a protocol and of
 * its forwarding is all that was known, also where it happened after that date. Of a day that lies ahead of what is known it
 * tells what is set: a protocol that expires before covers nothing then, unless it is renewed.
 */
export function pointsOnDate(dated: DatedThings): AnyQuery {
  return defineQuery({
    input: ListPointsOnDate,
    summary:
      'The points that were active in a region on a date, under which protocol, signed by whom and when, forwarded when; ' +
      'on request as that was known on another date.',
    by: [within('central', 'regional', 'provincial', 'analyst')],
    answer: PointsPage,
    table: pointsTable,
    run: (asked: ListPointsOnDate, shell) => pointsOf(dated, asked, shell),
  });
}

/**
 * One page of the answer.
 * @throws DomainError OUTSIDE_TERRITORY; SystemError as the reader does
 */
export async function pointsOf(dated: DatedThings, asked: ListPointsOnDate, shell: AuditShell): Promise<PointsAnswer> {
  const { region, province, on, limit, cursor } = asked;
  shell.requireWithin({ region, ...(province === undefined ? {} : { province }) });
  const [moment, known] = [momentOf(on), knownAtOf(asked)];
  const lastKnown = lastDayKnown(known, romeDateOf(shell.clock.now()));
  const question: Question = { region, province, moment, known, isAhead: moment.day > lastKnown };
  const found = await dated.inRegion(shell.reader, { among: 'points', region, province, limit, cursor }, shell.read);
  const { items, position, logId, ...page } = found;
  const standing = items.flatMap((thing) => standingPoint(thing, question) ?? []);
  const from = { minPosition: position, logId };
  const hosts = standing.flatMap(({ point: { host } }) => host?.id ?? []);
  const nameOf = await namesOfHosts(shell.reader, hosts, { position, logId }, known);
  const protocols = await protocolsOf(dated, standing, question, shell, from);
  const told = standing.flatMap(({ point, last, isLast }) => {
    const { state = last.state, protocolId = last.protocolId } = protocols.under(point.id, last);
    // A day ahead on which no protocol covers it, or one that is suspended or does not allow its kind.
    if (!ACTIVE.has(state)) return [];
    const host = point.host && { ...point.host, name: nameOf(point.host.id) };
    const protocol = protocols.told(protocolId) ?? null;
    return [{ ...point, state: isLast ? state : point.state, host, protocol }];
  });
  const isActive = ({ state }: Pick<PointOnDate, 'state'>): boolean => state !== null && ACTIVE.has(state);
  return {
    ...page,
    ...{ position, logId, region, on, knownAt: asked.knownAt ?? null },
    items: told.filter(isActive),
    forPartOfDay: told.filter((point) => !isActive(point)),
  };
}

interface Question {
  readonly region: string;
  readonly province: string | undefined;
  readonly moment: Moment;
  readonly known: Moment | undefined;
  /** Whether the day lies ahead of what is known: what is to come counts then, as far as it is set. */
  readonly isAhead: boolean;
}

interface StandingPoint {
  readonly point: Omit<PointOnDate, 'protocol' | 'host'> & { readonly host: HostBodyReference | null };
  /** How it was last on the day while it was active there. */
  readonly last: PuntoOnDate;
  /** Whether that is how it was at the end of the day. */
  readonly isLast: boolean;
}

/**
 * A point as it stood in the region; undefined where it was not active there at any time of the day. On a day ahead one that its
 * protocol alone suspends is told, too: what is set of the protocol says whether it is active.
 */
function standingPoint(thing: DatedThing, question: Question): StandingPoint | undefined {
  const { moment, known, isAhead } = question;
  const kind = KINDS.get(thing.thing);
  if (!kind) throw new TypeError(`${thing.thing} is among the points, and no audit tells of it`);
  const written = kind.asKnown(thing, known);
  const asKnown = isAhead ? written.withToCome() : written;
  const parts = asKnown.partsOfDay(moment).filter(({ facts }) => isIn(question, facts));
  const standing = asKnown.on(moment);
  const isThere = isIn(question, standing);
  const mayBeActive = (facts: PuntoOnDate): boolean =>
    ACTIVE.has(facts.state) || (isAhead && isSuspendedByProtocolsAlone(facts));
  const isLast = isThere && mayBeActive(standing);
  // As it last was there, where it was active there for a part of the day alone.
  const last = isLast ? standing : parts.findLast(({ facts }) => facts && mayBeActive(facts))?.facts;
  if (!last) return undefined;
  const { kind: kindOfPoint, host, region, province, municipality, address, activeFrom } = last;
  const point = {
    id: thing.id,
    state: isThere ? standing.state : null,
    ...{ kind: kindOfPoint, host: host ? referenceTo(host) : null, region, province, municipality, address },
    activeFrom: activeFrom ?? null,
    parts: parts.map(({ from, facts }) => ({ from, state: facts?.state ?? null })),
  };
  return { point, last, isLast };
}

/** Whether a point was where a question is about. */
function isIn(
  { region, province }: Pick<Question, 'region' | 'province'>,
  facts: PuntoOnDate | undefined,
): facts is PuntoOnDate {
  return facts?.region === region && (province === undefined || facts.province === province);
}

/** The protocols of points. */
interface Protocols {
  /** What is told of one. */
  told(protocolId: string | undefined): CoveringProtocol | undefined;
  /** What they make of a point on a day ahead; nothing on other days. */
  under(pointId: string, facts: PuntoOnDate): ReturnType<typeof underProtocols>;
}

/** The protocols of points, each read once, and of a day that lies ahead those that renew them. */
async function protocolsOf(
  dated: DatedThings,
  points: readonly StandingPoint[],
  { moment, known, isAhead }: Question,
  { reader }: Pick<QueryShell, 'reader'>,
  options: { readonly minPosition: string; readonly logId: string },
): Promise<Protocols> {
  const protocols = new Map<string, KnownProtocol>();
  let ids = new Set(points.flatMap(({ last: { protocolId } }) => protocolId ?? []));
  while (ids.size > 0) {
    const { things } = await dated.called(reader, datedProtocols, [...ids], options);
    const read = [...things].map(([id, thing]) => {
      const asKnown = datedProtocols.asKnown(thing, known);
      const then = (isAhead ? asKnown.withToCome() : asKnown).on(moment);
      return { id, asKnown, then };
    });
    for (const protocol of read) protocols.set(protocol.id, protocol);
    const successors = isAhead ? read.flatMap(({ then }) => then?.renewedBy?.protocolId ?? []) : [];
    ids = new Set(successors.filter((id) => !protocols.has(id)));
  }
  const told = new Map<string, CoveringProtocol>();
  return {
    told: (id = '') => {
      const protocol = protocols.get(id);
      if (protocol && !told.has(id)) told.set(id, coveringProtocol(protocol));
      return told.get(id);
    },
    under: (pointId, facts) =>
      isAhead && protocols.has(facts.protocolId ?? '')
        ? underProtocols(pointId, facts, (id) => protocols.get(id)?.then)
        : {},
  };
}
