import { processManager } from '#kernel/specification';
import type { SubjectEvent } from '#privacy';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { CancelledBy } from '../domain/vocabulary.ts';
import { booked, cancelled, displaced, held, NOON, taken } from '../specification/sample-day.ts';
import { completed, missed } from '../specification/sample-desk.ts';
import { movedAway } from '../specification/sample-move.ts';
import { commitmentRelease } from './commitment-release.ts';
import { commitmentSweeper } from './commitment-sweeper.ts';
import { holdExpiry } from './hold-expiry.ts';

const heldSlot = held(NOON, 'x');
const expired: AgendaDayEvent = {
  type: 'SlotHoldExpired',
  data: { ...taken(NOON, 'x'), holdId: 'h-x', reofferAt: NOON.startsAt },
};
const released = (reason: 'GIVEN_UP' | 'PLAN_CHANGED'): AgendaDayEvent => ({
  type: 'SlotHoldReleased',
  data: { ...taken(NOON, 'x'), holdId: 'h-x', reason, reofferAt: NOON.startsAt },
});
const cancelledBy = (by: CancelledBy): AgendaDayEvent => {
  const { data } = cancelled(NOON, 'x', 10) as Extract<AgendaDayEvent, { type: 'AppointmentCancelled' }>;
  return { type: 'AppointmentCancelled', data: { ...data, by } };
};

/** The claim of a command that has not acted yet. */
const claimed: SubjectEvent = {
  type: 'SubjectCommitmentClaimed',
  data: {
    subject: 'x',
    commitmentId: 'command-9',
    kind: 'HOLD',
    serviceLine: 'PENSIONI',
    startsAt: NOON.startsAt,
    endsAt: NOON.endsAt,
    target: { category: 'AgendaDay', id: 'a_2026-03-02' },
    until: '2026-03-02T08:01:00.000Z',
  },
};

describe('a hold that nobody ends', () => {
  it('expires when its time runs out', () => {
    const dueAt = Date.parse('2026-03-02T08:05:00Z');

    processManager(holdExpiry).given(heldSlot).thenDeadlines(['h-x', 'expiry', dueAt, 'ExpireHold']);
    expect([...processManager(holdExpiry).given(heldSlot).deadlines.values()][0]?.command.data).toEqual({
      agendaId: 'a',
      date: '2026-03-02',
      holdId: 'h-x',
    });
  });

  it('leaves nothing behind once it was booked or expired', () => {
    for (const end of [booked(NOON, 'x', { holdId: 'h-x' }), expired]) {
      const outcome = processManager(holdExpiry).given(heldSlot, end);
      outcome.thenDeadlines();
      expect(outcome.state('h-x')).toBeUndefined();
    }
  });

  it('is not ended by an appointment made without a hold', () => {
    expect(processManager(holdExpiry).given(heldSlot, booked(NOON, 'y')).deadlines.size).toBe(1);
  });
});

