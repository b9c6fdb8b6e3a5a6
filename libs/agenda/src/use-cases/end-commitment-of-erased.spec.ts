import { at, booked, cancelled, DAY, held, NOON, planned, slot, taken } from '../specification/sample-day.ts';
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
