import { deriveId } from '#kernel/domain';
import { SPEC_COMMAND_ID } from '#kernel/specification';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { at, booked, DAY, held, hold, LATER, NEXT, NOON, planned, slot, taken } from '../specification/sample-day.ts';
import { when } from '../specification/when-on-day.ts';
import { holdSlot } from './hold-slot.ts';
import { releaseHold } from './release-hold.ts';
import { expireHold } from './expire-hold.ts';

describe('a hold', () => {
  it('keeps a place for a person, for as long as the plan says', () => {
    when(holdSlot, hold(NOON), [DAY]).then({
      type: 'SlotHeld',
      data: {
        ...taken(NOON, 's'),
        commitmentId: SPEC_COMMAND_ID,
        holdId: deriveId('SlotHold', SPEC_COMMAND_ID),
        mode: 'IN_PERSON',
        channel: 'PORTAL',
        expiresAt: at(5),
      },
    });
  });

  it('is refused when holds and appointments take all places', () => {
    const two = planned(1, slot(180, 2));

    when(holdSlot, hold(NOON), [two, held(NOON, 'x'), booked(NOON, 'y')]).thenRefused('SLOT_FULL', {
      start: '12:00',
      capacity: 2,
      taken: 2,
    });
    expect(when(holdSlot, hold(NOON), [two, held(NOON, 'x')]).events()).toHaveLength(1);
  });

  it('counts no place twice when its hold was booked', () => {
    const two = planned(1, slot(180, 2));

    expect(
      when(holdSlot, hold(NOON), [two, held(NOON, 'x'), booked(NOON, 'x', { holdId: 'h-x' })]).events(),
    ).toHaveLength(1);
  });

  it('takes several slots in one step, or none', () => {
    const [event] = when(holdSlot, hold(NOON, { units: 2 }), [DAY]).events();
    expect(event?.data).toMatchObject({ start: '12:00', units: 2, endsAt: NEXT.endsAt });
    when(holdSlot, hold(NOON, { units: 2 }), [DAY, booked(NEXT, 'x')]).thenRefused('SLOT_FULL', { start: '12:20' });
  });

  it('takes slots that follow one another without a pause', () => {
    when(holdSlot, hold(NEXT, { units: 2 }), [DAY]).thenRefused('SLOTS_NOT_CONSECUTIVE', { available: 1 });
    when(holdSlot, hold(LATER, { units: 2 }), [DAY]).thenRefused('SLOTS_NOT_CONSECUTIVE', { available: 1 });
  });

  it('is refused in the past, at too short notice, and beyond the horizon', () => {
    when(holdSlot, hold(NOON), [DAY], 180).thenRefused('SLOT_IN_THE_PAST');
    when(holdSlot, hold(NOON), [DAY], 61).thenRefused('NOTICE_TOO_SHORT', { noticeMinutes: 120 });
    expect(when(holdSlot, hold(NOON), [DAY], 60).events()).toHaveLength(1);
    when(holdSlot, hold(NOON), [DAY], -31 * 24 * 60).thenRefused('BEYOND_HORIZON', { lastDate: '2026-03-01' });
    expect(when(holdSlot, hold(NOON), [DAY], -30 * 24 * 60).events()).toHaveLength(1);
  });

  it('is refused in a mode that the agenda does not offer', () => {
    when(holdSlot, hold(NOON, { mode: 'PHONE_CALLBACK' }), [DAY]).thenRefused('MODE_NOT_OFFERED', {
      offered: ['IN_PERSON', 'WEB_MEETING'],
    });
  });

  it('of a web meeting needs a strong identity, and the contact centre cannot make one', () => {
    const web = { mode: 'WEB_MEETING' } as const;

    expect(when(holdSlot, hold(NOON, web), [DAY]).events()).toHaveLength(1);
    when(holdSlot, hold(NOON, { ...web, identity: 'DECLARED' }), [DAY]).thenRefused('STRONG_IDENTITY_REQUIRED');
    when(holdSlot, hold(NOON, { ...web, channel: 'AUTOMATIC_CONTACT_CENTRE' }), [DAY]).thenRefused(
      'MODE_NOT_ALLOWED_ON_CHANNEL',
    );
  });

  it('ends when it is given up, and its place is offered again at once', () => {
    const [event] = when(releaseHold, { holdId: 'h-x' }, [DAY, held(NOON, 'x')], 3).events();

    expect(event).toEqual({
      type: 'SlotHoldReleased',
      data: { ...taken(NOON, 'x'), holdId: 'h-x', reason: 'GIVEN_UP', reofferAt: at(3) },
    });
    expect(when(holdSlot, hold(NOON), [DAY, held(NOON, 'x'), event!], 3).events()).toHaveLength(1);
  });

  it('expires when its time has run out, and not before', () => {
    const expire = { holdId: 'h-x' };

    const [event] = when(expireHold, expire, [DAY, held(NOON, 'x')], 5).events();
    expect(event).toMatchObject({ type: 'SlotHoldExpired', data: { reofferAt: at(5) } });
    expect(when(holdSlot, hold(NOON), [DAY, held(NOON, 'x'), event!], 5).events()).toHaveLength(1);
    when(expireHold, expire, [DAY, held(NOON, 'x')], 4.9).thenRefused('HOLD_NOT_EXPIRED');
    when(expireHold, expire, [DAY, held(NOON, 'x'), booked(NOON, 'x', { holdId: 'h-x' })], 5).thenRefused(
      'HOLD_ALREADY_BOOKED',
    );
  });

  it('ends once', () => {
    const standing = [DAY, held(NOON, 'x')];
    const [released] = when(releaseHold, { holdId: 'h-x' }, standing, 3).events();
    const [expired] = when(expireHold, { holdId: 'h-x' }, standing, 5).events();

    when(releaseHold, { holdId: 'h-x' }, [...standing, released!], 4).thenRefused('HOLD_ALREADY_RELEASED');
    when(expireHold, { holdId: 'h-x' }, [...standing, released!], 5).thenRefused('HOLD_ALREADY_RELEASED');
    when(releaseHold, { holdId: 'h-x' }, [...standing, expired!], 6).thenRefused('HOLD_ALREADY_EXPIRED');
  });

  it('that an older installation ended keeps the time at which its place is offered again', () => {
    const released: AgendaDayEvent = {
      type: 'SlotHoldReleased',
      data: { ...taken(NOON, 'x'), holdId: 'h-x', reason: 'GIVEN_UP', reofferAt: at(10) },
    };
    const given = [DAY, held(NOON, 'x'), released];

    when(holdSlot, hold(NOON), given, 9).thenRefused('SLOT_FULL', { reofferedLater: 1 });
    expect(when(holdSlot, hold(NOON), given, 10).events()).toHaveLength(1);
  });

  it('that nobody made cannot end', () => {
    when(releaseHold, { holdId: 'h-x' }, [DAY]).thenRefused('HOLD_UNKNOWN');
  });
});
