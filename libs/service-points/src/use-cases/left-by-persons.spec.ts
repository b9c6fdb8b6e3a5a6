import { addDays, type LocalDate } from '#italy';
import { lifeOnce, type Life } from '#use-cases/dated';
import { randomNumbers } from '#use-cases/specification';
import type { OperatorAuthorizationEvent } from '../domain/authorization/events.ts';
import { operatorAuthorizationLife, type LivedAuthorization } from '../domain/authorization/operator-authorization.ts';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { followingProtocol, type Covering, type CoveringProtocol } from '../domain/following-protocol.ts';
import { puntoClienteLife } from '../domain/punto-cliente.ts';
import {
  authorizationRevoked,
  authorizationSuspended,
  dated,
  grantedAuthorization,
  requestedAuthorization,
  trained,
} from '../specification/sample-authorization.ts';
import { activePoint, livedPoint, on } from '../specification/sample-point.ts';
import { followingEndOfPoint } from './authorization/following-end-of-point.ts';

const now = Date.parse('2026-03-02T08:00:00.000Z');
const FIRST = '2026-02-10';
const DAYS = Array.from({ length: 20 }, (_none, number) => addDays(FIRST, number));
const of = { kind: 'SERVIZIO', protocolId: 'p-1' } as const;

/** From which day a protocol is in force, and from which no longer. */
interface InForce {
  readonly from: LocalDate;
  readonly until?: LocalDate;
}

const isInForce = ({ from, until }: InForce, day: LocalDate): boolean =>
  from <= day && (until === undefined || day < until);

function protocolOf(term: InForce): CoveringProtocol {
  const covering = (day: LocalDate): Covering => {
    if (isInForce(term, day)) return { covers: true, kinds: ['SERVIZIO'], wasSuspended: false };
    return { covers: false, reason: day < term.from ? 'PROTOCOL_NOT_IN_FORCE' : 'PROTOCOL_TERMINATED' };
  };
  const days = [term.from, ...(term.until === undefined ? [] : [term.until])];
  return { protocolId: 'p-1', days, on: covering };
}

type Lived = Life<PuntoClienteEvent>;
const after = (life: Lived, ...events: readonly PuntoClienteEvent[]): Lived =>
  lifeOnce(puntoClienteLife, life, now, ...events);

/** The life of a point once it has followed its protocol, and that there is nothing left to do then. */
function followed(life: Lived, term: InForce): Lived {
  const facts = (lived: Lived) => followingProtocol({ ...livedPoint([]), life: lived }, protocolOf(term), { now });
  const whole = after(life, ...facts(life));
  expect(facts(whole)).toEqual([]);
  return whole;
}

/** What a person may do of a point on a day on which it stands so, or of what persons did, at random; nothing where it cannot be. */
function done(life: Lived, pick: (below: number) => number): PuntoClienteEvent | undefined {
  const date = DAYS[pick(DAYS.length)] ?? FIRST;
  const { status } = puntoClienteLife.judgedOn(life, date);
  const reason = pick(2) === 0 ? 'SECURITY' : 'PREMISES';
  const isActive = status === 'ACTIVE' || status === 'SUSPENDED';
  switch (pick(6)) {
    case 0:
      return isActive
        ? on(date, { type: 'PuntoClienteDeactivated', data: { ...of, reason: 'HOST_REQUEST', deactivatedOn: date } })
        : undefined;
    case 1:
    case 2:
      return isActive
        ? on(date, { type: 'PuntoClienteSuspended', data: { ...of, reason, suspendedOn: date } })
        : undefined;
    case 3:
    case 4:
      return status === 'SUSPENDED'
        ? on(date, { type: 'PuntoClienteResumed', data: { ...of, reason, resumedOn: date, byHand: true } })
        : undefined;
    default:
      return annulled(life, pick);
  }
}

/** That a suspension never was. */
function annulled(life: Lived, pick: (below: number) => number): PuntoClienteEvent | undefined {
  const suspensions = puntoClienteLife.facts(life).filter(({ event }) => event.type === 'PuntoClienteSuspended');
  const one = suspensions[pick(Math.max(suspensions.length, 1))];
  if (!one) return undefined;
  const act = { authority: 'Direzione regionale', number: '7', date: '2026-03-01' };
  const what = {
    rectifies: one.revision,
    of: one.event.type,
    annuls: true as const,
    reason: 'Errore',
    act,
    on: one.on,
  };
  const standing = { kind: 'SERVIZIO', state: 'ACTIVE', province: '037' } as const;
  return {
    type: 'PuntoClienteRectified',
    data: { ...what, kind: 'SERVIZIO', from: standing, to: standing, standing: { suspensions: [] } },
  };
}

