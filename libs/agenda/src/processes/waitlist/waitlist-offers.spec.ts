import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import { MONDAY, waitingWorld } from '../../specification/waiting-world.ts';

const newWorld = () => {
  const stores = { store: new MemoryEventStore(), work: new MemoryWorkStore() };
  return waitingWorld({ ...stores, keyStore: new MemoryKeyStore(), accessLog: new MemoryAccessLog() });
};

const NINE = '09:00';

describe('A6: what is freed goes to whom was displaced, then to the waiting list, then to everybody', () => {
  it('is offered at once to who joined first, as a hold, and to nobody else', async () => {
    const world = await newWorld();
    const booked = await world.book(0, NINE);
    const first = await world.join(1);
    const second = await world.join(2);
    await world.cancel(booked);
    expect(await world.places(NINE)).toEqual({ taken: 0, cooling: 1 });
    await world.follow();

    expect(await world.places(NINE)).toEqual({ taken: 1, cooling: 0 });
    expect(await world.offerOf(first)).toBeDefined();
    expect(await world.offerOf(second)).toBeUndefined();
    await expect(world.book(3, NINE)).rejects.toMatchObject({ code: 'SLOT_FULL' });
  });

  it('is left to everybody, after the delay, when nobody waits', async () => {
    const world = await newWorld();
    await world.cancel(await world.book(0, NINE));
    await world.follow();
    expect(await world.places(NINE)).toEqual({ taken: 0, cooling: 1 });
    world.clock.moveTo('2026-03-02T08:15:01Z');
    await world.book(3, NINE);
  });

  it('is not offered to who joins after it was freed', async () => {
    const world = await newWorld();
    await world.cancel(await world.book(0, NINE));
    const late = await world.join(1);
    await world.follow();
    expect(await world.offerOf(late)).toBeUndefined();
    expect(await world.places(NINE)).toEqual({ taken: 0, cooling: 1 });
  });

  it('is offered first to whom was displaced, who joined the list by that, and not to who was before', async () => {
    const world = await newWorld();
    const booked = await world.book(0, NINE);
    const before = await world.join(1);
    const lost = await world.book(2, NINE, '2026-03-16');
    await world.shut('2026-03-16');
    await world.follow();
    await world.cancel(booked);
    await world.follow();

    const displaced = (await world.waiting()).find(({ entryId }) => entryId !== before);
    expect(displaced?.offer).toBeDefined();
    expect(await world.offerOf(before)).toBeUndefined();
    // It is for their appointment alone, which moves there.
    const { entryId, offer } = displaced!;
    await expect(world.accept(2, offer!)).rejects.toMatchObject({ code: 'HOLD_IS_FOR_A_MOVE' });
    await world.move(lost, '2026-03-16', offer!);
    await world.follow();
    expect(await world.becameOf(entryId)).toBe('ACCEPTED');
    expect(await world.places(NINE)).toEqual({ taken: 1, cooling: 0 });
    expect(await world.waiting()).toMatchObject([{ entryId: before }]);
  });

  it('is offered to whom was displaced again, where they had moved to, before they were gone from where they had been', async () => {
    const world = await newWorld();
    const booked = await world.book(0, NINE);
    const lost = await world.book(2, NINE, '2026-03-16');
    await world.shut('2026-03-16');
    await world.follow();
    await world.move(lost, '2026-03-16', { date: '2026-03-23', start: NINE });
    await world.shut('2026-03-23');
    await world.follow();
    await world.cancel(booked);
    await world.follow();

    const [entry, ...others] = await world.waiting();
    expect(others).toEqual([]);
    await world.move(lost, '2026-03-23', entry!.offer!);
    await world.follow();
    expect(await world.becameOf(entry!.entryId)).toBe('ACCEPTED');
    expect(await world.places(NINE)).toEqual({ taken: 1, cooling: 0 });
  });

  it('is waited for no longer by whom was displaced once they have a place again, or need none', async () => {
    const world = await newWorld();
    const lost = await world.book(2, NINE);
    await world.shut(MONDAY);
    await world.follow();
    const [entry] = await world.waiting();
    await world.cancel(lost);
    await world.follow();
    expect(await world.becameOf(entry!.entryId)).toBe('LEFT');
    expect(await world.story()).toEqual(['WaitlistJoined', 'WaitlistLeft DISPLACEMENT_OVER']);
  });

  it('goes on to the next when the person could not take it, and they keep their turn', async () => {
    const world = await newWorld();
    const booked = await world.book(0, NINE);
    const busy = await world.join(1);
    const next = await world.join(2);
    await world.book(1, '09:20');
    await world.cancel(booked);
    await world.follow();

    expect(await world.offerOf(next)).toBeDefined();
    expect(await world.story()).toEqual([
      'WaitlistJoined',
      'WaitlistJoined',
      'WaitlistPassedOver PERSON_NOT_FREE',
      'WaitlistOffered',
    ]);
    expect(await world.waiting()).toMatchObject([{ entryId: busy, turn: 1, untaken: 0 }, { entryId: next }]);
  });

  it('goes on to who needs fewer slots when some of it are there no longer', async () => {
    const world = await newWorld();
    const booked = await world.book(0, NINE, MONDAY, { units: 2 });
    const longer = await world.join(1, { units: 2 });
    const shorter = await world.join(2);
    await world.cancel(booked);
    await world.shut(MONDAY, { from: '09:20', to: '09:40' });
    await world.follow();
    expect([await world.offerOf(longer), await world.offerOf(shorter)]).toEqual([undefined, expect.any(String)]);
  });

  it.each([
    ['before what is kept', '09:00', '09:20', '09:00'],
    ['after what is kept', '09:20', '09:00', '09:40'],
  ])('is what somebody who moves within the day leaves, %s', async (_which, from, to, freed) => {
    const world = await newWorld();
    const booked = await world.book(0, from, MONDAY, { units: 2 });
    const longer = await world.join(1, { units: 2 });
    const waits = await world.join(2);
    await world.move(booked, MONDAY, { date: MONDAY, start: to });
    await world.follow();
    expect([await world.offerOf(longer), await world.offerOf(waits)]).toEqual([undefined, expect.any(String)]);
    expect(await world.places(freed)).toEqual({ taken: 1, cooling: 0 });
  });

  it('is what suits who waits: the days that would do, and as many slots', async () => {
    const world = await newWorld();
    const booked = await world.book(0, NINE);
    const later = await world.join(1, { from: '2026-03-10' });
    const sooner = await world.join(2, { until: '2026-03-08' });
    const longer = await world.join(3, { units: 2 });
    const fitting = await world.join(4, { from: MONDAY, until: MONDAY });
    await world.cancel(booked);
    await world.follow();
    const offers = await Promise.all([later, sooner, longer, fitting].map((entryId) => world.offerOf(entryId)));
    expect(offers.map((offer) => offer !== undefined)).toEqual([false, false, false, true]);
  });
});

