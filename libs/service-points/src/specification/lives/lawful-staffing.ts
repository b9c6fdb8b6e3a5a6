import { addDays, type LocalDate } from '#italy';
import type { PointKind } from '#vocabulary';
import { lawfulPlace, type Relocation } from './lawful-places.ts';

/*
 * What is true of a point and of those who are authorised on it, as law has it: by their facts and the days of these alone, and by what was
 * known of the point at each grant. For specifications of what is recorded late and in any order (T1), and rectified (T2).
 */

/** What persons do of a point; of one day there is one at most. */
export type PointFact =
  | { readonly kind: 'activation' | 'end' | 'reopening'; readonly on: LocalDate }
  | { readonly kind: 'stop'; readonly on: LocalDate; readonly until?: LocalDate | undefined }
  | { readonly kind: 'change of kind'; readonly on: LocalDate; readonly to: PointKind };

/** What persons do of an authorisation. */
export interface AuthorizationFact {
  readonly kind: 'review' | 'withdrawal by review' | 'suspension' | 'resumption' | 'revocation';
  readonly on: LocalDate;
}

/** A fact that may be rectified: what it says may be another thing later, and it is the same fact. */
export interface Known<Fact> {
  fact: Fact;
}

/** An authorisation that was granted. */
export interface TrueAuthorization {
  readonly id: string;
  grantedOn: LocalDate;
  /** What was known of the point when the day of the grant was said. */
  known: {
    /** Whether it had activity on that day. */
    isActive: boolean;
    /** Its ends by then. */
    past: readonly Known<PointFact>[];
  };
  readonly facts: readonly Known<AuthorizationFact>[];
}

/** The protocol over the point. */
export interface TrueProtocol {
  enteredOn: LocalDate;
  terminatedOn?: LocalDate | undefined;
  readonly suspensions: readonly { readonly on: LocalDate; readonly until: LocalDate }[];
}

export interface TrueStaffing {
  readonly protocol: TrueProtocol;
  readonly point: readonly Known<PointFact>[];
  /** Province in which the point was requested. */
  readonly requestedIn: string;
  readonly relocations: readonly Known<Relocation>[];
  readonly authorizations: readonly TrueAuthorization[];
  /** After how many days an authorisation ends from its grant or last review. */
  readonly endsAfter: (from: LocalDate) => LocalDate;
}

/** How all of it stands on a day. */
export interface LawfulDay {
  readonly day: LocalDate;
  /** What suspends the point; undefined where it has no activity. */
  readonly point: readonly string[] | undefined;
  /** What suspends each authorisation; undefined where it does not stand. */
  readonly authorizations: ReadonlyMap<string, readonly string[] | undefined>;
  /** The province in which the point stands. */
  readonly place: string;
  /** That in which each authorisation stands: that of the point, and of the last day with it where it has ended. */
  readonly places: ReadonlyMap<string, string>;
}

/** An end of the activity of a point; that by its protocol is no person's. */
interface TrueEnd {
  readonly by?: Known<PointFact>;
  readonly on: LocalDate;
}

/** How a point and the authorisations on it stand on each of some days. */
export function lawfulDays(truth: TrueStaffing, from: LocalDate, until: LocalDate): readonly LawfulDay[] {
  const point = new LawfulPoint(truth);
  const standing = new Map(truth.authorizations.map((one) => [one, new LawfulAuthorization(one, truth)]));
  const days: LawfulDay[] = [];
  for (let day = from; day <= until; day = addDays(day, 1)) {
    point.goTo(day);
    const authorizations = new Map([...standing].map(([{ id }, one]) => [id, one.goTo(day, point)]));
    const isStaffed = [...authorizations.values()].some((suspendedFor) => suspendedFor !== undefined);
    const lacks = point.kind === 'SERVIZIO' && !isStaffed ? ['NO_AUTHORISED_OPERATOR'] : [];
    const places = new Map([...standing].map(([{ id }, { place }]) => [id, place]));
    const suspendedFor = point.suspendedFor && [...lacks, ...point.suspendedFor].sort();
    days.push({ day, point: suspendedFor, authorizations, place: point.place, places });
  }
  return days;
}

class LawfulPoint {
  kind: PointKind = 'SERVIZIO';
  /** What suspends it but that nobody is authorised; undefined where it has no activity. */
  suspendedFor: readonly string[] | undefined;
  place: string;
  readonly ends: TrueEnd[] = [];
  readonly #truth: TrueStaffing;
  /** As persons have it, whatever its protocol says. */
  #persons: 'APPROVED' | 'ACTIVE' | 'ENDED' = 'APPROVED';
  #stops: readonly Extract<PointFact, { readonly kind: 'stop' }>[] = [];

