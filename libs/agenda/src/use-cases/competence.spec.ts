import type { Actor } from '#kernel/domain';
import { projection } from '#kernel/specification';
import type { AnyPrincipal } from '#use-cases';
import { appointments } from '../read-models/appointments.ts';
import { bookerAsking, bookerOf, readsByBooking } from '../read-models/booker.ts';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { book, booked, DAY, hold, NOON } from '../specification/sample-day.ts';
import { when } from '../specification/when-on-day.ts';
import { specify } from '#use-cases/specification';
import { SPEC_NOW } from '#kernel/specification';
import { bookAppointment } from './book-appointment.ts';
import { holdSlot } from './hold-slot.ts';

// The day stands at the desk of Rieti.
const MILANO: AnyPrincipal = { id: 'op-mi', role: 'desk-operator', province: '015', unit: 'DP-MILANO' };
const competent = { unit: 'DP-TORINO', province: '001', region: '01' };

describe('A5: neither residence nor the territory of who books stands in the way of a booking', () => {
  const known = { now: SPEC_NOW, drawn: '0123456789abcdef'.repeat(4) };
  const given = specify(agendaDay).given(DAY).as(MILANO);

  it('A5: staff hold and book on the days of any office', () => {
    expect(given.when(holdSlot, hold(NOON, { channel: 'DESK' }), known).events()).toHaveLength(1);
    const wanted = { ...book(NOON), principal: MILANO, channel: 'DESK' };
    expect(given.when(bookAppointment, wanted, known).events()).toHaveLength(1);
  });

  it('A5: the office that receives and the one that is competent are written down', () => {
    const [event] = when(bookAppointment, { ...book(NOON), competentUnit: 'DP-TORINO' }, [DAY], 0, {
      competent,
    }).events();

    expect(event?.data).toMatchObject({
      delivering: { region: '12', province: '057', unit: 'DP-RIETI' },
      competent,
    });
    const [nobody] = when(bookAppointment, book(NOON), [DAY]).events();
    expect(nobody?.data).not.toHaveProperty('competent');
  });

  it('a unit that is not there is refused', () => {
    when(bookAppointment, { ...book(NOON), competentUnit: 'NOWHERE' }, [DAY]).thenRefused('COMPETENT_UNIT_UNKNOWN', {
      competentUnit: 'NOWHERE',
    });
  });
});

describe('A5: afterwards an appointment is read by who booked it, where it is, and where its person belongs', () => {
  const event = booked(NOON, 's');
  const withCompetent = { ...event, data: { ...event.data, competent } };
  const by = (actor: Actor) => ({ metadata: { scope: { region: '12' }, actor } });
  const document = (actor: Actor) =>
    projection(appointments)
      .given([withCompetent, by(actor)])
      .document('ap-s');
  const booker: Actor = { kind: 'person', id: 'op-mi', role: 'desk-operator', office: 'DP-MILANO' };

  it('A5: the booker reads their own, and no other of their office does', () => {
    const appointment = document(booker)!;

    expect(readsByBooking(MILANO, appointment)).toBe(true);
    expect(readsByBooking({ ...MILANO, id: 'other' }, appointment)).toBe(false);
    expect(appointment.bookedBy).toBe(bookerAsking(MILANO));
  });

  it('A5: an operator of a host reads what they booked, and no operator of another host who is called alike', () => {
    const appointment = document({ kind: 'person', id: 'clerk', role: 'host-operator', office: 'host-1' })!;

    expect(readsByBooking({ id: 'clerk', role: 'host-operator', host: 'host-1' }, appointment)).toBe(true);
    expect(readsByBooking({ id: 'clerk', role: 'host-operator', host: 'host-2' }, appointment)).toBe(false);
    expect(readsByBooking({ id: 'clerk', role: 'provincial', province: '058' }, appointment)).toBe(false);
  });

  it('A5: the competent unit and those above it read it, and no other', () => {
    const appointment = document({ kind: 'person', id: 'x', role: 'citizen' })!;

    expect(appointment.bookedBy).toBeNull();
    const may = (principal: AnyPrincipal) => readsByBooking(principal, appointment);
    expect(may({ id: 'a', role: 'desk-operator', province: '001', unit: 'DP-TORINO' })).toBe(true);
    expect(may({ id: 'a', role: 'desk-operator', province: '001', unit: 'OTHER' })).toBe(false);
    expect(may({ id: 'a', role: 'provincial', province: '001' })).toBe(true);
    expect(may({ id: 'a', role: 'regional', region: '01' })).toBe(true);
    expect(may({ id: 'a', role: 'regional', region: '03' })).toBe(false);
    expect(may({ id: 'a', role: 'citizen', subject: 't' })).toBe(false);
  });

  it('whoever books for themselves is no booker of others', () => {
    expect(bookerOf({ kind: 'person', id: 'c', role: 'citizen' })).toBeUndefined();
    expect(bookerOf({ kind: 'policy', name: 'p' })).toBeUndefined();
  });
});
