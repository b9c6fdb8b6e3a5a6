import fc from 'fast-check';
import { toTimestamp } from '#kernel';
import { decider, SPEC_NOW } from '#kernel/specification';
import { DEFAULT_COMMITMENT_LIMITS, type Commitment } from './commitments.ts';
import type { SubjectEvent } from './events.ts';
import { subject, type SubjectState } from './subject.ts';

const HOUR = 3_600_000;
const at = (hours: number): string => toTimestamp(SPEC_NOW + hours * HOUR);
const limits = DEFAULT_COMMITMENT_LIMITS;
const target = { category: 'AgendaDay', id: 'a_2026-03-02' };

const registered: SubjectEvent = { type: 'SubjectRegistered', data: { subject: 's' } };

function appointment(serviceLine: string, startsIn: number, overrides: Partial<Commitment> = {}): Commitment {
  return { kind: 'APPOINTMENT', serviceLine, startsAt: at(startsIn), endsAt: at(startsIn + 1), ...overrides };
}

function hold(serviceLine: string, startsIn: number, heldForHours = 0.1): Commitment {
  return appointment(serviceLine, startsIn, { kind: 'HOLD', heldUntil: at(heldForHours) });
}

function claimed(commitmentId: string, commitment: Commitment): SubjectEvent {
  const until = toTimestamp(SPEC_NOW + 60_000);
  return { type: 'SubjectCommitmentClaimed', data: { subject: 's', commitmentId, ...commitment, target, until } };
}

function released(commitmentId: string): SubjectEvent {
  return { type: 'SubjectCommitmentReleased', data: { subject: 's', commitmentId, reason: 'CANCELLED' } };
}

const claim = (commitment: Commitment, commitmentId = 'new') =>
  ({ type: 'ClaimCommitment', commitmentId, commitment, target }) as const;

