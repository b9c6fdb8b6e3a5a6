import { randomBytes } from 'node:crypto';
import { CommandAbandoned } from '#kernel/domain';
import { CommandExecutor, EventRegistry } from '#kernel/execution';
import { eraseSubject, MasterKey, PersonalDataVault, privacyEvents } from '#privacy';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import type { Principal } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { evolveDay } from '../domain/agenda-day/evolve-day.ts';
import type { AgendaDay } from '../domain/agenda-day/day-state.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { daysOver, refusalOf } from '../specification/days-over.ts';
import { NEXT, NOON, slot } from '../specification/sample-day.ts';
import { bookAppointment } from './book-appointment.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import { closeDisplacement } from './close-displacement.ts';
import { holdSlot } from './hold-slot.ts';
import { rescheduleAppointment, type RescheduleAppointment } from './reschedule-appointment.ts';

const MARIO = { fiscalCode: 'RSSMRA80A01H501U', givenName: 'Mario', familyName: 'Rossi' };
const MATTEO = { fiscalCode: 'MRTMTT91D08F205J', givenName: 'Matteo', familyName: 'Moretti' };
const DESK: Principal = { id: 'op', role: 'desk-operator', province: '057', unit: 'DP-RIETI' };
const POLICY = { role: 'policy', name: 'displacements-end' } as const;
const TODAY = { agendaId: 'a', date: '2026-03-02' };
/** Two days later, at ten and at twenty past in Rome. */
const LATER = { agendaId: 'a', date: '2026-03-04' };
const inTwoDays = (minutes: number, capacity = 1) => {
  const startsAt = Date.parse('2026-03-04T09:00:00Z') + minutes * 60_000;
  const [start = '', end = ''] = [startsAt, startsAt + 1_200_000].map((at) => new Date(at).toISOString());
  return { start: `10:${String(minutes).padStart(2, '0')}`, startsAt: start, endsAt: end, capacity };
};
const TEN = inTwoDays(0);
const MINUTE = 60_000;

async function installation() {
  const store = new MemoryEventStore();
  const time = { now: Date.parse('2026-03-02T08:00:00Z') };
  const clock = { now: () => time.now };
  const registry = new EventRegistry([CommandAbandoned, ...privacyEvents]);
  const vault = await PersonalDataVault.open({
    keyStore: new MemoryKeyStore(),
    accessLog: new MemoryAccessLog(),
    box: new MasterKey(randomBytes(32)),
    executor: new CommandExecutor({ store, registry, clock }),
    clock,
  });
  const days = daysOver({ store, work: new MemoryWorkStore(), personalData: vault, clock });
  await days.planned(TODAY, NOON, NEXT, slot(220));
  await days.planned(LATER, TEN, inTwoDays(20));
  const { give } = days;

  const book = async (citizen = MARIO, place: { agendaId: string; date: string } = TODAY, start = NOON.start) => {
    const wanted = { ...place, start, mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen } as const;
    const { events } = await give(bookAppointment, wanted, { as: DESK });
    return events[0]!.data as { appointmentId: string; subject: string; bookingCode: string; citizen: object };
  };
  const moving = (appointmentId: string, to: Partial<RescheduleAppointment['to']> = {}) => {
    const { start, ...rest } = { start: TEN.start, ...to };
    return { ...TODAY, appointmentId, to: { date: LATER.date, ...rest, ...(to.holdId ? {} : { start }) } };
  };
  const move = (appointmentId: string, to: Partial<RescheduleAppointment['to']> = {}, as: Principal = DESK) =>
    give(rescheduleAppointment, moving(appointmentId, to), { as });
  const cancel = (appointmentId: string, place = TODAY) =>
    give(cancelAppointment, { ...place, appointmentId, reason: 'CANNOT_ATTEND' }, { as: DESK });
  const hold = async (extra: object = {}) => {
    const wanted = {
      ...LATER,
      start: TEN.start,
      mode: 'IN_PERSON',
      citizen: { fiscalCode: MARIO.fiscalCode },
    } as const;
    const { events } = await give(holdSlot, { ...wanted, ...extra }, { as: DESK });
    return (events[0]!.data as { holdId: string }).holdId;
  };
  /** Everything that stands in the log, in its order. */
  const log = async () => {
    const events: { stream: string; type: string; data: Record<string, unknown> }[] = [];
    for await (const batch of store.readLog({ after: '0' })) {
      events.push(...(batch.events as unknown as typeof events));
    }
    return events;
  };
  const pass = (minutes: number) => {
    time.now += minutes * MINUTE;
  };
  return { ...days, vault, time, book, moving, move, cancel, hold, log, pass };
}
type Installation = Awaited<ReturnType<typeof installation>>;

