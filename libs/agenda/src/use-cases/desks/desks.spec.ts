import fc from 'fast-check';
import { addDays, daysBetween, timeOf } from '#italy';
import type { EventStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { everyPair, specify } from '#use-cases/specification';
import { agendas } from '../../agenda.ts';
import { firstOverlap } from '../../domain/calendar/opening-bands.ts';
import { recursOn, type Recurrence } from '../../domain/calendar/recurrence.ts';
import { desk, type Desk } from '../../domain/desks/desk.ts';
import type { DesksEvent } from '../../domain/desks/events.ts';
import { officeOver, type Wanted } from '../../specification/two-agendas.ts';
import { closeAgenda } from '../close-agenda.ts';
import { splitOpeningBand } from '../split-opening-band.ts';
import { withdrawOpeningBand } from '../withdraw-opening-band.ts';
import { closeDesk } from './close-desk.ts';
import { openDesk } from './open-desk.ts';

const refusal = (code: string, facts: object = {}): unknown =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) as unknown });
// Today is Monday, 2 March 2026.
const MONDAYS: Wanted = { weekday: 1, from: '09:00', to: '12:00', capacity: 1, validFrom: '2026-03-02' };
/** Another desk, or none. */
const UNKNOWN = 'c5f7b8a0-0000-5000-8000-000000000009';

/** A unit with a desk and two agendas. */
async function staged(store: EventStore = new MemoryEventStore()) {
  const office = officeOver(store);
  await office.establish();
  return {
    ...{ store, office, deskId: await office.openDesk() },
    ...{ first: await office.openAgenda(), second: await office.openAgenda() },
  };
}

describe('A2: a desk', () => {
  it('is there for bands of several agendas that take turns', async () => {
    const { office, deskId, first, second } = await staged();
    await office.define(first, { ...MONDAYS, deskId });
    await office.define(second, { ...MONDAYS, deskId, from: '12:00', to: '13:00' });
    await office.define(second, { ...MONDAYS, deskId, weekday: 2 });

    const { times } = await office.desk(deskId);
    expect(times.map(({ agendaId, weekday, from }) => [agendaId, weekday, from])).toEqual([
      [first, 1, '09:00'],
      [second, 1, '12:00'],
      [second, 2, '09:00'],
    ]);
  });

  it('is never named by bands of two agendas that overlap, on whatever day they would', async () => {
    const { office, deskId, first, second } = await staged();
    const everyOther: Recurrence = { kind: 'WEEKLY', every: 2, weekdays: [1] };
    await office.define(first, { ...withoutWeekday(MONDAYS), recurrence: everyOther, deskId });

    const inTurn = { ...withoutWeekday(MONDAYS), recurrence: { ...everyOther, countedFrom: '2026-03-09' }, deskId };
    await office.define(second, inTurn);
    const firstOfMonth = { kind: 'MONTHLY' as const, nth: 1 as const, weekday: 1 };
    const third = await office.openAgenda();
    await expect(
      office.define(third, {
        ...withoutWeekday(MONDAYS),
        recurrence: firstOfMonth,
        from: '11:40',
        to: '13:00',
        deskId,
      }),
    ).rejects.toEqual(refusal('DESK_TAKEN', { date: '2026-03-02', agendaId: first }));
  });

  it('is its own for every agenda whose bands name none', async () => {
    const { office, first, second } = await staged();
    await office.define(first, MONDAYS);
    await office.define(second, MONDAYS);
    expect((await office.agenda(second)).bands).toHaveLength(1);
  });

  it('is of the office of the agenda, is there, and is not closed', async () => {
    const { office, deskId, first } = await staged();
    await expect(office.define(first, { ...MONDAYS, deskId: UNKNOWN })).rejects.toEqual(refusal('DESK_UNKNOWN'));
    await office.establish('AT-CITTADUCALE');
    const elsewhere = await office.openDesk('AT-CITTADUCALE');
    const away = office.define(first, { ...MONDAYS, deskId: elsewhere });
    await expect(away).rejects.toEqual(refusal('DESK_ELSEWHERE', { deskId: elsewhere }));
    await office.give(closeDesk, { deskId }, office.as('close'));
    await expect(office.define(first, { ...MONDAYS, deskId })).rejects.toEqual(refusal('DESK_CLOSED'));
    expect((await office.agenda(first)).bands).toEqual([]);
  });

  it('is not closed while agendas receive at it from today on, which are told', async () => {
    const { office, deskId, first } = await staged();
    await office.define(first, { ...MONDAYS, deskId, validUntil: '2026-03-02' });
    await expect(office.give(closeDesk, { deskId }, office.as('close'))).rejects.toEqual(
      refusal('DESK_IN_USE', { agendas: [first] }),
    );
  });

  it('has at most 500 bands that are not over', async () => {
    const { office, deskId, first, second } = await staged();
    for (let number = 0; number < 500; number += 1) {
      const from = timeOf(8 * 60 + (number % 30) * 20);
      const to = timeOf(8 * 60 + (number % 30) * 20 + 20);
      const validFrom = addDays('2026-03-02', 7 * Math.floor(number / 30));
      const agendaId = number < 300 ? first : second;
      await office.define(agendaId, { ...MONDAYS, from, to, validFrom, validUntil: validFrom, deskId });
    }
    await expect(office.define(second, { ...MONDAYS, validFrom: '2027-01-04', deskId })).rejects.toEqual(
      refusal('TOO_MANY_BANDS_AT_DESK', { limit: 500 }),
    );
  });
});

