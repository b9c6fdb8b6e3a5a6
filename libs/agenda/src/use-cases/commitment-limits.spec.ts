import fc from 'fast-check';
import { toTimestamp, type Absent, type Known } from '#kernel/domain';
import { decisionsOn, refused, SPEC_NOW } from '#kernel/specification';
import { commitmentOf, commitmentRelease, subject, type Subject, type SubjectEvent } from '#privacy';
import type { Commitment } from '#vocabulary';
import { refuseBeyondLimits, refuseUnfit, type CommitmentLimits } from '../domain/commitments/commitment-limits.ts';

const HOUR = 3_600_000;
const at = (hours: number): string => toTimestamp(SPEC_NOW + hours * HOUR);
const limits: CommitmentLimits = {
  ...{ maxOpenPerServiceLine: 1, maxOpenHolds: 2 },
  ...{ maxGivenUpPerHour: 3, maxGivenUpPerDay: 5 },
};
const target = { category: 'AgendaDay', id: 'a_2026-03-02' };

const registered: SubjectEvent = { type: 'SubjectRegistered', data: { subject: 's' } };

function appointment(serviceLine: string, startsIn: number, overrides: Partial<Commitment> = {}): Commitment {
  return { kind: 'APPOINTMENT', serviceLine, startsAt: at(startsIn), endsAt: at(startsIn + 1), ...overrides };
}

function hold(serviceLine: string, startsIn: number, heldForHours = 0.1): Commitment {
  return appointment(serviceLine, startsIn, { kind: 'HOLD', heldUntil: at(heldForHours) });
}

function claimed(commitmentId: string, commitment: Commitment, hoursAgo = 0): SubjectEvent {
  const until = toTimestamp(SPEC_NOW - hoursAgo * HOUR + 60_000);
  return { type: 'SubjectCommitmentClaimed', data: { subject: 's', commitmentId, ...commitment, target, until } };
}

function released(commitmentId: string): SubjectEvent {
  return { type: 'SubjectCommitmentReleased', data: { subject: 's', commitmentId, reason: 'CANCELLED' } };
}

/** A commitment that was claimed so long ago, and came to nothing. */
function givenUp(commitmentId: string, hoursAgo: number): SubjectEvent[] {
  const end: SubjectEvent = {
    type: 'SubjectCommitmentReleased',
    data: { subject: 's', commitmentId, reason: 'HOLD_RELEASED', givenUp: true },
  };
  return [claimed(commitmentId, hold('PENSIONI', 2), hoursAgo), end];
}

type Decision = (state: Subject | Absent, known: Pick<Known, 'now'>) => readonly SubjectEvent[];

/** Binds a person's time, within the limits. */
const claim =
  (commitment: Commitment, own = limits, commandId = 'new'): Decision =>
  (state, { now }) => {
    const bound = commitmentOf('s', commitment, (one, taken, at) => {
      refuseBeyondLimits(one, taken, own, at);
    });
    return bound.claim(state, { commandId, target, now });
  };