/** On how many days an appointment takes a place, after each event of the log since it was booked. */
async function placesInEveryPrefix({ log }: Installation, appointmentId: string): Promise<number[]> {
  const days = new Map<string, AgendaDay>();
  const counts: number[] = [];
  for (const { stream, type, data } of await log()) {
    if (!stream.startsWith(`${agendaDay.category}-`) || type === 'CommandAbandoned') continue;
    const before = days.get(stream) ?? { status: 'ABSENT' as const };
    days.set(stream, evolveDay(before, { type, data } as unknown as AgendaDayEvent));
    for (const day of days.values()) {
      for (const { taken, capacity } of day.slots) expect(taken).toBeLessThanOrEqual(capacity);
    }
    const known = [...days.values()].flatMap(({ appointments }) => appointments.get(appointmentId) ?? []);
    if (known.length > 0) counts.push(known.filter(({ status }) => status === 'BOOKED').length);
  }
  return counts;
}

describe('A8: an appointment that is moved to another day', () => {
  it('keeps its id, its code and the sealed data of the person, and leaves its place to be offered again later', async () => {
    const days = await installation();
    const { appointmentId, bookingCode, citizen, subject } = await days.book();
    const { events } = await days.move(appointmentId);

    expect(events).toMatchObject([
      {
        type: 'AppointmentRescheduled',
        data: {
          ...{
            ...LATER,
            start: TEN.start,
            appointmentId,
            bookingCode,
            citizen,
            subject,
            serviceId: 'cedolino-pensione',
          },
          ...{ sequence: 1, by: 'OPERATOR', from: { ...TODAY, start: NOON.start } },
        },
      },
    ]);
    await days.follow();
    expect((await days.on('a', LATER.date, appointmentId))?.status).toBe('BOOKED');
    expect((await days.on('a', TODAY.date, appointmentId))?.status).toBe('MOVED');
    expect(await days.taken('a', TODAY.date, NOON.start)).toBe(0);
    expect(await refusalOf(days.book(MATTEO))).toBe('SLOT_FULL');
    days.pass(15);
    await days.book(MATTEO);
    expect(await days.commitments(subject)).toMatchObject([{ startsAt: TEN.startsAt }]);
  });

  it('has its old place in every prefix of the log in which the new one does not stand yet', async () => {
    const days = await installation();
    const { appointmentId } = await days.book();
    await days.move(appointmentId);
    await days.follow();

    const counts = await placesInEveryPrefix(days, appointmentId);
    // Booked, claimed; there and not gone from here yet; gone.
    expect(counts).toEqual([1, 1, 2, 1]);
  });

  it('is neither lost nor doubled when the process dies before any of its appends, and a repeat or the end of the claims follow', async () => {
    for (const isRepeated of [false, true]) {
      for (let fatal = 1; fatal <= 3; fatal += 1) {
        const days = await installation();
        const { appointmentId, subject } = await days.book();
        let appends = 0;
        const dying = days.dying(() => ((appends += 1) === fatal ? 'dies' : 'lives'));
        const wanted = days.moving(appointmentId);
        await expect(dying.give(rescheduleAppointment, wanted, { as: DESK, key: 'move' })).rejects.toThrow('killed');
        if (isRepeated) await days.give(rescheduleAppointment, wanted, { as: DESK, key: 'move' });
        await days.follow();
        days.pass(2);
        await days.follow();

        const counts = await placesInEveryPrefix(days, appointmentId);
        expect(Math.min(...counts)).toBe(1);
        expect(counts.at(-1)).toBe(1);
        const where = isRepeated ? LATER : TODAY;
        const stands = await days.on('a', where.date, appointmentId);
        expect([stands?.status, stands?.moving]).toEqual(['BOOKED', undefined]);
        expect(await days.commitments(subject)).toMatchObject([{ commitmentId: stands?.commitmentId }]);
      }
    }
  });

  it('goes on when everything died after it stood on the new day: the old place is left then', async () => {
    const days = await installation();
    const { appointmentId } = await days.book();
    await days.move(appointmentId);
    expect(await days.taken('a', TODAY.date, NOON.start)).toBe(1);
    expect(await refusalOf(days.cancel(appointmentId))).toBe('APPOINTMENT_MOVING');
    await days.follow();
    expect(await days.taken('a', TODAY.date, NOON.start)).toBe(0);
    expect(await refusalOf(days.cancel(appointmentId))).toBe('APPOINTMENT_ALREADY_MOVED');
  });

  it('is neither cancelled nor moved by another while it moves, and is both again when the move was abandoned', async () => {
    const days = await installation();
    const { appointmentId } = await days.book();
    const dying = days.dying((types) => (types.includes('AppointmentRescheduled') ? 'dies' : 'lives'));
    await expect(dying.give(rescheduleAppointment, days.moving(appointmentId), { as: DESK })).rejects.toThrow('killed');

    expect(await refusalOf(days.cancel(appointmentId))).toBe('APPOINTMENT_MOVING');
    expect(await refusalOf(days.move(appointmentId, { start: '10:20' }))).toBe('APPOINTMENT_MOVING');
    days.pass(2);
    await days.follow();
    expect((await days.on('a', TODAY.date, appointmentId))?.moving).toBeUndefined();
    await days.move(appointmentId, { start: '10:20' });
    await days.follow();
    expect(await refusalOf(days.move(appointmentId))).toBe('APPOINTMENT_ALREADY_MOVED');
    await days.cancel(appointmentId, LATER);
  });

  it('stays where it is when its new place goes to another, or with a change of the plan, and claims nothing', async () => {
    for (const meanwhile of [
      (days: Installation) => days.book(MATTEO, LATER, TEN.start),
      (days: Installation) => days.planned(LATER, inTwoDays(20)),
    ]) {
      const days = await installation();
      const { appointmentId, subject } = await days.book();
      let isTaken = false;
      const late = days.interrupted('AppointmentRescheduled', async () => {
        if (!isTaken) await meanwhile(days);
        isTaken = true;
      });
      expect(await refusalOf(late.give(rescheduleAppointment, days.moving(appointmentId), { as: DESK }))).toMatch(
        /^(SLOT_FULL|AGENDA_UNKNOWN)$/,
      );
      await days.follow();
      const stands = await days.on('a', TODAY.date, appointmentId);
      expect([stands?.status, stands?.moving]).toEqual(['BOOKED', undefined]);
      expect(await days.commitments(subject)).toMatchObject([{ startsAt: NOON.startsAt }]);
      expect(Math.min(...(await placesInEveryPrefix(days, appointmentId)))).toBe(1);
    }
  });

  it('ends once, where it stands, when the person is erased between any two appends of the move', async () => {
    for (const before of ['AppointmentMoveClaimed', 'SubjectCommitmentClaimed', 'AppointmentRescheduled', 'nothing']) {
      const days = await installation();
      const { appointmentId, subject } = await days.book();
      const erase = async () => {
        await days.give(eraseSubject, { subject, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta' }, { as: CENTRAL });
      };
      const interrupted = days.interrupted(before, erase);
      await interrupted.give(rescheduleAppointment, days.moving(appointmentId), { as: DESK }).catch(() => undefined);
      if (before === 'nothing') await erase();
      await days.follow();
      days.pass(2);
      await days.follow();

      const ends = (await days.log()).filter(({ type }) => type === 'AppointmentCancelled');
      expect([before, ends.length]).toEqual([before, 1]);
      expect((await placesInEveryPrefix(days, appointmentId)).at(-1)).toBe(0);
      expect(await days.commitments(subject)).toEqual([]);
    }
  });

  it('moves on at once, before the place that it left first was given back: nothing that it leaves counts', async () => {
    const days = await installation();
    await days.planned({ agendaId: 'b', date: TODAY.date }, NOON);
    const { appointmentId, subject } = await days.book();
    await days.move(appointmentId);
    // At the time at which it was at first, elsewhere.
    const on = { ...LATER, appointmentId, to: { agendaId: 'b', date: TODAY.date, start: NOON.start } };
    await days.give(rescheduleAppointment, on, { as: DESK });
    await days.follow();
    expect((await days.on('b', TODAY.date, appointmentId))?.status).toBe('BOOKED');
    expect(await days.commitments(subject)).toHaveLength(1);
    expect(Math.min(...(await placesInEveryPrefix(days, appointmentId)))).toBe(1);
  });

  it('comes back to the day that it left, once its place there was given back', async () => {
    const days = await installation();
    const { appointmentId } = await days.book();
    await days.move(appointmentId);
    const back = { ...LATER, appointmentId, to: { date: TODAY.date, start: NEXT.start } };
    expect(await refusalOf(days.give(rescheduleAppointment, back, { as: DESK }))).toBe('APPOINTMENT_MOVING');
    await days.follow();
    await days.give(rescheduleAppointment, back, { as: DESK });
    await days.follow();
    expect((await days.on('a', TODAY.date, appointmentId))?.status).toBe('BOOKED');
    expect((await days.on('a', TODAY.date, appointmentId))?.changes).toBe(2);
    expect((await days.on('a', LATER.date, appointmentId))?.status).toBe('MOVED');
  });
});

const CENTRAL: Principal = { id: 'dc', role: 'central' };

describe('A8: the limits of a person who moves', () => {
  it('ignore the old place: it may go to another agenda at the same time, and no second appointment fits beside it', async () => {
    const days = await installation();
    await days.planned({ agendaId: 'b', date: TODAY.date }, NOON);
    const { appointmentId, subject } = await days.book();
    await days.move(appointmentId, { agendaId: 'b', date: TODAY.date, start: NOON.start });
    expect(await refusalOf(days.book(MARIO, LATER, TEN.start))).toBe('TOO_MANY_ON_SERVICE_LINE');
    await days.follow();
    expect(await refusalOf(days.book(MARIO, LATER, TEN.start))).toBe('TOO_MANY_ON_SERVICE_LINE');
    expect(await days.commitments(subject)).toHaveLength(1);
  });

  it('let the person hold the new place instead of what they have, for that move alone', async () => {
    const days = await installation();
    const { appointmentId, subject } = await days.book();
    expect(await refusalOf(days.hold())).toBe('TOO_MANY_ON_SERVICE_LINE');
    const holdId = await days.hold({ instead: { ...TODAY, appointmentId } });
    const booking = { ...LATER, holdId, serviceId: 'cedolino-pensione', citizen: MARIO };
    expect(await refusalOf(days.give(bookAppointment, booking, { as: DESK }))).toBe('HOLD_IS_FOR_A_MOVE');
    await days.move(appointmentId, { holdId });
    await days.follow();
    expect((await days.on('a', LATER.date, appointmentId))?.status).toBe('BOOKED');
    expect(await days.taken('a', LATER.date, TEN.start)).toBe(1);
    expect(await days.commitments(subject)).toMatchObject([{ kind: 'HOLD', startsAt: TEN.startsAt }]);
  });

  it('count what a person or a desk leaves as a place that was not kept', async () => {
    const days = await installation();
    const { appointmentId, subject } = await days.book();
    await days.move(appointmentId);
    await days.follow();
    const released = (await days.log()).find(({ type }) => type === 'SubjectCommitmentReleased');
    expect(released?.data).toMatchObject({ subject, reason: 'APPOINTMENT_RESCHEDULED', givenUp: true });
  });
});

describe('A8: an appointment that is moved within its day', () => {
  it('stands at the new place and leaves the old one in one append', async () => {
    const days = await installation();
    const { appointmentId, subject } = await days.book();
    const { events } = await days.move(appointmentId, { date: TODAY.date, start: NEXT.start });
    expect(events.map(({ type }) => type)).toEqual(['AppointmentRescheduled', 'AppointmentMovedAway']);
    await days.follow();
    expect(await days.taken('a', TODAY.date, NOON.start)).toBe(0);
    expect(await refusalOf(days.book(MATTEO))).toBe('SLOT_FULL');
    expect(await placesInEveryPrefix(days, appointmentId)).toEqual([1, 1, 1]);
    expect(await days.commitments(subject)).toMatchObject([{ startsAt: NEXT.startsAt }]);
  });

  it('may take slots of its own again, and frees those alone that it leaves', async () => {
    const days = await installation();
    const { appointmentId } = await days.book();
    await days.move(appointmentId, { date: TODAY.date, start: NOON.start, units: 2 });
    await days.follow();
    expect([await days.taken('a', TODAY.date, NOON.start), await days.taken('a', TODAY.date, NEXT.start)]).toEqual([
      1, 1,
    ]);
    await days.move(appointmentId, { date: TODAY.date, start: NEXT.start, units: 2 });
    await days.follow();
    const taken = [NOON, NEXT, slot(220)].map(({ start }) => days.taken('a', TODAY.date, start));
    expect(await Promise.all(taken)).toEqual([0, 1, 1]);
    expect(await refusalOf(days.book(MATTEO))).toBe('SLOT_FULL');
    days.pass(15);
    await days.book(MATTEO);
  });

  it('is refused for the place that it has', async () => {
    const days = await installation();
    const { appointmentId } = await days.book();
    const there = { date: TODAY.date, start: NOON.start };
    expect(await refusalOf(days.move(appointmentId, there))).toBe('APPOINTMENT_IS_THERE');
  });
});

describe('A8: who moves what, and where to', () => {
  const ofPerson = (subject: string): Principal => ({ id: 'c', role: 'citizen', subject });

  it('a citizen moves what is their own', async () => {
    const days = await installation();
    const { appointmentId, subject } = await days.book();
    expect(await refusalOf(days.move(appointmentId, {}, ofPerson('another')))).toBe('APPOINTMENT_OF_ANOTHER_PERSON');
    const { events } = await days.move(appointmentId, {}, ofPerson(subject));
    expect(events[0]?.data).toMatchObject({ by: 'CITIZEN' });
  });

  it('A5: an office moves what stands in its territory to any office, as it books there, and nothing of others', async () => {
    const days = await installation();
    const away = { region: '09', province: '048', unit: 'DP-FIRENZE' };
    await days.planned({ agendaId: 'f', date: LATER.date, ...away }, TEN);
    const { appointmentId } = await days.book();
    const florence: Principal = { id: 'fi', role: 'desk-operator', province: '048', unit: 'DP-FIRENZE' };
    // Whether there is such an appointment, neither.
    for (const id of [appointmentId, 'no-such-appointment']) {
      expect(await refusalOf(days.move(id, { agendaId: 'f' }, florence))).toBe('OUTSIDE_TERRITORY');
      expect(await refusalOf(days.move(id, { date: TODAY.date, start: NEXT.start }, florence))).toBe(
        'OUTSIDE_TERRITORY',
      );
    }
    expect(await refusalOf(days.move('no-such-appointment', { agendaId: 'f' }))).toBe('APPOINTMENT_UNKNOWN');
    const { events } = await days.move(appointmentId, { agendaId: 'f' }, DESK);
    expect(events[0]?.data).toMatchObject({ by: 'OPERATOR', heldAt: { kind: 'UNIT', id: 'DP-FIRENZE' } });
  });

  it('it goes to an agenda that delivers its service, and a place is held for it at no other', async () => {
    const days = await installation();
    await days.planned({ agendaId: 'b', date: LATER.date, serviceLine: 'CONTRIBUTI' }, TEN);
    await days.planned({ agendaId: 'c', date: LATER.date }, TEN);
    const { appointmentId } = await days.book();
    const instead = { ...TODAY, appointmentId };
    expect(await refusalOf(days.hold({ agendaId: 'b', instead }))).toBe('SERVICE_NOT_DELIVERED_THERE');
    expect(await refusalOf(days.move(appointmentId, { agendaId: 'b' }))).toBe('SERVICE_NOT_DELIVERED_THERE');
    await days.move(appointmentId, { agendaId: 'c' });
  });

  it('what has begun is moved no more, and nothing is moved that the day does not know', async () => {
    const days = await installation();
    const { appointmentId } = await days.book();
    expect(await refusalOf(days.move('2d0d5c6e-0000-4000-8000-000000000000'))).toBe('APPOINTMENT_UNKNOWN');
    days.pass(200);
    expect(await refusalOf(days.move(appointmentId))).toBe('APPOINTMENT_BEGUN');
  });

  it('an offer or a hold of another person is no place to go to', async () => {
    const days = await installation();
    const { appointmentId } = await days.book();
    const holdId = await days.hold({ citizen: { fiscalCode: MATTEO.fiscalCode } });
    expect(await refusalOf(days.move(appointmentId, { holdId }))).toBe('HOLD_OF_ANOTHER_PERSON');
    const other = await days.book(MATTEO, TODAY, NEXT.start).catch(() => undefined);
    expect(other).toBeUndefined();
  });
});

describe('A7: a displaced appointment', () => {
  const displaced = async () => {
    const days = await installation();
    const booked = await days.book();
    await days.planned(TODAY, NEXT, slot(220));
    await days.follow();
    return { days, ...booked };
  };

  it('does not count towards the limit, and may be moved, also to the day that has lost it', async () => {
    const { days, appointmentId, subject } = await displaced();
    expect(await days.commitments(subject)).toEqual([]);
    const { events } = await days.move(appointmentId, { date: TODAY.date, start: NEXT.start });
    expect(events.map(({ type }) => type)).toEqual(['AppointmentRescheduled', 'AppointmentMovedAway']);
    expect((events[1]?.data as { reofferAt?: string }).reofferAt).toBeUndefined();
    await days.follow();
    expect((await days.on('a', TODAY.date, appointmentId))?.status).toBe('BOOKED');
    expect(await days.commitments(subject)).toMatchObject([{ startsAt: NEXT.startsAt }]);
  });

  it('may be moved to another day, as long as it is open, also when its time has passed', async () => {
    const { days, appointmentId } = await displaced();
    days.pass(24 * 60);
    await days.follow();
    await days.move(appointmentId);
    await days.follow();
    expect((await days.on('a', TODAY.date, appointmentId))?.status).toBe('MOVED');
    days.pass(40 * 24 * 60);
    await days.follow();
    expect((await days.log()).filter(({ type }) => type === 'AppointmentCancelled')).toEqual([]);
  });

  it('is declined by the person, which frees no place', async () => {
    const { days, appointmentId } = await displaced();
    const { events } = await days.cancel(appointmentId);
    expect(events[0]?.data).toMatchObject({ by: 'OPERATOR', reason: 'CANNOT_ATTEND' });
    expect(events[0]?.data).not.toHaveProperty('reofferAt');
    expect(await refusalOf(days.move(appointmentId))).toBe('APPOINTMENT_ALREADY_CANCELLED');
  });

  it('is closed by policy after thirty days, once', async () => {
    const { days, appointmentId } = await displaced();
    days.pass(30 * 24 * 60 - 1);
    await days.follow();
    expect((await days.on('a', TODAY.date, appointmentId))?.status).toBe('DISPLACED');
    const early = days.give(closeDisplacement, { ...TODAY, appointmentId }, { as: POLICY });
    expect(await refusalOf(early)).toBe('DISPLACEMENT_OPEN');
    days.pass(2);
    await days.follow();
    const ends = (await days.log()).filter(({ type }) => type === 'AppointmentCancelled');
    expect(ends.map(({ data }) => [data.by, data.reason])).toEqual([['SYSTEM', 'NOT_REBOOKED']]);
  });

  it.each<[string, boolean]>([
    ['had given the time back before', true],
    ['was displaced just then', false],
  ])('ends with the erasure of its person, who %s, and frees no place', async (_when, isGivenBack) => {
    const days = await installation();
    const { appointmentId, subject } = await days.book();
    await days.planned(TODAY, NEXT, slot(220));
    if (isGivenBack) await days.follow();
    expect(await days.commitments(subject)).toHaveLength(isGivenBack ? 0 : 1);
    await days.give(eraseSubject, { subject, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta' }, { as: CENTRAL });
    await days.follow();

    expect((await days.on('a', TODAY.date, appointmentId))?.status).toBe('CANCELLED');
    const ends = (await days.log()).filter(({ type }) => type === 'AppointmentCancelled');
    expect(ends.map(({ data }) => [data.by, data.reason, data.reofferAt])).toEqual([
      ['SYSTEM', 'SUBJECT_ERASED', undefined],
    ]);
    days.pass(31 * 24 * 60);
    await days.follow();
    expect((await days.log()).filter(({ type }) => type === 'AppointmentCancelled')).toHaveLength(1);
  });

  it.each<[string, (days: Installation, appointmentId: string, close: () => Promise<unknown>) => Promise<unknown>]>([
    [
      'before it stands elsewhere',
      (days, appointmentId, close) =>
        days
          .interrupted('AppointmentRescheduled', async () => {
            await close();
          })
          .give(rescheduleAppointment, days.moving(appointmentId), { as: DESK }),
    ],
    [
      'once it stands elsewhere, before its old place was given back',
      async (days, appointmentId, close) => {
        await days.move(appointmentId);
        await close();
      },
    ],
  ])('whose day has no room for it any more while it moves, %s, is displaced nowhere', async (_when, move) => {
    const days = await installation();
    const { appointmentId, subject } = await days.book();
    await move(days, appointmentId, () => days.planned(TODAY, NEXT));
    await days.follow();
    expect((await days.on('a', TODAY.date, appointmentId))?.status).toBe('MOVED');
    expect((await days.on('a', LATER.date, appointmentId))?.status).toBe('BOOKED');
    expect(await days.commitments(subject)).toMatchObject([{ startsAt: TEN.startsAt }]);
    days.pass(31 * 24 * 60);
    await days.follow();
    const types = (await days.log()).map(({ type }) => type);
    expect(types).toContain('AppointmentDisplacedWhileMoving');
    expect(types).not.toContain('AppointmentDisplacedByClosure');
    expect(types).not.toContain('AppointmentCancelled');
  });

  it.each<[string, boolean]>([
    ['died on the way', true],
    ['was refused, as its new place went to another', false],
  ])('whose day has no room for it any more while it moves is displaced once the move %s', async (_how, dies) => {
    const days = await installation();
    const { appointmentId, subject } = await days.book();
    const close = async () => {
      await days.planned(TODAY, NEXT);
    };
    if (dies) {
      const dying = days.dying((types) => (types.includes('AppointmentRescheduled') ? 'dies' : 'lives'));
      await expect(dying.give(rescheduleAppointment, days.moving(appointmentId), { as: DESK })).rejects.toThrow(
        'killed',
      );
      await close();
    } else {
      const late = days.interrupted('AppointmentRescheduled', async () => {
        await close();
        await days.book(MATTEO, LATER, TEN.start);
      });
      const refusal = await refusalOf(late.give(rescheduleAppointment, days.moving(appointmentId), { as: DESK }));
      expect(refusal).toBe('SLOT_FULL');
    }
    days.pass(2);
    await days.follow();
    const stands = await days.on('a', TODAY.date, appointmentId);
    expect([stands?.status, stands?.moving, stands?.changes]).toEqual(['DISPLACED', undefined, 1]);
    expect(await days.commitments(subject)).toEqual([]);
    const told = (await days.log()).filter(({ type }) => type === 'AppointmentDisplacedByClosure');
    expect(told).toHaveLength(1);
    await days.move(appointmentId, { start: '10:20' });
    await days.follow();
    expect(await days.commitments(subject)).toMatchObject([{ startsAt: inTwoDays(20).startsAt }]);
  });
});
