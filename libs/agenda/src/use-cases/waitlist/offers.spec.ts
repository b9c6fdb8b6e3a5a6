import { toTimestamp } from '#kernel/domain';
import { projection, SPEC_COMMAND_ID, SPEC_NOW } from '#kernel/specification';
import { offerEnd } from '../../domain/agenda-day/offer-end.ts';
import type { AgendaDayEvent } from '../../domain/events/agenda-day-events.ts';
import { availability } from '../../read-models/availability.ts';
import {
  at,
  bookHold,
  booked,
  cancelled,
  DAY,
  held,
  hold,
  MINUTE,
  NEXT,
  NOON,
  offered,
  planned,
  replanned,
  slot,
} from '../../specification/sample-day.ts';
import { when } from '../../specification/when-on-day.ts';
import { bookAppointment } from '../book-appointment.ts';
import { expireHold } from '../expire-hold.ts';
import { holdSlot } from '../hold-slot.ts';
import { releaseHold } from '../release-hold.ts';
import { holdForWaiting } from './hold-for-waiting.ts';

const day = { agendaId: 'a', date: '2026-03-02' };
const times = { minutes: 60, fromHour: 8, untilHour: 20 };
const wanted = {
  ...day,
  startsAt: NOON.startsAt,
  units: 1,
  entryId: 'w',
  holdId: 'h-s',
  subject: 's',
  mode: 'IN_PERSON',
  channel: 'PORTAL',
};
const offer = (given: readonly AgendaDayEvent[], more: object = {}, inMinutes = 0) =>
  when(holdForWaiting, { ...wanted, ...more }, given, inMinutes, { times });
const freed = [DAY, booked(NOON, 'x'), cancelled(NOON, 'x', 10)];

describe('A6: a freed place is offered to the waiting list at once, and to nobody else before the delay is over', () => {
  it('is held for whoever waits while it still cools', () => {
    offer(freed, { reofferAt: at(10) }).then({
      type: 'SlotHeld',
      data: {
        ...{
          agendaId: 'a',
          date: '2026-03-02',
          start: '12:00',
          startsAt: NOON.startsAt,
          endsAt: NOON.endsAt,
          units: 1,
        },
        ...{ subject: 's', commitmentId: SPEC_COMMAND_ID, holdId: 'h-s' },
        ...{ mode: 'IN_PERSON', channel: 'PORTAL', expiresAt: at(60) },
        ...{ offer: true, waitlistEntryId: 'w', reofferAt: at(10) },
      },
    });
    when(holdSlot, hold(NOON), freed).thenRefused('SLOT_FULL');
  });

  it('is that place and no other: what cools beside it, or was taken since, is not offered', () => {
    offer(freed).thenRefused('PLACE_NOT_OFFERED');
    offer(freed, { reofferAt: at(11) }).thenRefused('PLACE_NOT_OFFERED');
    offer([...freed, offered(NOON, 'y', { reofferIn: 10 })], { reofferAt: at(10) }).thenRefused('PLACE_NOT_OFFERED');
    const two = [planned(1, slot(180, 2)), booked(NOON, 'x'), booked(NOON, 'y'), cancelled(NOON, 'x', 10)];
    const twice = [...two, cancelled(NOON, 'y', 12), offered(NOON, 'z', { reofferIn: 10 })];
    offer(twice, { reofferAt: at(10) }).thenRefused('PLACE_NOT_OFFERED');
    expect(offer(twice, { reofferAt: at(12) }).events()).toHaveLength(1);
  });

  it('is one of those that are kept for staff where it was, and stays one', () => {
    const kept = { ...slot(180, 2), internalCapacity: 1 };
    const inside = { ...booked(NOON, 'x').data, internal: true as const };
    const outside = cancelled(NOON, 'x', 10) as Extract<AgendaDayEvent, { type: 'AppointmentCancelled' }>;
    const given: AgendaDayEvent[] = [
      planned(1, kept),
      { type: 'AppointmentBooked', data: inside },
      booked(NOON, 'y'),
      { type: 'AppointmentCancelled', data: { ...outside.data, internal: true } },
    ];
    offer(given, { reofferAt: at(10) }).thenRefused('PLACE_NOT_OFFERED');
    const [event] = offer(given, { reofferAt: at(10), internal: true }).events();
    expect(event?.data).toMatchObject({ offer: true, internal: true });
  });

  it('is not offered when it is past, at too short notice, of a day without it, or in a mode that is not held there', () => {
    offer(freed, { reofferAt: at(10) }, 61).thenRefused('PLACE_NOT_OFFERED');
    offer(freed, { reofferAt: at(10) }, 200).thenRefused('PLACE_NOT_OFFERED');
    offer([], {}).thenRefused('PLACE_NOT_OFFERED');
    offer([...freed, replanned(2, [40, 0], NEXT)], {}, 30).thenRefused('PLACE_NOT_OFFERED');
    offer(freed, { mode: 'PHONE_CALLBACK' }, 30).thenRefused('PLACE_NOT_OFFERED');
    offer([DAY], { units: 3 }).thenRefused('PLACE_NOT_OFFERED');
  });

  it('cools again, for another random time, when the offer expires or is given up', () => {
    const offers = [...freed, offered(NOON, 'y', { reofferIn: 10, expiresIn: 60 })];
    const again = (events: readonly AgendaDayEvent[]) =>
      events.map(({ data }) => 'reofferAt' in data && data.reofferAt);
    const [expired] = again(when(expireHold, { ...day, holdId: 'h-y' }, offers, 60).events());
    const [released] = again(when(releaseHold, { ...day, holdId: 'h-y' }, offers, 20).events());
    for (const [until, now] of [
      [expired, 60],
      [released, 20],
    ] as const) {
      expect(until && until >= at(now + 5) && until <= at(now + 15)).toBe(true);
    }
    const usual = [DAY, held(NOON, 'y')];
    expect(again(when(expireHold, { ...day, holdId: 'h-y' }, usual, 5).events())).toEqual([at(5)]);
  });

  it('is counted as held, and never as cooling beside', () => {
    const slots = (...events: AgendaDayEvent[]) =>
      projection(availability)
        .given(...events)
        .document('a_2026-03-02')?.slots;
    const [first] = slots(...freed, offered(NOON, 'y', { reofferIn: 10 })) ?? [];
    expect([first?.taken, first?.cooling]).toEqual([1, []]);
    const [before] = slots(...freed) ?? [];
    expect([before?.taken, before?.cooling]).toEqual([0, [{ until: at(10), internal: false }]]);
  });
});