describe("a person's time", () => {
  it.each([
    ['a hold expires', expired, { reason: 'HOLD_EXPIRED', givenUp: true }],
    ['a hold is given up', released('GIVEN_UP'), { reason: 'HOLD_RELEASED', givenUp: true }],
    ['a hold goes with a change of the plan', released('PLAN_CHANGED'), { reason: 'HOLD_RELEASED' }],
    ['the person cancels', cancelled(NOON, 'x', 10), { reason: 'APPOINTMENT_CANCELLED', givenUp: true }],
    ['a desk cancels', cancelledBy('OPERATOR'), { reason: 'APPOINTMENT_CANCELLED', givenUp: true }],
    ['the office cancels', cancelledBy('OFFICE'), { reason: 'APPOINTMENT_CANCELLED' }],
    ['the system cancels', cancelledBy('SYSTEM'), { reason: 'APPOINTMENT_CANCELLED' }],
    ['an appointment is displaced', displaced(NOON, 'x'), { reason: 'APPOINTMENT_DISPLACED' }],
    ['the person moves it', movedAway(NOON, 'x', 10), { reason: 'APPOINTMENT_RESCHEDULED', givenUp: true }],
    ['the person was received', completed(NOON, 'x'), { reason: 'APPOINTMENT_COMPLETED' }],
    ['nobody came', missed(NOON, 'x'), { reason: 'APPOINTMENT_MISSED' }],
  ] as const)('is given back when %s, and counts as given up where it was', (_what, event, ending) => {
    const { commands } = processManager(commitmentRelease).given(event);
    expect(commands.map(({ name, data }) => [name, data])).toEqual([
      ['ReleaseCommitment', { subject: 'x', commitmentId: 'c-x', ...ending }],
    ]);
  });

  it('is given back to who was to come with them, too, of whom nothing counts as given up', () => {
    const second = { subject: 'y', commitmentId: 'c-y' };
    const { data } = cancelled(NOON, 'x', 10) as Extract<AgendaDayEvent, { type: 'AppointmentCancelled' }>;
    const { commands } = processManager(commitmentRelease).given({
      type: 'AppointmentCancelled',
      data: { ...data, second },
    });
    expect(commands.map(({ name, data: given }) => [name, given])).toEqual([
      ['ReleaseCommitment', { subject: 'x', commitmentId: 'c-x', reason: 'APPOINTMENT_CANCELLED', givenUp: true }],
      ['ReleaseCommitment', { ...second, reason: 'APPOINTMENT_CANCELLED' }],
    ]);
  });

  it('is not given up by who cancels what was displaced before, also where that is dealt with first', () => {
    const { data } = cancelled(NOON, 'x', 10) as Extract<AgendaDayEvent, { type: 'AppointmentCancelled' }>;
    const { reofferAt: _had, ...without } = data;
    const { commands } = processManager(commitmentRelease).given({ type: 'AppointmentCancelled', data: without });
    expect(commands.map(({ data: given }) => given)).toEqual([
      { subject: 'x', commitmentId: 'c-x', reason: 'APPOINTMENT_CANCELLED' },
    ]);
  });

  it('stays bound when a hold becomes an appointment', () => {
    processManager(commitmentRelease)
      .given(booked(NOON, 'x', { holdId: 'h-x' }))
      .thenCommands();
  });

  it('is given back when the command that claimed it never came, and the day told to refuse it', () => {
    const until = Date.parse('2026-03-02T08:01:00Z');
    const sweeper = processManager(commitmentSweeper);

    const outcome = sweeper.given(claimed);
    outcome.thenDeadlines(['command-9', 'command-9 x', until, 'SettleClaim']);
    expect([...outcome.deadlines.values()][0]?.command.data).toEqual({
      abandon: {
        name: 'AbandonCommand',
        data: { category: 'AgendaDay', id: 'a_2026-03-02', abandonedCommandId: 'command-9' },
      },
      release: {
        name: 'ReleaseCommitment',
        data: { subject: 'x', commitmentId: 'command-9', reason: 'ABANDONED' },
      },
    });
    const metadata = { commandId: 'command-9' };
    sweeper.given<SubjectEvent | AgendaDayEvent>(claimed, [heldSlot, { metadata }]).thenDeadlines();
    const released: SubjectEvent = {
      type: 'SubjectCommitmentReleased',
      data: { subject: 'x', commitmentId: 'command-9', reason: 'ACT_REFUSED' },
    };
    sweeper.given<SubjectEvent>(claimed, released).thenDeadlines();
  });

  it('that a policy has claimed stays bound for as long as its command waits, and is given back once that was abandoned', () => {
    const byPolicy = { metadata: { actor: { kind: 'policy', name: 'waitlist-offers' } } } as const;
    const abandoned = { type: 'CommandAbandoned', data: { abandonedCommandId: 'command-9' } } as const;
    processManager(commitmentSweeper).given<SubjectEvent>([claimed, byPolicy]).thenDeadlines();
    const { commands } = processManager(commitmentSweeper).given<SubjectEvent | typeof abandoned>(
      [claimed, byPolicy],
      abandoned,
    );
    expect(commands.map(({ name }) => name)).toEqual(['SettleClaim']);
  });
});