describe('A2: hours of a desk are free again', () => {
  it('when the band is withdrawn, from that day on', async () => {
    const { store, office, deskId, first, second } = await staged();
    const { events } = await office.define(first, { ...MONDAYS, deskId });
    const { bandId } = events[0]!.data as { bandId: string };
    await office.give(withdrawOpeningBand, { agendaId: first, bandId, from: '2026-03-16' }, office.as('withdraw'));
    await office.follow(new MemoryWorkStore());

    await expect(office.define(second, { ...MONDAYS, deskId })).rejects.toEqual(refusal('DESK_TAKEN'));
    await office.define(second, { ...MONDAYS, deskId, validFrom: '2026-03-16' });
    // Once more over the same log nothing is found to do.
    const before = await store.head();
    await office.follow(new MemoryWorkStore());
    expect(await store.head()).toBe(before);
  });

  it('when the agenda closes, from that day on', async () => {
    const { office, deskId, first, second } = await staged();
    await office.define(first, { ...MONDAYS, deskId });
    await office.give(closeAgenda, { agendaId: first, effectiveDate: '2026-03-09' }, office.as('close'));
    await office.follow(new MemoryWorkStore());
    await office.define(second, { ...MONDAYS, deskId, validFrom: '2026-03-09' });
    expect((await office.desk(deskId)).times.map(({ validUntil }) => validUntil)).toEqual(['2026-03-08', undefined]);
  });

  it('when the band is divided only those that its parts do not have; parts that want more claim it', async () => {
    const { office, deskId, first, second } = await staged();
    const { events } = await office.define(first, { ...MONDAYS, deskId });
    const { bandId } = events[0]!.data as { bandId: string };
    await office.define(second, { ...MONDAYS, deskId, from: '12:00', to: '13:00' });
    const divide = (more: object) =>
      office.give(splitOpeningBand, { agendaId: first, bandId, on: '2026-03-09', ...more }, office.as('divide'));

    await expect(divide({ to: '12:20' })).rejects.toEqual(
      refusal('DESK_TAKEN', { date: '2026-03-09', agendaId: second }),
    );
    await divide({ to: '11:00', mayDisplace: true });
    await office.follow(new MemoryWorkStore());
    await office.define(second, { ...MONDAYS, deskId, from: '11:00', to: '12:00', validFrom: '2026-03-09' });
    await expect(
      office.define(second, { ...MONDAYS, deskId, from: '10:40', to: '11:00', validFrom: '2026-03-09' }),
    ).rejects.toEqual(refusal('DESK_TAKEN'));
  });

  it('when the command that claimed them dies before its act, and is then refused for good', async () => {
    const store = new MemoryEventStore();
    const { deskId, first, second } = await staged(store);
    const dying = intercept<EventStore>(store, {
      append: async (request) => {
        if (request.stream === `Agenda-${first}`) throw new Error('the process has died');
        return store.append(request);
      },
    });
    await expect(officeOver(dying, undefined, 'dying').define(first, { ...MONDAYS, deskId })).rejects.toThrow('died');
    const office = officeOver(store, undefined, 'alive');
    await expect(office.define(second, { ...MONDAYS, deskId })).rejects.toEqual(refusal('DESK_TAKEN'));

    const later = officeOver(store, { now: () => Date.parse('2026-03-02T08:05:00Z') }, 'later');
    await later.follow(new MemoryWorkStore());
    await later.define(second, { ...MONDAYS, deskId });
    expect((await later.agenda(first)).bands).toEqual([]);
  });
});

it('A2: raced from two processes for one desk, one of two agendas has it', async () => {
  for (const isFirstSlow of [true, false]) {
    const store = new MemoryEventStore();
    const { deskId, first, second } = await staged(store);
    const other = officeOver(store, undefined, 'other');
    const [mine, theirs] = isFirstSlow ? [first, second] : [second, first];
    let isRaced = false;
    let raced: Promise<unknown> = Promise.resolve();
    // The other comes when this one has found the desk free, and has not claimed it yet.
    const slow = intercept<EventStore>(store, {
      append: async (request) => {
        if (request.stream === `Desk-${deskId}` && !isRaced) {
          isRaced = true;
          raced = other.define(theirs, { ...MONDAYS, deskId });
          await raced;
        }
        return store.append(request);
      },
    });
    await expect(officeOver(slow, undefined, 'slow').define(mine, { ...MONDAYS, deskId })).rejects.toEqual(
      refusal('DESK_TAKEN', { agendaId: theirs }),
    );
    expect([(await other.agenda(mine)).bands.length, (await other.agenda(theirs)).bands.length]).toEqual([0, 1]);
  }
});

