import { puntoInps } from '#service-points';
import { mailLookUps } from '#use-cases/specification';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import { agendaDirectory } from '../read-models/agenda-directory.ts';
import type { FreeSlotOfDay } from '../read-models/free-places/kept-day.ts';
import { unitClosures } from '../read-models/unit-closures.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { openedAgenda } from '../specification/sample-agenda.ts';
import { AGENDA, MONDAY, waitingWorld } from '../specification/waiting-world.ts';
import { stillOpenAt } from './still-open.ts';

const MINUTE_MS = 60_000;
const WANTED = { serviceLine: 'PENSIONI', serviceId: 'cedolino-pensione' };

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
    const lookUps = mailLookUps({
      look: (of, id, read) => world.executor.look(of, id, (state) => read(state)),
      // Its unit has closed nothing.
      reader: { find: async () => ({ items: [], nextCursor: null }) } as never,
    });
    return (await stillOpenAt({ ...WANTED, agendaId: AGENDA }, lookUps, {}))(slot);
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

describe('A8, K7: what a mail names as free at another agenda of the same Punto INPS', () => {
  const point = { status: 'OPEN', services: [{ serviceId: 'cedolino-pensione' }] };
  const opened = openedAgenda({ owner: { kind: 'PUNTO_INPS', unit: 'DP-RIETI', point: 'p' } });
  /** The two agendas know nothing of what became of their point yet. */
  const namedWhile = async (state: object, slot: FreeSlotOfDay) => {
    const stateOf = new Map<string, unknown>([
      [
        agenda.category,
        agenda.evolve({ status: 'ABSENT' }, opened, { revision: 0, recordedAt: '2026-03-02T08:00:00.000Z' }),
      ],
      [puntoInps.category, state],
    ]);
    const find = async () => ({ items: [{ agendaId: 'a' }, { agendaId: 'sibling' }], nextCursor: null });
    const lookUps = mailLookUps({
      look: async (of, _id, read) => read(stateOf.get(of.category) as never),
      reader: { find } as never,
    });
    return (await stillOpenAt({ ...WANTED, agendaId: 'a' }, lookUps, {}))(slot);
  };

  it('is what the point offers, and nothing that it has just ceased to offer', async () => {
    expect(await namedWhile(point, slotAt('sibling', '09:00'))).toBe(true);
    const without = { ...point, services: [{ serviceId: 'obis-m' }] };
    expect(await namedWhile(without, slotAt('sibling', '09:00'))).toBe(false);
    expect(await namedWhile(without, slotAt('of another point', '09:00'))).toBe(true);
  });

  it('is nothing of a day on which the point receives nobody', async () => {
    const suspended = (from: string, until?: string) => ({
      ...point,
      status: 'SUSPENDED',
      suspension: { from, until },
    });
    expect(await namedWhile(suspended('2026-03-01'), slotAt('sibling', '09:00'))).toBe(false);
    expect(await namedWhile(suspended('2026-03-01', MONDAY), slotAt('sibling', '09:00'))).toBe(true);
    expect(await namedWhile(suspended('2026-03-10'), slotAt('sibling', '09:00'))).toBe(true);
    expect(await namedWhile({ ...point, status: 'CLOSED' }, slotAt('sibling', '09:00'))).toBe(false);
  });
});

describe('A3, A8: what a mail names as free at another agenda of the same unit', () => {
  const closure = { from: MONDAY, until: MONDAY, isWithdrawn: false };
  const desk = (agendaId: string, kind = 'UNIT_DESK') => ({ agendaId, owner: { kind } });
  /** The unit has closed its desks, and of its agendas that of the appointment alone knows of it yet. */
  const namedWhile = async (closures: readonly object[], slot: FreeSlotOfDay) => {
    const opened = openedAgenda({ owner: { kind: 'UNIT_DESK', unit: 'DP-RIETI' } });
    const at = { revision: 0, recordedAt: '2026-03-02T08:00:00.000Z' };
    const listed: Readonly<Record<string, readonly object[]>> = {
      [unitClosures.name]: closures,
      [agendaDirectory.name]: [desk('a'), desk('sibling'), desk('of its point', 'PUNTO_INPS')],
    };
    const find = async ({ name }: { readonly name: string }) => ({ items: listed[name] ?? [], nextCursor: null });
    const lookUps = mailLookUps({
      look: async (_of, _id, read) => read(agenda.evolve({ status: 'ABSENT' }, opened, at) as never),
      reader: { find } as never,
    });
    return (await stillOpenAt({ ...WANTED, agendaId: 'a' }, lookUps, {}))(slot);
  };

  it('is nothing in the hours that the unit has just closed at all its desks', async () => {
    const hours = { from: '09:00', to: '10:00' };
    expect(await namedWhile([closure], slotAt('sibling', '09:00'))).toBe(false);
    expect(await namedWhile([{ ...closure, hours }], slotAt('sibling', '09:50'))).toBe(false);
    expect(await namedWhile([{ ...closure, hours }], slotAt('sibling', '10:00'))).toBe(true);
  });

  it('is what is open there, and what others than its desks receive', async () => {
    expect(await namedWhile([], slotAt('sibling', '09:00'))).toBe(true);
    expect(await namedWhile([{ ...closure, isWithdrawn: true }], slotAt('sibling', '09:00'))).toBe(true);
    expect(
      await namedWhile([{ ...closure, from: '2026-03-01', until: '2026-03-01' }], slotAt('sibling', '09:00')),
    ).toBe(true);
    for (const agendaId of ['of its point', 'of another unit']) {
      expect(await namedWhile([closure], slotAt(agendaId, '09:00'))).toBe(true);
    }
  });
});