describe('A9: an offer is a hold', () => {
  it('that whom it was made for books until it runs out', () => {
    const offers = [...freed, offered(NOON, 's', { reofferIn: 10, expiresIn: 60 })];
    expect(when(bookAppointment, bookHold('h-s', 's'), offers, 59).events()).toHaveLength(1);
    when(bookAppointment, bookHold('h-s', 's'), offers, 60).thenRefused('HOLD_EXPIRED');
    when(bookAppointment, bookHold('h-s', 'other'), offers, 59).thenRefused('HOLD_OF_ANOTHER_PERSON');
  });

  it('that ends when what is offered begins, however long offers stand', () => {
    const [event] = when(holdForWaiting, { ...wanted, reofferAt: at(10) }, freed, 30, {
      times: { ...times, minutes: 600 },
    }).events();
    expect(event?.data).toMatchObject({ expiresAt: NOON.startsAt });
    // Given again, after a crash, it is not made twice.
    when(holdForWaiting, wanted, [DAY, offered(NEXT, 's')], 0, { times }).thenRefused('PLACE_NOT_OFFERED');
    expect(NOON.startsAt).toBe(toTimestamp(SPEC_NOW + 180 * MINUTE));
  });
});

describe('A9: the time of an offer', () => {
  const day9 = '2026-03-02T08:00:00.000Z';
  const end = (now: string, startsAt = '2026-03-20T09:00:00.000Z') => offerEnd(startsAt, Date.parse(now), times);

  it.each([
    ['by day runs at once', day9, '2026-03-02T09:00:00.000Z'],
    ['in the evening runs until it is over', '2026-03-02T18:59:59.000Z', '2026-03-02T19:59:59.000Z'],
    ['at night runs from the morning', '2026-03-02T19:00:00.000Z', '2026-03-03T08:00:00.000Z'],
    ['before dawn runs from the morning', '2026-03-02T02:00:00.000Z', '2026-03-02T08:00:00.000Z'],
    ['in the night to summer time runs from that morning', '2026-03-28T20:00:00.000Z', '2026-03-29T07:00:00.000Z'],
  ])('%s', (_when, now, expected) => {
    expect(end(now, '2026-04-20T09:00:00.000Z')).toBe(expected);
  });

  it('is over when what is offered begins', () => {
    expect(end('2026-03-02T19:00:00.000Z', '2026-03-03T07:30:00.000Z')).toBe('2026-03-03T07:30:00.000Z');
  });
});
