import { addDays } from '#italy';
import { Random } from '#demonstration';
import type { Fact } from './fact-writer.ts';
import {
  activated,
  amendmentSigned,
  approvedPoint,
  BOLOGNA,
  deactivated,
  FIRENZE,
  forwarded,
  kindChanged,
  MODENA,
  morningOf,
  pointRectified,
  protocolInForce,
  protocolRectified,
  relocated,
  resumed,
  SIENA,
  suspended,
  transferred,
  type Correction,
  type Place,
} from './network-facts.ts';

/** How many facts of each kind a network holds that audits are easily wrong about. */
export interface Hard {
  late: number;
  sameDayRenewals: number;
  moved: number;
  rectifications: number;
  pointRectifications: number;
  kindsChanged: number;
  /** Suspended, as their protocol allows their kind from a later day on alone. */
  kindsToCome: number;
}

/** First day on which anything happens. */
export const FIRST_DAY = '2026-01-10';
/** Days on which something may happen. */
export const DAYS = 400;
const POINTS = 40;
/** A place to move to, from each place. */
const NEAR: ReadonlyMap<Place, Place> = new Map([
  [BOLOGNA, MODENA],
  [MODENA, BOLOGNA],
  [FIRENZE, SIENA],
  [SIENA, FIRENZE],
]);

/** What an act says of a fact, or of another statement: what is right, or that it never was. */
interface Statement {
  readonly of: Fact | Statement;
  readonly changes: object | undefined;
  readonly recordedAt: string;
}

/** Facts that may never have been. */
const ANNULLED = new Set([
  ...['PuntoClienteSuspended', 'PuntoClienteResumed', 'PuntoClienteRelocated', 'PuntoClienteKindChanged'],
]);

/**
 * Lives of points and protocols of two regions, with facts that arrive late, in a stream each.
 * @param expiring some protocols expire while points are asked about, which nothing carries out: it is looked forward to
 */
export function generateNetwork(
  seed: number,
  { expiring = false } = {},
): { readonly facts: readonly Fact[]; readonly hard: Hard } {
  const random = new Random(seed);
  const hard: Hard = {
    late: 0,
    sameDayRenewals: 0,
    moved: 0,
    rectifications: 0,
    pointRectifications: 0,
    kindsChanged: 0,
    kindsToCome: 0,
  };
  const facts: Fact[] = [];
  for (let number = 0; number < POINTS; number += 1) {
    const home = random.pick([BOLOGNA, MODENA, FIRENZE, SIENA]);
    facts.push(...new GeneratedPoint(random, hard, { id: `point-${number}`, expiring }, home).live());
  }
  return { facts, hard };
}

/** One point and the protocols that cover it, one after the other. */
class GeneratedPoint {
  readonly id: string;
  readonly #expiring: boolean;
  readonly #random: Random;
  readonly #protocols: Fact[] = [];
  readonly #acts: Fact[] = [];
  #place: Place;
  #day = FIRST_DAY;
  #protocol = 0;

  constructor(
    random: Random,
    readonly hard: Hard,
    { id, expiring }: { readonly id: string; readonly expiring: boolean },
    home: Place,
  ) {
    this.id = id;
    this.#expiring = expiring;
    this.#random = random;
    this.#place = home;
  }

