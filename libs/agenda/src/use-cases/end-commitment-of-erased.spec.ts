import {
  at,
  booked,
  cancelled,
  DAY,
  displaced,
  held,
  NOON,
  planned,
  slot,
  taken,
} from '../specification/sample-day.ts';
import { checkedIn, started } from '../specification/sample-desk.ts';
import { moveClaimed, movedAway } from '../specification/sample-move.ts';
import { when } from '../specification/when-on-day.ts';
import { endCommitmentOfErased } from './end-commitment-of-erased.ts';

const wanted = { agendaId: 'a', date: '2026-03-02', commitmentId: 'c-x' };

describe('what an erased person has on a day', () => {
  it('is cancelled by the system, and its place offered again after the usual delay', () => {
    const drawn = '8'.padEnd(64, '0');
    const [event] = when(endCommitmentOfErased, wanted, [DAY, booked(NOON, 'x')], 0, { drawn }).events();

    expect(event).toMatchObject({
      type: 'AppointmentCancelled',
      data: { ...taken(NOON, 'x'), appointmentId: 'ap-x', by: 'SYSTEM', reason: 'SUBJECT_ERASED', reofferAt: at(10) },
    });
  });

  it('is given up while it is held, and its place offered again at once', () => {
    const [event] = when(endCommitmentOfErased, wanted, [DAY, held(NOON, 'x')]).events();

    expect(event).toMatchObject({
      type: 'SlotHoldReleased',
      data: { ...taken(NOON, 'x'), holdId: 'h-x', reason: 'SUBJECT_ERASED', reofferAt: at(0) },
    });
  });

  it('is cancelled as the appointment that was made of a hold', () => {
    const given = [DAY, held(NOON, 'x'), booked(NOON, 'x', { holdId: 'h-x' })];
    const [event] = when(endCommitmentOfErased, wanted, given).events();

    expect(event).toMatchObject({ type: 'AppointmentCancelled', data: { appointmentId: 'ap-x' } });
  });

  it('is cancelled where it was displaced just before, and frees no place', () => {
    const [event] = when(endCommitmentOfErased, wanted, [DAY, booked(NOON, 'x'), displaced(NOON, 'x')]).events();

    expect(event).toMatchObject({ type: 'AppointmentCancelled', data: { by: 'SYSTEM', reason: 'SUBJECT_ERASED' } });
    expect(event?.data).not.toHaveProperty('reofferAt');
  });

  it('waits while it moves: where it stands in the end is decided first', () => {
    const moving = [DAY, booked(NOON, 'x'), moveClaimed(NOON, 'x')];
    when(endCommitmentOfErased, wanted, moving).thenRefused('APPOINTMENT_MOVING_YET');
    when(endCommitmentOfErased, wanted, [...moving, movedAway(NOON, 'x', 10)]).then();
  });

  it('goes on where the person is being received', () => {
    const received = [DAY, booked(NOON, 'x'), checkedIn(NOON, 'x'), started(NOON, 'x')];
    when(endCommitmentOfErased, wanted, received).then();
  });

  it('is cancelled for whose it is when the second person is erased, without a word of that', () => {
    const given = [DAY, booked(NOON, 'x', { second: 'y' })];
    const [event] = when(endCommitmentOfErased, { ...wanted, subject: 'y' }, given).events();
    expect(event).toMatchObject({ data: { by: 'SYSTEM', reason: 'SECOND_PERSON_UNAVAILABLE' } });
  });

  it('stays when it is past, was cancelled before, or belongs to somebody else', () => {
    const begun = slot(-10);
    for (const given of [
      [planned(1, begun), booked(begun, 'x')],
      [DAY, booked(NOON, 'x'), cancelled(NOON, 'x', 10)],
      [DAY, booked(NOON, 'y'), held(NOON, 'z')],
      [],
    ]) {
      when(endCommitmentOfErased, wanted, given).then();
    }
    expect(begun.startsAt < at(0)).toBe(true);
  });
});
