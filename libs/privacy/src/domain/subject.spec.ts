import { toTimestamp, type Absent, type Known } from '#kernel/domain';
import { decisionsOn, refused, SPEC_NOW } from '#kernel/specification';
import type { Commitment } from '#vocabulary';
import { commitmentOf, commitmentRelease } from './commitment-claim.ts';
import type { SubjectEvent } from './events.ts';
import type { Subject } from './subject-state.ts';
import { registration, subject } from './subject.ts';

const HOUR = 3_600_000;
const at = (hours: number): string => toTimestamp(SPEC_NOW + hours * HOUR);
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

/** How much one may take is the rule of whoever claims. */
const NO_LIMITS = (): void => undefined;

type Decision = (state: Subject | Absent, known: Known) => readonly SubjectEvent[];

const claim =
  (commitment: Commitment, act = target): Decision =>
  (state, { now }) =>
    commitmentOf('s', commitment, NO_LIMITS).claim(state, { commandId: 'new', target: act, now });

const register: Decision = (state) => registration(state, 's');

const release =
  (commitmentId: string): Decision =>
  (state) =>
    commitmentRelease(state, commitmentId, { reason: 'CANCELLED' });

describe('a subject', () => {
  const spec = decisionsOn(subject);

  it('is registered once', () => {
    spec.given().when(register).then(registered);
    spec.given(registered).when(register).then();
  });

  it('takes a commitment, which the sweeper may question after a minute', () => {
    const wanted = appointment('PENSIONI', 2);

    spec.given(registered).when(claim(wanted)).then(claimed('new', wanted));
  });

  it('takes the same commitment once', () => {
    const wanted = appointment('PENSIONI', 2);

    spec.given(registered, claimed('new', wanted)).when(claim(wanted)).then();
  });

  it('takes no other commitment in the name of one that it has', () => {
    const given = spec.given(registered, claimed('new', hold('PENSIONI', 2)));

    given.when(claim(hold('PENSIONI', 2, 0.2))).then();
    for (const other of [hold('PENSIONI', 3), hold('CONTRIBUTI', 2), appointment('PENSIONI', 2)]) {
      given.when(claim(other)).then(refused('COMMAND_ABANDONED', { commandId: 'new' }));
    }
    given.when(claim(hold('PENSIONI', 2), { ...target, id: 'b_2026-03-02' })).then(refused('COMMAND_ABANDONED'));
  });

  it('releases a commitment once, and knows nothing of others', () => {
    const given = spec.given(registered, claimed('a', appointment('PENSIONI', 2)));

    given.when(release('a')).then(released('a'));
    given.when(release('other')).then();
    spec
      .given(registered, claimed('a', appointment('PENSIONI', 2)), released('a'))
      .when(release('a'))
      .then();
  });

  it('that is unknown takes no commitment', () => {
    spec
      .given()
      .when(claim(appointment('PENSIONI', 2)))
      .then(refused('SUBJECT_UNKNOWN'));
  });

  it('that was erased refuses claims and registration, but gives back what it had', () => {
    const erased: SubjectEvent = { type: 'SubjectErased', data: { subject: 's', commitments: [] } };
    const given = spec.given(registered, claimed('a', appointment('PENSIONI', 2)), erased);

    given.when(claim(appointment('OTHER', 6))).then(refused('SUBJECT_ERASED', {}));
    given.when(register).then(refused('SUBJECT_ERASED'));
    given.when(release('a')).then(released('a'));
  });
});
