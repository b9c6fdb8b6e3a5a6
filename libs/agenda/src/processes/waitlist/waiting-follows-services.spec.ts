import { processManager } from '#kernel/specification';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import type { AgendaEvent } from '../../domain/events/agenda-events.ts';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import { acceptedOffer, droppedFor, joinedList, leftList } from '../../specification/sample-waitlist.ts';
import { MONDAY, waitingWorld } from '../../specification/waiting-world.ts';
import { MOST_AT_ONCE } from '../../use-cases/waitlist/end-waiting.ts';
import { waitingFollowsServices } from './waiting-follows-services.ts';

const offers = (...services: string[]): AgendaEvent => ({
  type: 'AgendaServicesChanged',
  data: { agendaId: 'a', puntoInpsId: 'p', services },
});
const place = { region: '12', province: '058', unit: 'DP-ROMA' };
const passes = (services?: string[]): AgendaEvent => ({
  type: 'AgendaTransferred',
  data: {
    ...{ agendaId: 'a', owner: { kind: 'PUNTO_INPS', unit: 'DP-ROMA', point: 'p' }, ...place },
    ...(services ? { services } : {}),
    previous: { owner: { kind: 'UNIT_DESK', unit: 'DP-RIETI' }, ...place },
  },
});
const given = (...events: (WaitlistEvent | AgendaEvent)[]) => processManager(waitingFollowsServices).given(...events);
const end = (...entryIds: string[]) => ({
  name: 'EndWaiting',
  data: { agendaId: 'a', entryIds, because: 'SERVICE_NOT_OFFERED' },
});
const payslip = joinedList('x', 1);
const obisM = joinedList('y', 2, { serviceId: 'obis-m' });

describe('K1, A9: whoever waits for what a Punto INPS offers no longer waits no longer', () => {
  it('once it is revised, or the agenda passes to a point that does not offer it', () => {
    given(payslip, obisM, offers('obis-m')).thenCommands(end('w-x'));
    given(payslip, obisM, passes(['obis-m'])).thenCommands(end('w-x'));
    given(payslip, obisM, offers('obis-m', 'cedolino-pensione')).thenCommands();
    given(payslip, obisM, passes()).thenCommands();
  });

  it('also who joined by someone who looked just before', () => {
    given(offers('obis-m'), obisM, payslip).thenCommands(end('w-x'));
    given(offers('obis-m'), offers('cedolino-pensione'), payslip).thenCommands();
  });

  it('puts those back who came for what is offered again, also where it was offered again before their waiting ended', () => {
    const back = (...entryIds: string[]) => ({ name: 'RestoreWaiting', data: { agendaId: 'a', entryIds } });
    given(payslip, obisM, offers('obis-m'), droppedFor('x'), offers('obis-m', 'cedolino-pensione')).thenCommands(
      back('w-x'),
    );
    given(payslip, offers('obis-m'), offers('cedolino-pensione'), droppedFor('x')).thenCommands(back('w-x'));
    given(payslip, offers('obis-m'), droppedFor('x'), offers()).thenCommands();
    given(payslip, leftList('x'), offers('cedolino-pensione')).thenCommands();
    // It was dropped once more before the policy had come to it.
    const again = [droppedFor('x'), offers('cedolino-pensione'), offers(), offers('cedolino-pensione')];
    given(payslip, offers(), ...again).thenCommands(back('w-x'));
    const restores = { entryId: 'w-x', joinedAt: '2026-03-01T08:00:00.000Z' };
    const isBack = [offers('cedolino-pensione'), joinedList('x', 1, { entryId: 'w-again', restores })];
    given(payslip, offers(), droppedFor('x'), ...isBack, offers('cedolino-pensione', 'obis-m')).thenCommands();
  });

  it('puts nobody back who has joined anew, whatever became of that, nor who was displaced', () => {
    const again = offers('cedolino-pensione');
    const anew = joinedList('x', 2, { entryId: 'w-anew' });
    const left: WaitlistEvent = {
      type: 'WaitlistLeft',
      data: { agendaId: 'a', entryId: 'w-anew', subject: 'x', because: 'GIVEN_UP' },
    };
    given(payslip, offers(), droppedFor('x'), anew, left, again).thenCommands();
    const displaced = { appointmentId: 'ap-x', date: '2026-03-02' };
    given(joinedList('x', 1, { displaced }), offers(), droppedFor('x'), again).thenCommands();
    const beside = joinedList('x', 2, { entryId: 'w-beside', serviceId: 'obis-m', displaced });
    given(payslip, offers('obis-m'), droppedFor('x'), beside, offers('obis-m', 'cedolino-pensione')).thenCommands({
      name: 'RestoreWaiting',
      data: { agendaId: 'a', entryIds: ['w-x'] },
    });
  });

  it('so many at a time, and nobody who waits no longer', () => {
    const joined = Array.from({ length: MOST_AT_ONCE + 1 }, (_, index) => joinedList(`p${String(index)}`, index + 1));
    const { commands } = given(...joined, offers());
    expect(commands.map(({ data }) => (data as { entryIds: string[] }).entryIds.length)).toEqual([MOST_AT_ONCE, 1]);
    given(payslip, leftList('x'), offers()).thenCommands();
    given(payslip, acceptedOffer('x'), offers()).thenCommands();
  });
});