describe('a person', () => {
  const spec = decisionsOn(subject);

  it('has at most so many open commitments on one service line, holds and appointments together', () => {
    spec
      .given(registered, claimed('a', hold('PENSIONI', 2)))
      .when(claim(appointment('PENSIONI', 5)))
      .then(refused('TOO_MANY_ON_SERVICE_LINE', { serviceLine: 'PENSIONI', open: 1, limit: 1 }));
    spec
      .given(registered, claimed('a', appointment('PENSIONI', 2)))
      .when(claim(appointment('PENSIONI', 5), { ...limits, maxOpenPerServiceLine: 2 }))
      .then(claimed('new', appointment('PENSIONI', 5)));
  });

  it('A8: has one appointment, while it moves, whose time is bound at both places', () => {
    const moves = claimed('b', appointment('PENSIONI', 5, { replaces: 'a' }));
    const wanted = appointment('PENSIONI', 8);
    spec
      .given(registered, claimed('a', appointment('PENSIONI', 2)), moves)
      .when(claim(wanted, { ...limits, maxOpenPerServiceLine: 2 }))
      .then(claimed('new', wanted));
    spec
      .given(registered, claimed('a', appointment('PENSIONI', 2)), moves)
      .when(claim(wanted))
      .then(refused('TOO_MANY_ON_SERVICE_LINE', { serviceLine: 'PENSIONI', open: 1, limit: 1 }));
  });

  it('A8: moves on at once, as nothing of what it leaves counts, the place that it left first included', () => {
    const moved = [
      claimed('a', appointment('PENSIONI', 2)),
      claimed('b', appointment('PENSIONI', 5, { replaces: 'a' })),
    ];
    const on = appointment('PENSIONI', 2.5, { replaces: 'b' });
    spec
      .given(registered, ...moved)
      .when(claim(on))
      .then(claimed('new', on));
  });

  it('may commit again on a service line after a release, or when the earlier one is over', () => {
    const wanted = appointment('PENSIONI', 5);

    spec
      .given(registered, claimed('a', appointment('PENSIONI', 2)), released('a'))
      .when(claim(wanted))
      .then(claimed('new', wanted));
    spec
      .given(registered, claimed('a', appointment('PENSIONI', -1)))
      .when(claim(wanted))
      .then(claimed('new', wanted));
  });

  it('has no two commitments at one time, on whatever service line; one may start when another ends', () => {
    const given = spec.given(registered, claimed('a', appointment('PENSIONI', 2)));

    given
      .when(claim(appointment('CONTRIBUTI', 2.5)))
      .then(refused('APPOINTMENTS_OVERLAP', { with: { startsAt: at(2), endsAt: at(3) } }));
    given.when(claim(appointment('CONTRIBUTI', 3))).then(claimed('new', appointment('CONTRIBUTI', 3)));
    given.when(claim(appointment('CONTRIBUTI', 1))).then(claimed('new', appointment('CONTRIBUTI', 1)));
  });

  it('has at most so many open holds; one whose time ran out was booked, and counts no more as a hold', () => {
    const two = [claimed('a', hold('A', 2)), claimed('b', hold('B', 4))];

    spec
      .given(registered, ...two)
      .when(claim(hold('C', 6)))
      .then(refused('TOO_MANY_HOLDS', { open: 2, limit: 2 }));
    spec
      .given(registered, ...two)
      .when(claim(appointment('C', 6)))
      .then(claimed('new', appointment('C', 6)));
    spec
      .given(registered, claimed('a', hold('A', 2)), claimed('b', hold('B', 4, 0)))
      .when(claim(hold('C', 6)))
      .then(claimed('new', hold('C', 6)));
  });

  it('takes places and keeps none so often within an hour, and within a day', () => {
    const wanted = appointment('PENSIONI', 5);
    const thrice = [0.1, 0.5, 0.9].flatMap((ago, index) => givenUp(`h${index}`, ago));
    const overDay = [2, 4, 6, 8, 23.9].flatMap((ago, index) => givenUp(`d${index}`, ago));

    for (const claimOf of [wanted, hold('PENSIONI', 5)]) {
      spec
        .given(registered, ...thrice)
        .when(claim(claimOf))
        .then(refused('TOO_MANY_GIVEN_UP', { hours: 1, limit: 3 }));
      spec
        .given(registered, ...overDay)
        .when(claim(claimOf))
        .then(refused('TOO_MANY_GIVEN_UP', { hours: 24, limit: 5 }));
    }
    const before = [givenUp('h0', 1), ...['h1', 'h2'].map((id) => givenUp(id, 0.5))].flat();
    spec
      .given(registered, ...before)
      .when(claim(wanted))
      .then(claimed('new', wanted));
  });

  it('keeps what it booked: neither that nor what others took from it counts as given up', () => {
    const booked = ['a', 'b', 'c', 'd'].map((id, index) => claimed(id, hold(id, 2 * index, -0.01), 0.2));
    const displaced = ['e', 'f', 'g'].flatMap((id) => [claimed(id, hold('PENSIONI', 20)), released(id)]);
    const wanted = appointment('PENSIONI', 12);

    spec
      .given(registered, ...booked, ...displaced)
      .when(claim(wanted))
      .then(claimed('new', wanted));
  });

  it('counts an open hold among what it may give up: what comes of it nobody knows', () => {
    const given = [...givenUp('h0', 0.2), ...givenUp('h1', 0.1), claimed('open', hold('A', 2))];

    spec
      .given(registered, ...given)
      .when(claim(appointment('PENSIONI', 5)))
      .then(refused('TOO_MANY_GIVEN_UP', { hours: 1, limit: 3 }));
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
          maxGivenUpPerHour: fc.integer({ min: 1, max: 5 }),
          maxGivenUpPerDay: fc.integer({ min: 5, max: 10 }),
        }),
        (steps, own) => {
          let now = SPEC_NOW;
          let state = subject.evolve(subject.initialState(), registered) as Subject;
          for (const [index, { release, which, kind, line, startsIn, pass }] of steps.entries()) {
            now += pass * HOUR;
            const startsAt = toTimestamp(now + startsIn * HOUR);
            const endsAt = toTimestamp(now + (startsIn + 2) * HOUR);
            const heldUntil = toTimestamp(now + HOUR);
            const commitment = { kind, serviceLine: line, startsAt, endsAt, ...(kind === 'HOLD' ? { heldUntil } : {}) };
            const decide: Decision = release
              ? (before) => commitmentRelease(before, `c${which}`, { reason: 'CANCELLED', givenUp: which % 2 === 0 })
              : claim(commitment, own, `c${index}`);
            try {
              for (const event of decide(state, { now })) state = subject.evolve(state, event) as Subject;
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

describe('what an office learns of what a person has elsewhere', () => {
  const turin = { region: '01', province: '001', unit: 'TO' };
  const rome = { region: '12', province: '058', unit: 'RM' };
  const spec = decisionsOn(subject);
  /** Asked for by Rome. */
  const fromRome =
    (commitment: Commitment, own = limits): Decision =>
    (state, { now }) => {
      const bound = commitmentOf('s', { ...commitment, place: rome }, (one, others, at) => {
        const mayKnow = (place?: { region?: string }) => place?.region === rome.region;
        refuseUnfit(one, others, { limits: own, now: at, mayKnow });
      });
      return bound.claim(state, { commandId: 'new', target, now });
    };
  const elsewhere = { ...appointment('PENSIONI', 2), place: turin };
  const here = { ...appointment('PENSIONI', 5), place: rome };

  it.each<[string, Commitment[], Commitment]>([
    ['at that time', [elsewhere], appointment('CONTRIBUTI', 2.5)],
    ['on that service line', [elsewhere], appointment('PENSIONI', 8)],
    ['as open holds', ['A', 'B'].map((line, at) => ({ ...hold(line, at * 2), place: turin })), hold('C', 8)],
    ['since before it was written down where', [appointment('PENSIONI', 2)], appointment('PENSIONI', 8)],
  ])('is nothing but that it cannot be, whatever they have %s', (_what, standing, wanted) => {
    spec
      .given(registered, ...standing.map((one, index) => claimed(`c${index}`, one)))
      .when(fromRome(wanted))
      .then(refused('PERSON_NOT_FREE', {}));
  });

  it('is nothing but that it cannot be, whatever they gave up', () => {
    const inTurin = (id: string) =>
      givenUp(id, 0.2).map((event): SubjectEvent =>
        event.type === 'SubjectCommitmentClaimed' ? { ...event, data: { ...event.data, place: turin } } : event,
      );

    spec
      .given(registered, ...['a', 'b', 'c'].flatMap(inTurin))
      .when(fromRome(hold('PENSIONI', 8)))
      .then(refused('PERSON_NOT_FREE', {}));
  });

  it('does not make it count what is left, where somebody moves on from a place of which it knows nothing', () => {
    const moved = [claimed('a', here), claimed('b', { ...elsewhere, replaces: 'a' })];
    const on = { ...appointment('PENSIONI', 8, { replaces: 'b' }), place: rome };
    spec
      .given(registered, ...moved)
      .when(fromRome(on))
      .then(claimed('new', on));
  });

  it('is not counted with what they have where the office may read', () => {
    spec
      .given(registered, claimed('a', elsewhere), claimed('b', here))
      .when(fromRome(appointment('PENSIONI', 8)))
      .then(refused('TOO_MANY_ON_SERVICE_LINE', { open: 1, limit: 1 }));
  });

  it('is nothing at all while it is in nobody’s way', () => {
    const wanted = appointment('CONTRIBUTI', 8);

    spec
      .given(registered, claimed('a', elsewhere))
      .when(fromRome(wanted))
      .then(claimed('new', { ...wanted, place: rome }));
  });
});

function expectWithin(state: Subject, now: number, limits: CommitmentLimits): void {
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
