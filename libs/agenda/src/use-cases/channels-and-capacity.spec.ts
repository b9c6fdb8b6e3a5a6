import { CommandAbandoned, deriveId } from '#kernel/domain';
import { EventRegistry } from '#kernel/execution';
import { SPEC_COMMAND_ID, projection } from '#kernel/specification';
import { specify } from '#use-cases/specification';
import { agenda } from '../domain/agenda/agenda.ts';
import { agendaDayEventDefinitions, type AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import { CHANNELS, MODES, type Channel } from '../domain/vocabulary.ts';
import { availability } from '../read-models/availability.ts';
import { freeOf } from '../read-models/free-places/kept-day.ts';
import { openedAgenda } from '../specification/sample-agenda.ts';
import {
  at,
  book,
  bookHold,
  booked,
  cancelled,
  held,
  hold,
  NOON,
  plan,
  planned,
  slot,
} from '../specification/sample-day.ts';
import { when } from '../specification/when-on-day.ts';
import { bookAppointment } from './book-appointment.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import { changeAgendaCapacity } from './change-agenda-capacity.ts';
import { defineOpeningBand } from './define-opening-band.ts';
import { holdSlot } from './hold-slot.ts';
import { planDay } from './plan-day.ts';

/** At noon two places, of which one is kept for staff. */
const TWO = planned(1, { ...slot(180, 2), internalCapacity: 1 });
const publicly = (subject: string) => withChannel(booked(NOON, subject), 'PORTAL');
const internally = (subject: string) => withChannel(booked(NOON, subject), 'DESK', { internal: true });

function withChannel<Event extends { readonly data: object }>(
  event: Event,
  channel: Channel,
  more: object = {},
): Event {
  return { ...event, data: { ...event.data, channel, ...more } };
}

describe('capacity kept for channels of staff', () => {
  it('is refused to the public, and given to staff', () => {
    const given = [TWO, publicly('x')];

    when(holdSlot, hold(NOON), given).thenRefused('SLOT_FULL', { capacity: 2, taken: 1, keptForStaff: 1 });
    when(bookAppointment, book(NOON), given).thenRefused('SLOT_FULL');
    for (const channel of ['APP', 'AUTOMATIC_CONTACT_CENTRE', 'PUNTO_CLIENTE'] as const) {
      when(holdSlot, hold(NOON, { channel }), given).thenRefused('SLOT_FULL');
    }
    for (const channel of ['DESK', 'CONTACT_CENTRE'] as const) {
      expect(when(holdSlot, hold(NOON, { channel }), given).events()).toMatchObject([{ data: { internal: true } }]);
    }
  });

  it('counts what staff take first, so that the public has what is not kept', () => {
    expect(when(bookAppointment, book(NOON), [TWO, internally('x')]).events()).toHaveLength(1);
    when(bookAppointment, book(NOON), [TWO, internally('x'), publicly('y')]).thenRefused('SLOT_FULL', { taken: 2 });
    when(holdSlot, hold(NOON, { channel: 'DESK' }), [TWO, internally('x'), internally('y')]).thenRefused('SLOT_FULL');
  });

  it('is what a freed place goes back to: one that a desk frees does not keep the public from theirs', () => {
    const ofDesk = withChannel(cancelled(NOON, 'x', 10), 'DESK', { internal: true });

    expect(when(bookAppointment, book(NOON), [TWO, internally('x'), ofDesk]).events()).toHaveLength(1);
    when(bookAppointment, book(NOON), [TWO, publicly('x'), cancelled(NOON, 'x', 10)]).thenRefused('SLOT_FULL', {
      taken: 0,
      reofferedLater: 1,
    });
    expect(when(bookAppointment, book(NOON), [TWO, publicly('x'), cancelled(NOON, 'x', 10)], 10).events()).toHaveLength(
      1,
    );
  });

  it('follows what was taken through its life, whatever channel it is booked and cancelled through', () => {
    const [taken] = when(holdSlot, hold(NOON, { channel: 'DESK' }), [TWO]).events();
    const [appointment] = when(bookAppointment, bookHold(deriveId('SlotHold', SPEC_COMMAND_ID), 's'), [
      TWO,
      taken!,
    ]).events();
    expect(appointment).toMatchObject({ type: 'AppointmentBooked', data: { internal: true } });
    const { appointmentId } = appointment!.data as { readonly appointmentId: string };
    const end = { appointmentId, by: 'CITIZEN', reason: 'CANNOT_ATTEND' };
    expect(when(cancelAppointment, end, [TWO, taken!, appointment!]).events()).toMatchObject([
      { data: { internal: true } },
    ]);
  });

  it('that is raised displaces nobody, and is kept from then on', () => {
    const given = [planned(1, slot(180, 2)), publicly('x'), publicly('y')];
    const anew = { plan: plan({ ...slot(180, 2), internalCapacity: 2 }), agendaRevision: 2 };
    const events = when(planDay, anew, given).events();

    expect(events).toMatchObject([{ type: 'DayPlanned', data: { slots: [{ capacity: 2, internalCapacity: 2 }] } }]);
    const after = [...given, ...events, cancelled(NOON, 'y', 5)];
    when(bookAppointment, book(NOON), after, 30).thenRefused('SLOT_FULL');
    expect(when(holdSlot, hold(NOON, { channel: 'DESK' }), after, 30).events()).toHaveLength(1);
  });

  it('is told by availability, to the public and to staff', () => {
    const now = Date.parse(at(0));
    const free = (...events: Parameters<ReturnType<typeof projection<object>>['given']>) => {
      const document = projection(availability)
        .given(...events)
        .document('a_2026-03-02');
      return document!.slots.map((each) => [freeOf(each, now, false), freeOf(each, now, true)]);
    };

    expect(free(TWO)).toEqual([[1, 2]]);
    expect(free(TWO, publicly('x'))).toEqual([[0, 1]]);
    expect(free(TWO, internally('x'))).toEqual([[1, 1]]);
    const early = { recordedAt: '2026-03-02T08:00:00.000Z' };
    const ofDesk = withChannel(cancelled(NOON, 'x', 10), 'DESK', { internal: true });
    expect(free(TWO, internally('x'), [ofDesk, early])).toEqual([[1, 1]]);
    expect(free(TWO, publicly('x'), [cancelled(NOON, 'x', 10), early])).toEqual([[0, 1]]);
  });
});

describe('a band that keeps places for staff', () => {
  const spec = specify(agenda);
  const hours = { weekday: 1, from: '09:00', to: '12:00', capacity: 2, validFrom: '2026-01-01' };
  const bandId = deriveId('OpeningBand', SPEC_COMMAND_ID);
  const defined = (more: object): AgendaEvent => ({
    type: 'OpeningBandDefined',
    data: { agendaId: 'a', bandId, ...hours, ...more },
  });

  it('keeps as many as there are, and no more', () => {
    const define = { agendaId: 'a', ...hours };
    spec
      .given(openedAgenda())
      .when(defineOpeningBand, { ...define, internalCapacity: 2 })
      .then(defined({ internalCapacity: 2 }));
    spec
      .given(openedAgenda())
      .when(defineOpeningBand, { ...define, internalCapacity: 3 })
      .thenRefused('INTERNAL_BEYOND_CAPACITY', { capacity: 2, internalCapacity: 3 });
  });

  it('changes them with its capacity, or alone; left out, they stay', () => {
    const given = spec.given(openedAgenda(), defined({ internalCapacity: 1 }));
    const change = { agendaId: 'a', bandId };
    const changed = (capacity: object): AgendaEvent => ({
      type: 'AgendaCapacityChanged',
      data: { ...change, ...(capacity as { capacity: number }) },
    });

    given.when(changeAgendaCapacity, { ...change, capacity: 2 }).thenRefused('CAPACITY_UNCHANGED');
    given.when(changeAgendaCapacity, { ...change, capacity: 3 }).then(changed({ capacity: 3 }));
    given
      .when(changeAgendaCapacity, { ...change, capacity: 2, internalCapacity: 0 })
      .then(changed({ capacity: 2, internalCapacity: 0 }));
    given
      .when(changeAgendaCapacity, { ...change, capacity: 1, internalCapacity: 2 })
      .thenRefused('INTERNAL_BEYOND_CAPACITY');
    spec
      .given(openedAgenda(), defined({ internalCapacity: 2 }))
      .when(changeAgendaCapacity, { ...change, capacity: 1 })
      .thenRefused('INTERNAL_BEYOND_CAPACITY', { capacity: 1, internalCapacity: 2 });
  });
});

describe('a channel', () => {
  const open = planned(1, slot(180, 50));
  const everyMode = { ...open, data: { ...open.data, modes: [...MODES] } } as typeof open;

  it.each(CHANNELS)('%s books the modes that it may, and a web meeting only of whose identity is sure', (channel) => {
    const identity = channel.endsWith('CONTACT_CENTRE') ? 'DECLARED' : 'STRONG';
    for (const mode of ['IN_PERSON', 'PHONE_CALLBACK'] as const) {
      const [event] = when(holdSlot, hold(NOON, { mode, channel, identity }), [everyMode]).events();
      expect(event?.data).toMatchObject({ mode, channel });
    }
    const web = when(holdSlot, hold(NOON, { mode: 'WEB_MEETING', channel, identity }), [everyMode]);
    if (channel === 'AUTOMATIC_CONTACT_CENTRE') web.thenRefused('MODE_NOT_ALLOWED_ON_CHANNEL', { channel });
    else if (channel === 'CONTACT_CENTRE') web.thenRefused('STRONG_IDENTITY_REQUIRED');
    else expect(web.events()).toHaveLength(1);
  });

  it('of before, of citizens online, is read as the portal', () => {
    const registry = new EventRegistry([CommandAbandoned, ...agendaDayEventDefinitions]);
    const read = ({ type, data }: AgendaDayEvent, schemaVersion: number, channel: string) =>
      registry.decode({
        ...{ eventId: 'e', type, stream: 'AgendaDay-a', revision: 1, position: '1', recordedAt: at(0) },
        data: { ...data, channel },
        metadata: { ...recorded, schemaVersion },
      }).data;

    expect(read(held(NOON, 'x'), 1, 'CITIZEN_ONLINE')).toMatchObject({ channel: 'PORTAL' });
    expect(read(booked(NOON, 'x'), 2, 'CITIZEN_ONLINE')).toMatchObject({ channel: 'PORTAL' });
    expect(read(booked(NOON, 'x'), 1, 'CITIZEN_ONLINE')).toMatchObject({ channel: 'PORTAL' });
    expect(read(booked(NOON, 'x'), 2, 'DESK')).toMatchObject({ channel: 'DESK' });
  });
});

const recorded = {
  ...{ recordedAt: at(0), $correlationId: 'c', $causationId: 'c', commandId: 'c' },
  ...{ actor: { kind: 'policy' as const, name: 'spec' }, scope: {}, subjects: [] },
};