describe('K1, A6: a service that is offered no longer, with all policies at work', () => {
  const newWorld = () => {
    const stores = { store: new MemoryEventStore(), work: new MemoryWorkStore() };
    return waitingWorld({ ...stores, keyStore: new MemoryKeyStore(), accessLog: new MemoryAccessLog() });
  };

  it('ends the waiting for it, and what is freed goes to who waits for another', async () => {
    const world = await newWorld();
    const booked = await world.book(0, '09:00', MONDAY, { serviceId: 'obis-m' });
    const before = await world.join(1);
    const other = await world.join(2, { serviceId: 'obis-m' });
    await world.offersOnly('obis-m');
    await world.follow();
    expect(await world.becameOf(before)).toBe('LEFT');
    expect((await world.story()).slice(2)).toEqual(['WaitlistLeft SERVICE_NOT_OFFERED']);
    await expect(world.join(3)).rejects.toMatchObject({ code: 'SERVICE_NOT_OFFERED_AT_POINT' });

    await world.cancel(booked);
    await world.follow();
    expect(await world.offerOf(other)).toBeDefined();
  });

  it('is had again: who waited for it waits at their turn, and is offered what is freed before who joined meanwhile', async () => {
    const world = await newWorld();
    const booked = await world.book(0, '09:00', MONDAY, { serviceId: 'obis-m' });
    const before = await world.join(1);
    await world.offersOnly('obis-m');
    await world.follow();
    const meanwhile = await world.join(2, { serviceId: 'obis-m' });
    await world.offersOnly('obis-m', 'cedolino-pensione');
    await world.follow();
    const [later, again] = await world.waiting();
    expect([later?.entryId, again?.turn]).toEqual([meanwhile, 1]);
    expect(again?.entryId).not.toBe(before);

    await world.cancel(booked);
    await world.follow();
    expect([await world.offerOf(again!.entryId), await world.offerOf(meanwhile)]).toEqual([
      expect.any(String),
      undefined,
    ]);
  });

  it('puts nobody back who was erased meanwhile', async () => {
    const world = await newWorld();
    await world.join(1);
    await world.offersOnly('obis-m');
    await world.follow();
    await world.erase(1);
    await world.offersOnly('cedolino-pensione');
    await world.follow();
    expect(await world.waiting()).toEqual([]);
  });

  it('ends nothing where it is offered again before the policy has come to it', async () => {
    const world = await newWorld();
    const entryId = await world.join(1);
    await world.offersOnly('obis-m');
    await world.offersOnly('obis-m', 'cedolino-pensione');
    await world.follow();
    expect(await world.waiting()).toMatchObject([{ entryId }]);
  });

  it('has what was held for somebody go to the next', async () => {
    const world = await newWorld();
    const booked = await world.book(0, '09:00', MONDAY, { serviceId: 'obis-m' });
    const before = await world.join(1);
    const other = await world.join(2, { serviceId: 'obis-m' });
    await world.cancel(booked);
    await world.follow();
    expect(await world.offerOf(before)).toBeDefined();
    await world.offersOnly('obis-m');
    await world.follow();
    expect([await world.becameOf(before), await world.offerOf(other)]).toEqual(['LEFT', expect.any(String)]);
  });

  it('puts nobody first in the line whom it displaces: no place there would be theirs', async () => {
    const world = await newWorld();
    await world.book(0, '09:00');
    const other = await world.join(1, { serviceId: 'obis-m' });
    await world.offersOnly('obis-m');
    await world.follow();
    expect(await world.waiting()).toMatchObject([{ entryId: other }]);
  });
});