type LivedGrant = Life<OperatorAuthorizationEvent>;
const afterGrant = (life: LivedGrant, ...events: readonly OperatorAuthorizationEvent[]): LivedGrant =>
  lifeOnce(operatorAuthorizationLife, life, now, ...events);

/** The life of an authorisation once it has followed its point, and that there is nothing left to do then. */
function alignedWith(point: Lived, life: LivedGrant): LivedGrant {
  const facts = (lived: LivedGrant) => {
    const authorization = { ...operatorAuthorizationLife.judgedOn(lived, '2026-03-02'), life: lived };
    const surroundings = { point: { ...livedPoint(activePoint), life: point }, authorizations: [], entries: [] };
    return followingEndOfPoint(authorization as LivedAuthorization, surroundings, { now });
  };
  const whole = afterGrant(life, ...facts(life));
  expect(facts(whole)).toEqual([]);
  return whole;
}

/** What a person may do of an authorisation on a day on which it stands so, at random; nothing where it cannot be. */
function doneOfGrant(life: LivedGrant, pick: (below: number) => number): OperatorAuthorizationEvent | undefined {
  const date = DAYS[pick(DAYS.length)] ?? FIRST;
  const { status } = operatorAuthorizationLife.judgedOn(life, date);
  const stands = status === 'GRANTED' || status === 'SUSPENDED';
  switch (pick(5)) {
    case 0:
      return stands ? authorizationRevoked('SECURITY', date) : undefined;
    case 1:
    case 2:
      return status === 'GRANTED' ? authorizationSuspended('SECURITY', date) : undefined;
    default:
      return status === 'SUSPENDED'
        ? dated(date, {
            type: 'OperatorAuthorizationResumed',
            data: { pointId: 'point-1', reason: 'SECURITY', resumedOn: date, from: 'SUSPENDED', to: 'GRANTED' },
          })
        : undefined;
  }
}

/** Its protocol turns out to have begun, or ended, on another day, or not to have ended; never later than it has begun. */
function moved(term: InForce, pick: (below: number) => number): InForce {
  const date = DAYS[pick(DAYS.length)] ?? FIRST;
  const what = pick(3);
  if (what === 0 && (term.until === undefined || date < term.until)) return { ...term, from: date };
  if (what === 1 && date > term.from) return { ...term, until: date };
  return { from: term.from };
}

describe('T1, T2: in whatever order the days of its protocol and what persons did of a point become known', () => {
  it('K6, K8: on the days on which that covers it, it and who is authorised there are as persons have left them, and without effect on the others', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const pick = randomNumbers(seed);
      let term: InForce = { from: '2026-02-01' };
      // What persons did, without what policy made of it.
      let persons = livedPoint(activePoint).life;
      let life = persons;
      const review = { nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13' };
      // Granted before the point was activated.
      let grant = afterGrant([], requestedAuthorization, trained, grantedAuthorization('2026-02-06', review));
      let grantByPersons = grant;
      const told: unknown[] = [];
      for (let step = 0; step < 8; step += 1) {
        const what = pick(4);
        if (what < 2) {
          term = moved(term, pick);
          told.push(term);
        } else if (what === 2) {
          const event = doneOfGrant(grant, pick);
          if (event) {
            grantByPersons = [...grantByPersons, ...afterGrant(grant, event).slice(-1)];
            grant = afterGrant(grant, event);
            told.push(event.data);
          }
        } else {
          const event = done(life, pick);
          if (event) {
            persons = [...persons, ...after(life, event).slice(-1)];
            life = after(life, event);
            told.push(event.data);
          }
        }
        life = followed(life, term);
        grant = alignedWith(life, grant);
      }
      const of = `seed ${seed}: ${JSON.stringify(told)}`;
      const statuses = DAYS.map((day) => puntoClienteLife.judgedOn(life, day).status);
      const expected = DAYS.map((day) =>
        isInForce(term, day) ? puntoClienteLife.judgedOn(persons, day).status : 'DEACTIVATED',
      );
      expect(`${statuses.join(' ')} ${of}`).toBe(`${expected.join(' ')} ${of}`);
      const granted = DAYS.map((day) => operatorAuthorizationLife.judgedOn(grant, day).status);
      // What its protocol has it begin later had not ended before that, unless a person has ended it.
      const left = DAYS.map((day, place) =>
        statuses[place] === 'DEACTIVATED' &&
        (term.from <= day || puntoClienteLife.judgedOn(persons, day).status === 'DEACTIVATED')
          ? 'REVOKED'
          : operatorAuthorizationLife.judgedOn(grantByPersons, day).status,
      );
      expect(`${granted.join(' ')} ${of}`).toBe(`${left.join(' ')} ${of}`);
    }
  });
});