  constructor(truth: TrueStaffing) {
    this.#truth = truth;
    this.place = truth.requestedIn;
  }

  goTo(day: LocalDate): void {
    this.place = lawfulPlace(this.#truth, day);
    const { enteredOn, terminatedOn, suspensions } = this.#truth.protocol;
    const isOver = terminatedOn !== undefined && terminatedOn <= day;
    if (day === terminatedOn && this.#persons === 'ACTIVE') this.ends.push({ on: day });
    if (!isOver) for (const known of this.#truth.point) if (known.fact.on === day) this.#happens(known);
    const isActive = this.#persons === 'ACTIVE' && enteredOn <= day && !isOver;
    const isStopped = this.#stops.some(({ until }) => until === undefined || day < until);
    const isSuspended = suspensions.some(({ on, until }) => enteredOn <= on && on <= day && day < until);
    const reasons = [...(isStopped ? ['PREMISES'] : []), ...(isSuspended ? ['PROTOCOL_SUSPENDED'] : [])];
    this.suspendedFor = isActive ? reasons : undefined;
  }

  #happens(known: Known<PointFact>): void {
    const { fact } = known;
    if (fact.kind === 'activation') {
      if (this.#persons !== 'ACTIVE') this.#stops = [];
      this.#persons = 'ACTIVE';
    } else if (fact.kind === 'change of kind') {
      if (this.#persons !== 'ENDED') this.kind = fact.to;
    } else if (this.#persons !== 'ACTIVE') {
      return;
    } else if (fact.kind === 'end') {
      this.#persons = 'ENDED';
      this.ends.push({ by: known, on: fact.on });
    } else this.#stops = fact.kind === 'stop' ? [...this.#stops, fact] : [];
  }
}

const ENDING: readonly AuthorizationFact['kind'][] = ['withdrawal by review', 'revocation'];

class LawfulAuthorization {
  place: string;
  readonly #one: TrueAuthorization;
  readonly #truth: TrueStaffing;
  #hasEnded = false;
  #isSuspended = false;
  #endsOn: LocalDate;

  constructor(one: TrueAuthorization, truth: TrueStaffing) {
    this.#one = one;
    this.#truth = truth;
    this.#endsOn = truth.endsAfter(one.grantedOn);
    this.place = truth.requestedIn;
  }

  /** @returns what suspends it on a day, the next one; undefined where it does not stand */
  goTo(day: LocalDate, point: LawfulPoint): readonly string[] | undefined {
    const suspendedFor = this.#suspendedBy(day, point);
    if (!this.#hasEnded) this.place = point.place;
    return suspendedFor;
  }

  #suspendedBy(day: LocalDate, point: LawfulPoint): readonly string[] | undefined {
    const { enteredOn, terminatedOn } = this.#truth.protocol;
    if (day < this.#one.grantedOn) return undefined;
    const isOver = terminatedOn !== undefined && terminatedOn <= day;
    this.#hasEnded ||= isOver || this.#endsOn <= day || this.#endsWith(point, day);
    if (this.#hasEnded) return undefined;
    const { facts } = this.#one;
    this.#hasEnded = facts.some(({ fact: { kind, on } }) => on === day && ENDING.includes(kind));
    if (this.#hasEnded) return undefined;
    for (const { fact } of facts) if (fact.on === day) this.#happens(fact);
    return [
      ...(point.suspendedFor && point.suspendedFor.length > 0 ? ['POINT_SUSPENDED'] : []),
      ...(day < enteredOn ? ['PROTOCOL_NOT_IN_FORCE'] : []),
      ...(this.#isSuspended ? ['SECURITY'] : []),
    ];
  }

  /** It ends with the activity of the day of its grant, or with the next one, as was known then. */
  #endsWith({ ends, suspendedFor }: LawfulPoint, day: LocalDate): boolean {
    const { grantedOn, known } = this.#one;
    const isPast = ({ by }: TrueEnd): boolean => by !== undefined && known.past.includes(by);
    if (day > grantedOn) return ends.some((end) => end.on === day && (known.isActive || !isPast(end)));
    const isLate = ends.some((end) => !isPast(end) && (known.isActive || end.on === day));
    return isLate && suspendedFor === undefined;
  }

  #happens({ kind, on }: AuthorizationFact): void {
    if (kind === 'review') this.#endsOn = this.#truth.endsAfter(on);
    else if (kind === 'suspension') this.#isSuspended = true;
    else this.#isSuspended = false;
  }
}
