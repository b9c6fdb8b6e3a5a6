import { deriveId } from '#kernel/domain';
import { SPEC_COMMAND_ID } from '#kernel/specification';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import {
  at,
  book,
  bookHold,
  booked,
  cancelled,
  citizen,
  DAY,
  held,
  hold,
  NOON,
  taken,
} from '../specification/sample-day.ts';
import { when } from '../specification/when-on-day.ts';
import { bookAppointment } from './book-appointment.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import { holdSlot } from './hold-slot.ts';
import { releaseHold } from './release-hold.ts';

describe('an appointment', () => {
  it('is booked on free places', () => {
    const [event] = when(bookAppointment, book(NOON), [DAY]).events();

    expect(event).toMatchObject({
      type: 'AppointmentBooked',
      data: {
        ...taken(NOON, 's'),
        commitmentId: SPEC_COMMAND_ID,
        appointmentId: deriveId('Appointment', SPEC_COMMAND_ID),
        serviceLine: 'PENSIONI',
        citizen,
        bookingCode: expect.stringMatching(/^[A-HJ-KMNP-Z2-9]{8}$/) as string,
      },
    });
    when(bookAppointment, book(NOON), [DAY, held(NOON, 'x')]).thenRefused('SLOT_FULL');
  });

  it('is booked from a hold, which keeps its commitment, though no place is free', () => {
    const [event] = when(bookAppointment, bookHold('h-x', 'x'), [DAY, held(NOON, 'x')]).events();

    expect(event).toMatchObject({ type: 'AppointmentBooked', data: { holdId: 'h-x', commitmentId: 'c-x' } });
  });

  it('is not booked from a hold of another person, of another mode, or that is over', () => {
    const given = [DAY, held(NOON, 'x')];

    when(bookAppointment, bookHold('h-x', 'y'), given).thenRefused('HOLD_OF_ANOTHER_PERSON');
    when(bookAppointment, bookHold('h-x', 'x', 'WEB_MEETING'), given).thenRefused('HOLD_MODE_DIFFERS', {
      held: 'IN_PERSON',
    });
    when(bookAppointment, bookHold('h-x', 'x'), given, 5).thenRefused('HOLD_EXPIRED', { expiresAt: at(5) });
    const [released] = when(releaseHold, { holdId: 'h-x' }, given, 3).events();
    when(bookAppointment, bookHold('h-x', 'x'), [...given, released!], 4).thenRefused('HOLD_RELEASED');
    when(bookAppointment, bookHold('h-x', 'x'), [...given, booked(NOON, 'x', { holdId: 'h-x' })]).thenRefused(
      'HOLD_ALREADY_BOOKED',
    );
    when(bookAppointment, bookHold('h-x', 'x'), [DAY]).thenRefused('HOLD_UNKNOWN');
  });

  it('is booked from a hold under the rules of channel and identity that free places have', () => {
    const given = [DAY, held(NOON, 'x', 5, 'WEB_MEETING')];
    const fromDesk = bookHold('h-x', 'x');

    when(
      bookAppointment,
      { ...fromDesk, channel: 'AUTOMATIC_CONTACT_CENTRE', identity: 'DECLARED' },
      given,
    ).thenRefused('MODE_NOT_ALLOWED_ON_CHANNEL', { mode: 'WEB_MEETING', channel: 'AUTOMATIC_CONTACT_CENTRE' });
    when(bookAppointment, { ...fromDesk, identity: 'DECLARED' }, given).thenRefused('STRONG_IDENTITY_REQUIRED');
    expect(when(bookAppointment, fromDesk, given).events()).toMatchObject([
      { data: { mode: 'WEB_MEETING', channel: 'DESK' } },
    ]);
    expect(
      when(bookAppointment, { ...fromDesk, channel: 'CONTACT_CENTRE', identity: 'DECLARED' }, [
        DAY,
        held(NOON, 'x'),
      ]).events(),
    ).toHaveLength(1);
  });

  it('is cancelled once, before it starts', () => {
    const cancel = {
      appointmentId: 'ap-x',
      by: 'CITIZEN',
      reason: 'CANNOT_ATTEND',
    } as const;
    const given = [DAY, booked(NOON, 'x')];

    expect(when(cancelAppointment, cancel, given).events()).toMatchObject([
      { type: 'AppointmentCancelled', data: { ...taken(NOON, 'x'), by: 'CITIZEN', reason: 'CANNOT_ATTEND' } },
    ]);
    when(cancelAppointment, cancel, [...given, cancelled(NOON, 'x', 10)]).thenRefused('APPOINTMENT_ALREADY_CANCELLED');
    when(cancelAppointment, cancel, given, 180).thenRefused('APPOINTMENT_ALREADY_STARTED');
    when(cancelAppointment, cancel, [DAY]).thenRefused('APPOINTMENT_UNKNOWN');
  });

  it('that is cancelled frees its place after five to fifteen minutes, as chance wants it and nobody can tell', () => {
    const cancel = { appointmentId: 'ap-x', by: 'CITIZEN', reason: 'CANNOT_ATTEND' };
    const reofferAt = (drawn: string): string => {
      const [event] = when(cancelAppointment, cancel, [DAY, booked(NOON, 'x')], 0, { drawn }).events();
      return (event as Extract<AgendaDayEvent, { type: 'AppointmentCancelled' }>).data.reofferAt!;
    };

    expect(['00000000', '80000000', 'ffffffff'].map((digits) => reofferAt(digits.padEnd(64, '0')))).toEqual([
      at(5),
      at(10),
      at(15),
    ]);
  });

  it('that is cancelled frees its place, to be taken only when it is offered again', () => {
    const given = [DAY, booked(NOON, 'x'), cancelled(NOON, 'x', 10)];

    when(holdSlot, hold(NOON), given, 9).thenRefused('SLOT_FULL', { taken: 0, reofferedLater: 1 });
    expect(when(holdSlot, hold(NOON), given, 10).events()).toHaveLength(1);
  });
});
