import { at, booked, cancelled, DAY, held, NOON, planned, slot, taken } from '../specification/sample-day.ts';
import { when } from '../specification/when-on-day.ts';
import { endCommitmentOfErased } from './end-commitment-of-erased.ts';

const wanted = { agendaId: 'a', date: '2026-03-02', commitmentId: 'c-x' };

describe('what an erased person has on a day', () => {
  it('is cancelled by the system, and its place offered again', () => {
    const [event] = when(endCommitmentOfErased, wanted, [DAY, booked(NOON, 'x')]).events();

    expect(event).toMatchObject({
      type: 'AppointmentCancelled',
      data: { ...taken(NOON, 'x'), appointmentId: 'ap-x', by: 'SYSTEM', reason: 'SUBJECT_ERASED' },
    });
  });

  it('is given up while it is held', () => {
    const [event] = when(endCommitmentOfErased, wanted, [DAY, held(NOON, 'x')]).events();

    expect(event).toMatchObject({
      type: 'SlotHoldReleased',
      data: { ...taken(NOON, 'x'), holdId: 'h-x', reason: 'SUBJECT_ERASED' },
    });
  });

  it('is cancelled as the appointment that was made of a hold', () => {
    const given = [DAY, held(NOON, 'x'), booked(NOON, 'x', { holdId: 'h-x' })];
    const [event] = when(endCommitmentOfErased, wanted, given).events();

    expect(event).toMatchObject({ type: 'AppointmentCancelled', data: { appointmentId: 'ap-x' } });
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