const FROM = '2026-01-01';
const PERIOD = 400;
const anyBand = fc
  .record({
    recurrence: fc.oneof(
      fc.record({
        kind: fc.constant('WEEKLY' as const),
        every: fc.integer({ min: 1, max: 5 }),
        weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant('MONTHLY' as const),
        nth: fc.constantFrom(1 as const, 2 as const, 4 as const, 5 as const, -1 as const),
        weekday: fc.integer({ min: 1, max: 7 }),
      }),
    ),
    opens: fc.integer({ min: 8, max: 14 }),
    hours: fc.integer({ min: 1, max: 4 }),
    begins: fc.integer({ min: 0, max: PERIOD }),
    lasts: fc.integer({ min: 0, max: PERIOD }),
  })
  .map(({ recurrence, opens, hours, begins, lasts }) => ({
    ...{ recurrence, from: timeOf(opens * 60), to: timeOf((opens + hours) * 60) },
    ...{ validFrom: addDays(FROM, begins), validUntil: addDays(FROM, begins + lasts) },
  }));

it('A2: two bands overlap at a desk exactly when going through every hour of every day finds one that both have', () => {
  const days = daysBetween(FROM, addDays(FROM, 2 * PERIOD));
  fc.assert(
    fc.property(anyBand, anyBand, (one, other) => {
      const hours = Array.from({ length: 24 }, (_, hour) => timeOf(hour * 60));
      const isOpen = (band: typeof one, date: string, hour: string) =>
        recursOn(band, date) && band.from <= hour && hour < band.to;
      const found = days.find((date) => hours.some((hour) => isOpen(one, date, hour) && isOpen(other, date, hour)));
      expect(firstOverlap(one, other)).toBe(found);
    }),
    { numRuns: 500 },
  );
});

describe('every state of a desk with every command', () => {
  const opened: DesksEvent = {
    type: 'DeskOpened',
    data: {
      deskId: 'd',
      name: 'Sportello 3',
      owner: { unit: 'DP-RIETI' },
      region: '12',
      province: '057',
      unit: 'DP-RIETI',
    },
  };
  const claimed: DesksEvent = {
    type: 'DeskTimeClaimed',
    data: {
      ...{ deskId: 'd', agendaId: 'a', forCommandId: 'x', actBy: '2026-01-01T00:00:00Z' },
      bands: [
        { bandId: 'b', weekday: 1, from: '09:00', to: '10:00', validFrom: '2026-01-05', validUntil: '2026-02-23' },
      ],
    },
  };
  const closed: DesksEvent = { type: 'DeskClosed', data: { deskId: 'd', closedOn: '2026-03-01' } };
  const lives: Record<Desk['status'], readonly DesksEvent[]> = {
    OPEN: [opened, claimed],
    CLOSED: [opened, claimed, closed],
  };
  const both = (type: DesksEvent['type']) => ({ OPEN: [type], CLOSED: [type] });
  const unit = { status: 'ESTABLISHED', code: 'DP-RIETI', region: '12', province: '057' };
  const owner = { kind: 'PUNTO_INPS', unit: 'DP-RIETI', point: 'inps-1' };
  const trials: Parameters<typeof everyPair<Desk, DesksEvent>>[1]['trials'] = {
    OpenDesk: {
      input: { owner: { unit: 'DP-RIETI' }, name: 'x' },
      facts: { unit },
      brings: { ABSENT: ['DeskOpened'] },
    },
    CloseDesk: { input: { deskId: 'd' }, brings: { OPEN: ['DeskClosed'] } },
    ReleaseDeskTime: { input: { deskId: 'd', forCommandId: 'x' }, brings: both('DeskTimeReleased') },
    EndDeskTime: { input: { deskId: 'd', agendaId: 'a', from: '2026-02-01' }, brings: both('DeskTimeEnded') },
    TransferDesk: {
      input: { deskId: 'd', agendaId: 'a' },
      facts: { profile: { owner, region: '12', province: '057', unit: 'DP-RIETI' } },
      brings: both('DeskTransferred'),
    },
  };

  it.each(everyPair(desk, { lives, commands: agendas.commands, trials }))('%s', (_pair, holds) => {
    holds();
  });

  it('is opened where its office is, for offices of that territory', () => {
    const elsewhere = { id: 'r', role: 'regional', region: '03' } as const;
    const given = specify(desk).given();
    const wanted = { owner: { unit: 'DP-RIETI' }, name: 'x' };
    given.when(openDesk, wanted, {}).thenRefused('UNIT_UNKNOWN');
    given.as(elsewhere).when(openDesk, wanted, { unit }).thenRefused('OUTSIDE_TERRITORY');
    const point = { status: 'ESTABLISHED', region: '12', province: '057', referenceUnit: 'DP-ROMA' };
    given
      .when(openDesk, { ...wanted, owner: { unit: 'DP-RIETI', point: 'inps-1' } }, { unit, point })
      .thenRefused('UNIT_NOT_OF_POINT');
  });
});

function withoutWeekday({ weekday: _weekday, ...wanted }: Wanted): Omit<Wanted, 'weekday'> {
  return wanted;
}
