import { mailLookUps } from '#use-cases/specification';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import type { FreeSlotOfDay } from '../read-models/free-places/kept-day.ts';
import { AGENDA, MONDAY, waitingWorld } from '../specification/waiting-world.ts';
import { stillOpenAt } from './alternatives-in-mail.ts';

const MINUTE_MS = 60_000;

async function newWorld() {
  const stores = { store: new MemoryEventStore(), work: new MemoryWorkStore() };
  return waitingWorld({ ...stores, keyStore: new MemoryKeyStore(), accessLog: new MemoryAccessLog() });
}

/** A slot of a day that was planned before. */
function slotAt(agendaId: string, time: string): FreeSlotOfDay {
  const start = Date.parse(`${MONDAY}T${time}:00+01:00`) / MINUTE_MS;
  return { day: { agendaId, date: MONDAY } as FreeSlotOfDay['day'], start, end: start + 20, free: 1 };
}

describe('A8: what a mail names as free elsewhere', () => {
  const named = async (world: Awaited<ReturnType<typeof newWorld>>, slot: FreeSlotOfDay) => {
    const lookUps = mailLookUps({ look: (of, id, read) => world.executor.look(of, id, (state) => read(state)) });
    return (await stillOpenAt({ agendaId: AGENDA, serviceId: 'cedolino-pensione' }, lookUps))(slot);
  };

  it('is not what the agenda has closed, though its days are not planned anew yet', async () => {
    const world = await newWorld();
    expect(await named(world, slotAt(AGENDA, '09:00'))).toBe(true);
    await world.shut(MONDAY);
    expect(await named(world, slotAt(AGENDA, '09:00'))).toBe(false);
    expect(await named(world, slotAt('another', '09:00'))).toBe(true);
  });

  it('is not what the agenda does not offer any more, though its days are not planned anew yet', async () => {
    const world = await newWorld();
    await world.offersOnly('cedolino-pensione', 'obis-m');
    expect(await named(world, slotAt(AGENDA, '09:00'))).toBe(true);
    await world.offersOnly('obis-m');
    expect(await named(world, slotAt(AGENDA, '09:00'))).toBe(false);
  });
});