describe('a subject', () => {
  const spec = decider(subject);

  it('is registered once', () => {
    spec.given().when({ type: 'RegisterSubject', subject: 's' }, { limits }).then(registered);
    spec.given(registered).when({ type: 'RegisterSubject', subject: 's' }, { limits }).then();
  });

  it('takes a commitment, which the sweeper may question after a minute', () => {
    const wanted = appointment('PENSIONS', 2);

    spec.given(registered).when(claim(wanted), { limits }).then(claimed('new', wanted));
  });

  it('takes the same commitment once', () => {
    const wanted = appointment('PENSIONS', 2);

    spec.given(registered, claimed('new', wanted)).when(claim(wanted), { limits }).then();
  });

  it('takes no other commitment in the name of one that it has', () => {
    const given = spec.given(registered, claimed('new', hold('PENSIONS', 2)));

    given.when(claim(hold('PENSIONS', 2, 0.2)), { limits }).then();
    for (const other of [hold('PENSIONS', 3), hold('CONTRIBUTIONS', 2), appointment('PENSIONS', 2)]) {
      given.when(claim(other), { limits }).thenRefused('COMMAND_ABANDONED', { commandId: 'new' });
    }
    given
      .when({ ...claim(hold('PENSIONS', 2)), target: { ...target, id: 'b_2026-03-02' } }, { limits })
      .thenRefused('COMMAND_ABANDONED');
  });

  it('has at most so many open commitments on one service line, holds and appointments together', () => {
    spec
      .given(registered, claimed('a', hold('PENSIONS', 2)))
      .when(claim(appointment('PENSIONS', 5)), { limits })
      .thenRefused('TOO_MANY_ON_SERVICE_LINE', { serviceLine: 'PENSIONS', open: 1, limit: 1 });
    spec
      .given(registered, claimed('a', appointment('PENSIONS', 2)))
      .when(claim(appointment('PENSIONS', 5)), { limits: { ...limits, maxOpenPerServiceLine: 2 } })
      .then(claimed('new', appointment('PENSIONS', 5)));
  });

  it('may commit again on a service line after a release, or when the earlier one is over', () => {
    const wanted = appointment('PENSIONS', 5);

    spec
      .given(registered, claimed('a', appointment('PENSIONS', 2)), released('a'))
      .when(claim(wanted), { limits })
      .then(claimed('new', wanted));
    spec
      .given(registered, claimed('a', appointment('PENSIONS', -1)))
      .when(claim(wanted), { limits })
      .then(claimed('new', wanted));
  });

  it('has no two commitments at one time, on whatever service line; one may start when another ends', () => {
    const given = spec.given(registered, claimed('a', appointment('PENSIONS', 2)));

    given
      .when(claim(appointment('CONTRIBUTIONS', 2.5)), { limits })
      .thenRefused('APPOINTMENTS_OVERLAP', { with: { startsAt: at(2), endsAt: at(3) } });
    given
      .when(claim(appointment('CONTRIBUTIONS', 3)), { limits })
      .then(claimed('new', appointment('CONTRIBUTIONS', 3)));
    given
      .when(claim(appointment('CONTRIBUTIONS', 1)), { limits })
      .then(claimed('new', appointment('CONTRIBUTIONS', 1)));
  });

  it('has at most so many open holds; one whose time ran out was booked, and counts no more as a hold', () => {
    const two = [claimed('a', hold('A', 2)), claimed('b', hold('B', 4))];

    spec
      .given(registered, ...two)
      .when(claim(hold('C', 6)), { limits })
      .thenRefused('TOO_MANY_HOLDS', { open: 2, limit: 2 });
    spec
      .given(registered, ...two)
      .when(claim(appointment('C', 6)), { limits })
      .then(claimed('new', appointment('C', 6)));
    spec
      .given(registered, claimed('a', hold('A', 2)), claimed('b', hold('B', 4, 0)))
      .when(claim(hold('C', 6)), { limits })
      .then(claimed('new', hold('C', 6)));
  });

  it('releases a commitment once, and knows nothing of others', () => {
    const given = spec.given(registered, claimed('a', appointment('PENSIONS', 2)));
    const release = (commitmentId: string) =>
      ({ type: 'ReleaseCommitment', commitmentId, reason: 'CANCELLED' }) as const;

    given.when(release('a'), { limits }).then(released('a'));
    given.when(release('other'), { limits }).then();
    spec
      .given(registered, claimed('a', appointment('PENSIONS', 2)), released('a'))
      .when(release('a'), { limits })
      .then();
  });

  it('that is unknown takes no commitment and cannot be erased', () => {
    spec
      .given()
      .when(claim(appointment('PENSIONS', 2)), { limits })
      .thenRefused('SUBJECT_UNKNOWN');
    spec.given().when({ type: 'EraseSubject' }, { limits }).thenRefused('SUBJECT_UNKNOWN');
  });

  it('is erased once, and the proof holds no personal data', () => {
    const erased: SubjectEvent = { type: 'SubjectErased', data: { subject: 's', reason: 'CONSENT_WITHDRAWN' } };

    spec.given(registered).when({ type: 'EraseSubject', reason: 'CONSENT_WITHDRAWN' }, { limits }).then(erased);
    spec.given(registered, erased).when({ type: 'EraseSubject' }, { limits }).thenRefused('SUBJECT_ALREADY_ERASED');
  });

  it('that was erased refuses claims and registration, but gives back what it had', () => {
    const erased: SubjectEvent = { type: 'SubjectErased', data: { subject: 's' } };
    const given = spec.given(registered, claimed('a', appointment('PENSIONS', 2)), erased);

    given.when(claim(appointment('OTHER', 6)), { limits }).thenRefused('SUBJECT_ERASED', { subject: 's' });
    given.when({ type: 'RegisterSubject', subject: 's' }, { limits }).thenRefused('SUBJECT_ERASED');
    given.when({ type: 'ReleaseCommitment', commitmentId: 'a', reason: 'CANCELLED' }, { limits }).then(released('a'));
  });

  it('never goes beyond its limits, whatever is claimed and released, and when', () => {
    const step = fc.record({
      release: fc.boolean(),
      which: fc.nat(20),
      kind: fc.constantFrom<Commitment['kind'][]>('HOLD', 'APPOINTMENT'),
      line: fc.constantFrom('A', 'B', 'C'),
      startsIn: fc.integer({ min: 0, max: 12 }),
      pass: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.record({
          maxOpenPerServiceLine: fc.integer({ min: 1, max: 3 }),
          maxOpenHolds: fc.integer({ min: 1, max: 3 }),
        }),
        (steps, own) => {
          let now = SPEC_NOW;
          let state = subject.evolve(subject.initialState(), registered);
          for (const [index, { release, which, kind, line, startsIn, pass }] of steps.entries()) {
            now += pass * HOUR;
            const startsAt = toTimestamp(now + startsIn * HOUR);
            const endsAt = toTimestamp(now + (startsIn + 2) * HOUR);
            const heldUntil = toTimestamp(now + HOUR);
            const commitment = { kind, serviceLine: line, startsAt, endsAt, ...(kind === 'HOLD' ? { heldUntil } : {}) };
            const command = release
              ? ({ type: 'ReleaseCommitment', commitmentId: `c${which}`, reason: 'CANCELLED' } as const)
              : claim(commitment, `c${index}`);
            try {
              const context = { now, commandId: `c${index}`, hasRun: () => false, limits: own };
              for (const event of subject.decide(command, state, context)) state = subject.evolve(state, event);
            } catch {
              // Refused: what stands must still be within the limits.
            }
            expectWithin(state, now, own);
          }
        },
      ),
    );
  });
});

function expectWithin(state: SubjectState, now: number, limits: typeof DEFAULT_COMMITMENT_LIMITS): void {
  const open = [...state.commitments.values()].filter(({ endsAt }) => Date.parse(endsAt) > now);
  for (const line of ['A', 'B', 'C']) {
    expect(open.filter(({ serviceLine }) => serviceLine === line).length).toBeLessThanOrEqual(
      limits.maxOpenPerServiceLine,
    );
  }
  const holds = open.filter(({ kind, heldUntil }) => kind === 'HOLD' && Date.parse(heldUntil!) > now);
  expect(holds.length).toBeLessThanOrEqual(limits.maxOpenHolds);
  const byStart = open.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt));
  for (const [index, next] of byStart.entries()) {
    const previous = byStart[index - 1];
    if (previous) expect(previous.endsAt <= next.startsAt).toBe(true);
  }
}
