import { deriveId } from '#kernel';
import { decider, SPEC_COMMAND_ID, SPEC_NOW } from '#kernel/specification';
import { agendaDay } from './agenda-day.ts';
import type { AgendaDayCommand } from './day-commands.ts';
import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import { at, booked, DAY, held, hold, LATER, MINUTE, NEXT, NOON, planned, reoffer, slot, taken } from './sample-day.ts';

const spec = decider(agendaDay);
const when = (command: AgendaDayCommand, given: readonly AgendaDayEvent[], inMinutes = 0) =>
  spec.given(...given).when(command, { reoffer, now: SPEC_NOW + inMinutes * MINUTE });

describe('a hold', () => {
  it('keeps a place for a person, for as long as the plan says', () => {
    when(hold(NOON), [DAY]).then({
      type: 'SlotHeld',
      data: {
        ...taken(NOON, 's'),
        commitmentId: SPEC_COMMAND_ID,
        holdId: deriveId('SlotHold', SPEC_COMMAND_ID),
        mode: 'IN_PERSON',
        channel: 'CITIZEN_ONLINE',
        expiresAt: at(5),
      },
    });
  });

  it('is refused when holds and appointments take all places', () => {
    const two = planned(1, slot(180, 2));

    when(hold(NOON), [two, held(NOON, 'x'), booked(NOON, 'y')]).thenRefused('SLOT_FULL', {
      start: '12:00',
      capacity: 2,
      taken: 2,
    });
    expect(when(hold(NOON), [two, held(NOON, 'x')]).events()).toHaveLength(1);
  });

  it('counts no place twice when its hold was booked', () => {
    const two = planned(1, slot(180, 2));

    expect(when(hold(NOON), [two, held(NOON, 'x'), booked(NOON, 'x', { holdId: 'h-x' })]).events()).toHaveLength(1);
  });

  it('takes several slots in one step, or none', () => {
    const claimed = { startsAt: NOON.startsAt, endsAt: NEXT.endsAt };

    const [event] = when(hold(NOON, { units: 2, claimed }), [DAY]).events();
    expect(event?.data).toMatchObject({ start: '12:00', units: 2, endsAt: NEXT.endsAt });
    when(hold(NOON, { units: 2, claimed }), [DAY, booked(NEXT, 'x')]).thenRefused('SLOT_FULL', { start: '12:20' });
  });

  it('takes slots that follow one another without a pause', () => {
    when(hold(NEXT, { units: 2 }), [DAY]).thenRefused('SLOTS_NOT_CONSECUTIVE', { available: 1 });
    when(hold(LATER, { units: 2 }), [DAY]).thenRefused('SLOTS_NOT_CONSECUTIVE', { available: 1 });
  });

  it('is refused where the day has no such slot, or was never planned', () => {
    when(hold(slot(190)), [DAY]).thenRefused('SLOT_UNKNOWN', { start: '12:10', planned: true });
    when(hold(NOON), []).thenRefused('SLOT_UNKNOWN', { planned: false });
  });

  it('is refused in the past, at too short notice, and beyond the horizon', () => {
    when(hold(NOON), [DAY], 180).thenRefused('SLOT_IN_THE_PAST');
    when(hold(NOON), [DAY], 61).thenRefused('NOTICE_TOO_SHORT', { noticeMinutes: 120 });
    expect(when(hold(NOON), [DAY], 60).events()).toHaveLength(1);
    when(hold(NOON), [DAY], -31 * 24 * 60).thenRefused('BEYOND_HORIZON', { lastDate: '2026-03-01' });
    expect(when(hold(NOON), [DAY], -30 * 24 * 60).events()).toHaveLength(1);
  });

  it('is refused in a mode that the agenda does not offer', () => {
    when(hold(NOON, { mode: 'PHONE_CALLBACK' }), [DAY]).thenRefused('MODE_NOT_OFFERED', {
      offered: ['IN_PERSON', 'WEB_MEETING'],
    });
  });

  it('of a web meeting needs a strong identity, and the contact centre cannot make one', () => {
    const web = { mode: 'WEB_MEETING' } as const;

    expect(when(hold(NOON, web), [DAY]).events()).toHaveLength(1);
    when(hold(NOON, { ...web, identity: 'DECLARED' }), [DAY]).thenRefused('STRONG_IDENTITY_REQUIRED');
    when(hold(NOON, { ...web, channel: 'CONTACT_CENTRE' }), [DAY]).thenRefused('MODE_NOT_ALLOWED_ON_CHANNEL');
  });

  it("is refused when the person's time was claimed for what the slot was before a change of plan", () => {
    const claimed = { startsAt: NOON.startsAt, endsAt: at(190) };

    when(hold(NOON, { claimed }), [DAY]).thenRefused('SLOT_CHANGED');
  });

  it('ends when it is given up, and its place is offered again after five to fifteen minutes', () => {
    const [event] = when({ type: 'ReleaseHold', holdId: 'h-x' }, [DAY, held(NOON, 'x')]).events();

    expect(event).toMatchObject({ type: 'SlotHoldReleased', data: { ...taken(NOON, 'x'), reason: 'GIVEN_UP' } });
    const delay =
      Date.parse((event as Extract<AgendaDayEvent, { type: 'SlotHoldReleased' }>).data.reofferAt) - SPEC_NOW;
    expect(delay).toBeGreaterThanOrEqual(5 * MINUTE);
    expect(delay).toBeLessThanOrEqual(15 * MINUTE);
  });

  it('expires when its time has run out, and not before', () => {
    const expire = { type: 'ExpireHold', holdId: 'h-x' } as const;

    expect(when(expire, [DAY, held(NOON, 'x')], 5).events()).toMatchObject([{ type: 'SlotHoldExpired' }]);
    when(expire, [DAY, held(NOON, 'x')], 4.9).thenRefused('HOLD_NOT_EXPIRED');
    when(expire, [DAY, held(NOON, 'x'), booked(NOON, 'x', { holdId: 'h-x' })], 5).thenRefused('HOLD_ALREADY_BOOKED');
  });

  it('that nobody made cannot end', () => {
    when({ type: 'ReleaseHold', holdId: 'h-x' }, [DAY]).thenRefused('HOLD_UNKNOWN');
  });
});