  live(): Fact[] {
    const home = this.#place;
    this.#pass(40);
    // Half of them are recorded once they have long been active.
    const requestedOn = this.#random.chance(0.5) ? this.#day : addDays(this.#day, 30);
    const begun = approvedPoint(this.id, home, requestedOn);
    this.#activate();
    const last = addDays(FIRST_DAY, DAYS);
    while (this.#pass(60) < last) this.#act();
    // A command is recorded after the ones before it, whatever its legal date; what is late comes between later facts.
    const acts = this.#acts.toSorted((one, other) => (one.recordedAt < other.recordedAt ? -1 : 1));
    const earliest = begun[0]?.recordedAt ?? '';
    const written = acts.map((act) => (act.recordedAt < earliest ? { ...act, recordedAt: earliest } : act));
    return [...this.#protocols, ...this.#rectified(begun, written)];
  }

  /** A life with what acts say of some of its facts, each written after what it rectifies. */
  #rectified(begun: readonly Fact[], acts: readonly Fact[]): Fact[] {
    const wrong = acts.filter(() => this.#random.chance(0.25));
    const statements = wrong.flatMap((fact): Statement[] => {
      this.hard.pointRectifications += 1;
      const changes = ANNULLED.has(fact.type) && this.#random.chance(0.4) ? undefined : this.#rightDate(fact);
      const statement = { of: fact, changes, recordedAt: laterBy(fact.recordedAt, this.#random.integer(1, 80)) };
      if (changes !== undefined || !this.#random.chance(0.3)) return [statement];
      // That it never was was wrong, too.
      return [statement, { of: statement, changes, recordedAt: laterBy(statement.recordedAt, 20) }];
    });
    const life: readonly (Fact | Statement)[] = [...begun, ...acts, ...statements].toSorted((one, other) =>
      one.recordedAt < other.recordedAt ? -1 : one.recordedAt > other.recordedAt ? 1 : 0,
    );
    return life.map((one) => {
      if ('type' in one) return one;
      const { of, changes, recordedAt } = one;
      const type = 'type' in of ? of.type : 'PuntoClienteRectified';
      return pointRectified(
        this.id,
        { rectifies: life.indexOf(of), of: type, ...(changes ? { changes } : {}) },
        recordedAt,
      );
    });
  }

  /** Another day for a fact than it was written with. */
  #rightDate({ type, effectiveAt, data }: Fact): object {
    const [field = ''] = Object.keys(data).filter((name) => name.endsWith('On'));
    if (field === '' || effectiveAt === undefined) throw new TypeError(`${type} has no date`);
    const written = (data as Readonly<Record<string, string>>)[field] ?? '';
    return { [field]: addDays(written, this.#random.integer(1, 40) * (this.#random.chance(0.5) ? 1 : -1)) };
  }

  #act(): void {
    const act = this.#random.integer(1, 7);
    if (act === 1) this.#stop();
    else if (act === 2) this.#record(resumed(this.id, this.#named(), this.#day, { recorded: this.#recorded() }));
    else if (act <= 4) this.#move();
    else if (act === 5) this.#renew();
    else if (act === 6) this.#become();
    else this.#end();
  }

  #stop(): void {
    this.#record(suspended(this.id, this.#named(), this.#day, { recorded: this.#recorded() }));
    if (!this.#random.chance(0.7)) return;
    this.#pass(20);
    this.#record(resumed(this.id, this.#named(), this.#day, { recorded: this.#recorded() }));
  }

  #move(): void {
    this.#place = NEAR.get(this.#place) ?? this.#place;
    this.hard.moved += 1;
    this.#record(relocated(this.id, this.#place, this.#day, { recorded: this.#recorded() }));
  }

  /** It is of another kind, also on days on which it was thought to be of the one before. */
  #become(): void {
    this.hard.kindsChanged += 1;
    const kind = this.#random.pick(['INFORMATIVO', 'EVOLUTO']);
    this.#record(kindChanged(this.id, kind, this.#day, { recorded: this.#recorded() }));
  }

  /** The next protocol begins on the day on which the one before ends: the point passes to it, or ends and begins anew. */
  #renew(): void {
    this.hard.sameDayRenewals += 1;
    const [recorded, before] = [this.#recorded(), this.#named()];
    if (this.#random.chance(0.5)) {
      this.#conclude();
      this.#record(transferred(this.id, before, this.#named(), this.#day, { recorded }));
    } else {
      this.#record(deactivated(this.id, before, this.#day, { recorded }));
      this.#activate(recorded);
    }
  }

  #end(): void {
    this.#record(deactivated(this.id, this.#named(), this.#day, { recorded: this.#recorded() }));
    if (!this.#random.chance(0.6)) return;
    this.#pass(30);
    this.#activate();
  }

  #activate(recorded = this.#recorded()): void {
    this.#conclude();
    this.#record(activated(this.id, this.#named(), this.#day, { recorded }));
  }

  /** The next protocol, with its signatures and, mostly, its forwarding. */
  #conclude(): void {
    this.#protocol += 1;
    const { region } = this.#place;
    const isNarrow = this.#expiring && this.#random.chance(0.4);
    const protocol = protocolInForce(this.#named(), region, addDays(this.#day, -this.#random.integer(0, 20)), {
      recorded: this.#day,
      points: [this.id],
      kinds: isNarrow ? ['SERVIZIO'] : ['INFORMATIVO', 'EVOLUTO'],
      ...(this.#expiring && this.#random.chance(0.4)
        ? { expiresOn: addDays(this.#day, this.#random.integer(30, 300)) }
        : {}),
    });
    this.#protocols.push(...protocol);
    this.#forward();
    if (isNarrow) this.#allowLater();
  }

  /** Its protocol does not allow its kind until an amendment does, on a day on which nothing carries that out. */
  #allowLater(): void {
    this.hard.kindsToCome += 1;
    const [id, day] = [this.#named(), addDays(this.#day, 1)];
    const allowed = { kinds: ['SERVIZIO', 'INFORMATIVO', 'EVOLUTO'] };
    const from = addDays(this.#day, this.#random.integer(1, 120));
    this.#protocols.push(amendmentSigned(id, `${id}-wider`, this.#day, from, allowed));
    this.#record(suspended(this.id, id, day, { recorded: addDays(day, this.#lag()), reason: 'KIND_NOT_COVERED' }));
  }

  /** Mostly a protocol is forwarded, and some of what is told of that is wrong. */
  #forward(): void {
    const { region } = this.#place;
    const forwardedOn = addDays(this.#day, this.#random.integer(0, 25));
    const forwarding = forwarded(this.#named(), forwardedOn, { recorded: addDays(forwardedOn, this.#lag()), region });
    // The signature of INPS is the third event of a protocol, its forwarding the seventh.
    const entry = { aoo: 'INPS-corrected', year: 2026, number: 900, date: this.#day };
    const wrong = { rectifies: 2, of: 'ProtocolSignatureRecorded', changes: { registerEntry: entry } };
    if (!this.#random.chance(0.7)) {
      if (this.#random.chance(0.3)) this.#rectify(wrong, region);
      return;
    }
    this.#protocols.push(forwarding);
    const moved = { forwardedOn: addDays(forwardedOn, this.#random.integer(1, 9)) };
    const late = { rectifies: 6, of: 'ProtocolForwardedToCentralOrganisation', changes: moved };
    if (this.#random.chance(0.4)) this.#rectify(late, region);
    // Twice, and the later one counts.
    if (this.#random.chance(0.1)) this.#rectify({ ...late, changes: { forwardedOn } }, region);
  }

  #rectify(correction: Correction, region: string): void {
    this.hard.rectifications += 1;
    const recorded = addDays(this.#day, this.#random.integer(30, 120));
    this.#protocols.push(protocolRectified(this.#named(), correction, recorded, region));
  }

  #named(): string {
    return `${this.id}-protocol-${this.#protocol}`;
  }

  /** Time goes by; not always. */
  #pass(days: number): string {
    return (this.#day = addDays(this.#day, this.#random.integer(0, days)));
  }

  #recorded(): string {
    return addDays(this.#day, this.#lag());
  }

  /** Days until something is recorded: most of it at once, some of it much later. */
  #lag(): number {
    return this.#random.chance(0.5) ? 0 : this.#random.integer(1, 90);
  }

  #record(fact: Fact): void {
    if (fact.effectiveAt !== undefined && fact.recordedAt > addDays(fact.effectiveAt.slice(0, 10), 2))
      this.hard.late += 1;
    // Some are recorded at another time of the day than the others.
    const recordedAt = this.#random.chance(0.3) ? `${fact.recordedAt.slice(0, 10)}T22:30:00.000Z` : fact.recordedAt;
    this.#acts.push({ ...fact, recordedAt: recordedAt > morningOf(FIRST_DAY) ? recordedAt : fact.recordedAt });
  }
}

/** The morning some days after a time. */
function laterBy(time: string, days: number): string {
  return morningOf(addDays(time.slice(0, 10), days));
}
