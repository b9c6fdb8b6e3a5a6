import { MemoryEventStore, MemoryReadModelStore, MemoryWorkStore } from '#store-memory';
import { ERASED, FLOWN, LENT, parsed } from '../specification/feed-world.ts';
import { NumberedWorld } from '../specification/numbered-world.ts';
import type { NumberedEvent } from '#use-cases';
import { ToldEvents } from './told-events.ts';

const RECEIVER = {
  ...{ integrationId: 'one', origin: 'https://rete.example', book: 's.01234567' },
  scope: { nation: true, regions: [], provinces: [], hosts: [] },
};
let here: NumberedWorld;
beforeEach(async () => {
  here = new NumberedWorld({
    log: new MemoryEventStore(),
    readModels: new MemoryReadModelStore(),
    work: new MemoryWorkStore(),
  });
  await here.start();
  await here.number();
  await here.register('one', { nation: true });
  await here.open('s', 'one');
});
afterEach(() => here.stop());

async function told(requireErasures: () => Promise<void> = async () => undefined): Promise<readonly NumberedEvent[]> {
  const { published, rendering } = here;
  const book = await here.book('s');
  const events = new ToldEvents({ published, rendering, requireErasures, erasure: ERASED });
  return parsed<NumberedEvent>(await events.of(book, RECEIVER));
}

describe('an event of a subscription', () => {
  it('is told as the feed tells it, with its number', async () => {
    await here.flown('a', '08');
    await here.lent('b', 'somebody', '12');
    const numbered = await told();
    expect(numbered.map(({ type, number }) => [type, number])).toEqual([
      [FLOWN, 1],
      [LENT, 2],
    ]);
    expect(numbered.map(({ number: _number, book: _book, ...event }) => event)).toEqual(await here.read('one'));
  });

  it('keeps number, id and type after an erasure, and loses the person', async () => {
    await here.lent('b', 'somebody', '12');
    const [before] = await told();
    expect(before?.data).toHaveProperty('person');
    await here.erase('somebody');
    const [after, erasure] = await told();
    const { id, number, type } = before!;
    expect(after).toMatchObject({ id, number, type, data: {} });
    expect(after?.data).not.toHaveProperty('person');
    expect(erasure).toMatchObject({ type: ERASED, number: 2, data: before?.data });
  });

  it('is told by no process that may not have heard of erasures', async () => {
    await here.lent('b', 'somebody', '12');
    const behind = new Error('behind');
    await expect(told(() => Promise.reject(behind))).rejects.toBe(behind);
  });
});
