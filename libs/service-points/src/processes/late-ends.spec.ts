import { addDays } from '#italy';
import { DomainError, type WantedCommand } from '#kernel/domain';
import { processManager } from '#kernel/specification';
import { randomNumbers, specify } from '#use-cases/specification';
import type { OperatorAuthorizationEvent } from '../domain/authorization/events.ts';
import { operatorAuthorization, operatorAuthorizationLife } from '../domain/authorization/operator-authorization.ts';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { standingOf } from '../domain/legal-effect.ts';
import { puntoClienteLife } from '../domain/punto-cliente.ts';
import { rectifiedPoint } from '../domain/rectified.ts';
import { standstillsOf } from '../domain/standstill.ts';
import { servicePoints } from '../service-points.ts';
import { grantedAuthorization, requestedAuthorization, trained } from '../specification/sample-authorization.ts';
import { activePoint, livedPoint, on } from '../specification/sample-point.ts';
import { authorizationsEndWithPoint } from './authorizations-end-with-point.ts';
import { authorizationsFollowPoint } from './authorizations-follow-point.ts';

type Fact = PuntoClienteEvent | OperatorAuthorizationEvent;

const recordedAt = '2026-03-02T07:00:00.000Z';
const now = Date.parse('2026-03-02T08:00:00.000Z');
const today = '2026-03-02';
const DAYS = Array.from({ length: 18 }, (_none, number) => addDays('2026-02-10', number));
const of = { kind: 'SERVIZIO', protocolId: 'p-1' } as const;

/** What was written of a point and of an authorisation on it; what follows from each fact is done before the next one. */
class Log {
  readonly #entries: [Fact, { stream: string; revision: number }][] = [];

  get point(): readonly PuntoClienteEvent[] {
    return this.#of('PuntoCliente-point-1') as PuntoClienteEvent[];
  }

  get authorization(): readonly OperatorAuthorizationEvent[] {
    return this.#of('OperatorAuthorization-auth-1') as OperatorAuthorizationEvent[];
  }

  #of(wanted: string): Fact[] {
    return this.#entries.filter(([, { stream }]) => stream === wanted).map(([event]) => event);
  }

  write(...events: readonly Fact[]): void {
    const written = this.#entries.length;
    for (const event of events) {
      const stream = event.type.startsWith('PuntoCliente') ? 'PuntoCliente-point-1' : 'OperatorAuthorization-auth-1';
      this.#entries.push([event, { stream, revision: this.#of(stream).length }]);
    }
    for (let place = written; place < written + events.length; place += 1) {
      for (const process of [authorizationsFollowPoint, authorizationsEndWithPoint]) {
        const { commands } = processManager(process).given<Fact>(...this.#entries.slice(0, place + 1));
        commands.forEach((command) => {
          this.#give(command);
        });
      }
    }
  }

  #give({ name, data }: WantedCommand): void {
    const command = servicePoints.commands.find((one) => one.name === name);
    const point = livedPoint(this.point);
    const facts = { now, point, standstills: standstillsOf(point), authorizations: new Map() };
    try {
      const events = specify(operatorAuthorization)
        .given(...this.authorization)
        .when(command as never, data as never, facts)
        .events();
      this.write(...(events as Fact[]));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'AUTHORIZATION_UNCONCERNED') throw error;
    }
  }
}

/** A fact of a point, with what it makes of today. */
function taken(life: readonly PuntoClienteEvent[], date: string, event: PuntoClienteEvent): PuntoClienteEvent {
  const standing = (...more: PuntoClienteEvent[]) => standingOf(livedPoint([...life, ...more]));
  const dated = on(date, event);
  return { ...dated, data: { ...dated.data, from: standing(), to: standing(dated) } } as PuntoClienteEvent;
}

/** Something that becomes known of a point at random: an end, that it is undone or was on another day, or an activation anew. */
function known(written: readonly PuntoClienteEvent[], pick: (below: number) => number): readonly PuntoClienteEvent[] {
  const date = DAYS[1 + pick(DAYS.length - 1)] ?? today;
  const { life } = livedPoint(written);
  const then = puntoClienteLife.judgedOn(life, date);
  const ends = puntoClienteLife.facts(life).filter(({ event }) => event.type === 'PuntoClienteDeactivated');
  const what = pick(4);
  if (what === 0 && then.status === 'ACTIVE') {
    const data = { ...of, reason: 'HOST_REQUEST', deactivatedOn: date } as const;
    return [taken(written, date, { type: 'PuntoClienteDeactivated', data })];
  }
  if (what === 1 && then.status === 'DEACTIVATED') {
    return [taken(written, date, { type: 'PuntoClienteActivated', data: { ...of, activatedOn: date } })];
  }
  if (what === 2 && then.status === 'DEACTIVATED') {
    const data = { ...of, activatedOn: then.ended.on, undoes: then.ended.on };
    return [taken(written, then.ended.on, { type: 'PuntoClienteActivated', data })];
  }
  const end = what === 3 ? ends[pick(Math.max(ends.length, 1))] : undefined;
  if (!end) return [];
  try {
    const act = { authority: 'x', number: '1', date: '2026-03-01' };
    const what = { rectifies: end.revision, changes: { deactivatedOn: date }, reason: 'x', act };
    return rectifiedPoint(what, { life, now, today }).events;
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}

/** On which days an authorisation that was granted on a point with activity holds, by all that is known of that. */
function expectedOn(point: readonly PuntoClienteEvent[], grantedOn: string): readonly boolean[] {
  const { life } = livedPoint(point);
  const facts = puntoClienteLife.facts(life).filter(({ counts }) => counts);
  let endedOn: string | undefined;
  return DAYS.map((date) => {
    if (date < grantedOn) return false;
    const last = facts.findLast(
      ({ event, on: day }) =>
        day === date &&
        (event.type === 'PuntoClienteDeactivated' ||
          (event.type === 'PuntoClienteActivated' && event.data.undoes !== undefined)),
    )?.event;
    const isShut = date === grantedOn && puntoClienteLife.judgedOn(life, date).status !== 'ACTIVE';
    if (last?.type === 'PuntoClienteDeactivated' || isShut) endedOn ??= date;
    if (last?.type === 'PuntoClienteActivated' && last.data.undoes === endedOn) endedOn = undefined;
    return endedOn === undefined;
  });
}

describe('K7, T1, T2: in whatever order the ends of a point become known', () => {
  const days = (all: readonly boolean[]): string => all.map((one) => (one ? 'x' : '.')).join('');

  it('an authorisation that was granted while it had activity holds until the first of them', () => {
    for (let seed = 0; seed < 400; seed += 1) {
      const pick = randomNumbers(seed);
      const log = new Log();
      const grantedOn = DAYS[pick(DAYS.length)] ?? today;
      const review = { nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13' };
      log.write(...activePoint, requestedAuthorization, trained, grantedAuthorization(grantedOn, review));
      for (let step = 0; step < 6; step += 1) log.write(...known(log.point, pick));
      const life = log.authorization.map((event, revision) => ({ event, revision, recordedAt }));
      const held = DAYS.map((date) => operatorAuthorizationLife.judgedOn(life, date).status === 'GRANTED');
      const told = log.point.slice(activePoint.length).map(({ type, data }) => [type, data]);
      const of = `seed ${seed}, granted on ${grantedOn}: ${JSON.stringify(told)}`;
      expect(`${days(held)} ${of}`).toBe(`${days(expectedOn(log.point, grantedOn))} ${of}`);
    }
  });
});