describe('A9: an offer is a hold, and the list goes by turns', () => {
  const offered = async () => {
    const world = await newWorld();
    const booked = await world.book(0, NINE);
    const first = await world.join(1);
    const second = await world.join(2);
    await world.cancel(booked);
    await world.follow();
    return { world, first, second, holdId: (await world.offerOf(first))! };
  };

  it('whoever books it has accepted, and waits no longer', async () => {
    const { world, first, second, holdId } = await offered();
    await world.accept(1, holdId);
    await world.follow();
    expect(await world.becameOf(first)).toBe('ACCEPTED');
    expect(await world.waiting()).toMatchObject([{ entryId: second }]);
    expect(await world.places(NINE)).toEqual({ taken: 1, cooling: 0 });
  });

  it('one that runs out goes to the next, and its person to the end, once, and then leaves', async () => {
    const { world, first, second } = await offered();
    world.clock.moveTo('2026-03-02T09:00:00Z');
    await world.follow();
    expect(await world.offerOf(second)).toBeDefined();
    expect(await world.waiting()).toMatchObject([
      { entryId: first, turn: 3, untaken: 1 },
      { entryId: second, turn: 2, untaken: 0 },
    ]);
    world.clock.moveTo('2026-03-02T10:00:00Z');
    await world.follow();
    expect(await world.offerOf(first)).toBeDefined();
    world.clock.moveTo('2026-03-02T11:00:00Z');
    await world.follow();
    expect(await world.becameOf(first)).toBe('LEFT');
    expect((await world.story()).slice(-4)).toEqual([
      'WaitlistOffered',
      'WaitlistOfferExpired EXPIRED',
      'WaitlistLeft OFFERS_NOT_TAKEN',
      'WaitlistOffered',
    ]);
  });

  it('one that is given up goes to the next, and its person to the end', async () => {
    const { world, first, second, holdId } = await offered();
    await world.decline(holdId);
    await world.follow();
    expect(await world.offerOf(second)).toBeDefined();
    expect(await world.waiting()).toMatchObject([{ entryId: first, turn: 3 }, { entryId: second }]);
    expect(await world.story()).toContain('WaitlistOfferExpired DECLINED');
  });

  it('one whose hours are closed is withdrawn, and its person keeps their turn', async () => {
    const { world, first } = await offered();
    await world.shut(MONDAY);
    await world.follow();
    expect((await world.waiting())[0]).toMatchObject({ entryId: first, turn: 1, untaken: 0, offer: undefined });
    expect(await world.story()).toContain('WaitlistOfferWithdrawn');
  });

  it('who leaves the list gives up what they are offered, which goes to the next', async () => {
    const { world, first, second } = await offered();
    await world.leave(first);
    await world.follow();
    expect(await world.becameOf(first)).toBe('LEFT');
    expect(await world.offerOf(second)).toBeDefined();
    expect(await world.places(NINE)).toEqual({ taken: 1, cooling: 0 });
  });

  it('who is erased leaves the list, and what they are offered goes to the next', async () => {
    const { world, first, second } = await offered();
    await world.erase(1);
    await world.follow();
    expect(await world.becameOf(first)).toBe('LEFT');
    expect(await world.story()).toContain('WaitlistLeft SUBJECT_ERASED');
    expect(await world.offerOf(second)).toBeDefined();
  });

  it('waiting counts towards no limit, what is offered counts as a hold', async () => {
    const world = await newWorld();
    const booked = await world.book(0, NINE);
    await world.join(1);
    const other = await world.book(1, '09:20');
    await world.cancel(other);
    await world.cancel(booked);
    await world.follow();
    // The limit is one: they are offered a place, and can take no other beside it.
    await expect(world.book(1, '09:40')).rejects.toMatchObject({ code: 'TOO_MANY_ON_SERVICE_LINE' });
  });
});

describe('A9: waiting ends', () => {
  it('with the last day that would do', async () => {
    const world = await newWorld();
    const entryId = await world.join(1, { until: '2026-03-04' });
    await world.follow();
    world.clock.moveTo('2026-03-04T22:59:59Z');
    await world.follow();
    expect(await world.becameOf(entryId)).toBeUndefined();
    world.clock.moveTo('2026-03-04T23:00:00Z');
    await world.follow();
    expect(await world.story()).toEqual(['WaitlistJoined', 'WaitlistLeft PERIOD_OVER']);
  });
});
