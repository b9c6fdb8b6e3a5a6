import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { buildDefinitionOf } from '#kernel/domain';
import type { ReadOptions } from '#kernel/execution';
import type { BuildId, ReadsAtOnce } from '#kernel/ports';
import { addDays } from '#italy';
import { EmbeddedReadModelStore } from '#store-embedded';
import { MemoryEventStore } from '#store-memory';
import { publisherOf, type QueryShell, type WrittenAnswer } from '#use-cases';
import {
  anyStep,
  at,
  DAYS,
  eventsOf,
  held,
  MINUTE,
  MONDAY,
  NINE,
  planned,
  World,
} from '../specification/folded-days.ts';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { agendaOf } from '../specification/told-agenda.ts';
import { agendaDirectory, type AgendaDocument } from './agenda-directory.ts';
import { AvailableDay } from './available-day.ts';
import { availabilityOf, getAvailability, type AvailabilityRequest } from './available-days.ts';
import { availability } from './availability.ts';

const publish = publisherOf(AvailableDay);
const SUNDAY = addDays(MONDAY, 6);

describe('an answer that is told again in the words of before', () => {
  let directory: string;
  let store: EmbeddedReadModelStore;
  let world: World;
  let agendas: BuildId;
  let position: number;
  let inVain: number;

  beforeEach(begin);
  afterEach(end);

  async function begin(): Promise<void> {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
    store = new EmbeddedReadModelStore(join(directory, 'read-models.db'));
    world = await World.begin(new MemoryEventStore(), store);
    [position, inVain] = [0, 0];
    agendas = await newDirectory();
    for (const agendaId of ['a', 'b', 'c']) await write(agendaOf(agendaId));
  }

  async function end(): Promise<void> {
    await store.close();
    await rm(directory, { recursive: true });
  }

  async function newDirectory(): Promise<BuildId> {
    const build = await store.createBuild(buildDefinitionOf(agendaDirectory));
    await store.commit([{ build, documents: [], checkpoint: { logId: await world.log.logId(), position: '0' } }]);
    await store.switchPointer(agendaDirectory.name, agendaDirectory.version, build);
    return build;
  }

  async function write(document: AgendaDocument): Promise<void> {
    position += 1;
    const place = { position: String(position) };
    const checkpoint = { logId: await world.log.logId(), ...place };
    await store.commit([{ build: agendas, documents: [{ key: document.agendaId, document, ...place }], checkpoint }]);
  }

  async function asked(agendaId: string, from: string, to: string, read: ReadOptions = {}): Promise<string> {
    const shell = { reader: world.reader, clock: { now: () => world.now }, read, tally: () => (inVain += 1) };
    const answer = await getAvailability.run({ agendaId, from, to }, shell as unknown as QueryShell);
    return String((answer as WrittenAnswer).json);
  }

  /** What is told, having been held against what is read anew. */
  async function told(agendaId: string, from: string, to: string): Promise<readonly AvailableDay[]> {
    const answer = JSON.parse(await asked(agendaId, from, to)) as { readonly items: readonly AvailableDay[] };
    const request: AvailabilityRequest = { agendaId, from, to, now: world.now, read: {} };
    const { items, ...rest } = await availabilityOf(world.reader, request);
    expect(answer).toEqual({ items: items.map((day) => publish(day)), ...rest });
    return answer.items;
  }

  /** How many documents a question has read. */
  async function reads(ask: () => Promise<unknown>): Promise<number> {
    const atOnce = store.atOnce as { get: ReadsAtOnce['get'] };
    const { get } = atOnce;
    let count = 0;
    atOnce.get = (build, key) => {
      count += 1;
      return get(build, key);
    };
    await ask();
    atOnce.get = get;
    return count;
  }

  it('says what is so now, whatever has happened and however late it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 30 }), async (steps) => {
        await end();
        await begin();
        const holds: { agendaId: string; date: string; data: object }[] = [];
        for (const [index, step] of steps.entries()) {
          if (step.do === 'wait') world.now += step.minutes * MINUTE;
          else await world.write(...eventsOf(step, index, world, holds));
          for (const [agendaId, date] of DAYS) await told(agendaId, date, date);
          for (const agendaId of ['a', 'b']) await told(agendaId, MONDAY, SUNDAY);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('has nothing read for it', async () => {
    await world.write(planned('a', MONDAY, ['15:00']));
    const ask = (): Promise<unknown> => told('a', MONDAY, SUNDAY);
    await ask();

    expect(await reads(() => asked('a', MONDAY, SUNDAY))).toBe(0);
    // Of whoever was told another period, or of another agenda.
    expect(await reads(() => asked('a', MONDAY, MONDAY))).toBe(2);
    expect(await reads(() => asked('b', MONDAY, MONDAY))).toBe(2);
  });

  it('says how far the read models have come meanwhile', async () => {
    await world.write(planned('a', MONDAY, ['15:00']), planned('b', MONDAY, ['15:00']));
    const before = JSON.parse(await asked('a', MONDAY, MONDAY)) as object;
    await world.write(held('b', MONDAY, '15:00', 'x'));

    expect(await reads(() => asked('a', MONDAY, MONDAY))).toBe(0);
    expect(JSON.parse(await asked('a', MONDAY, MONDAY))).toEqual({ ...before, position: '3' });
  });

  it('ends as one of its days is written, also one that had not been planned', async () => {
    expect(await told('a', MONDAY, SUNDAY)).toMatchObject([{ slots: [] }, {}, {}, {}, {}, {}, {}]);
    await world.write(planned('a', MONDAY, ['15:00']));
    expect(await told('a', MONDAY, SUNDAY)).toMatchObject([{ slots: [{ free: 1 }] }, {}, {}, {}, {}, {}, {}]);
    await world.write(held('a', MONDAY, '15:00', 'x'));
    expect(await told('a', MONDAY, SUNDAY)).toMatchObject([{ slots: [{ free: 0 }] }, {}, {}, {}, {}, {}, {}]);
  });

  it('ends as its agenda is written', async () => {
    expect(await told('a', SUNDAY, SUNDAY)).toMatchObject([{ because: 'NO_OPENING_HOURS' }]);
    await write(agendaOf('a', { revision: 4, closedFrom: MONDAY }));
    expect(await told('a', SUNDAY, SUNDAY)).toMatchObject([{ because: 'AGENDA_CLOSED' }]);
  });

  it('ends with time, and with a clock that was put back', async () => {
    await world.write(planned('a', MONDAY, ['15:00'], { noticeMinutes: 30 }));
    world.now = Date.parse(at(MONDAY, '14:30'));
    expect(await told('a', MONDAY, MONDAY)).toMatchObject([{ slots: [{}] }]);
    world.now += 1;
    expect(await told('a', MONDAY, MONDAY)).toMatchObject([{ slots: [] }]);
    world.now = NINE;
    expect(await told('a', MONDAY, MONDAY)).toMatchObject([{ slots: [{}] }]);
  });

  it('ends with the builds that it was read from, of days and of agendas', async () => {
    await world.write(planned('a', MONDAY, ['15:00']));
    expect(await told('a', MONDAY, MONDAY)).toMatchObject([{ slots: [{}] }]);
    await world.rebuild();
    expect(await told('a', MONDAY, MONDAY)).toMatchObject([{ slots: [] }]);
    agendas = await newDirectory();
    await expect(asked('a', MONDAY, MONDAY)).rejects.toMatchObject({ code: 'AGENDA_UNKNOWN' });
  });

  it('names no place of the log that a day of it had not come to, where that is written while others are read', async () => {
    await world.write(planned('a', MONDAY, ['15:00']));
    const key = agendaDayId('a', MONDAY);
    const { build, logId, position: first } = await world.reader.get(availability, key);
    const gone = {
      build,
      documents: [{ key, position: '2', document: undefined }],
      checkpoint: { logId, position: '2' },
    };
    const atOnce = store.atOnce as { get: ReadsAtOnce['get'] };
    const { get } = atOnce;
    atOnce.get = <D>(of: BuildId, sought: string) => {
      const found = get<D>(of, sought);
      if (sought === agendaDayId('a', SUNDAY)) void store.commit([gone]);
      return found;
    };
    const ask = async (): Promise<unknown> => JSON.parse(await asked('a', MONDAY, addDays(SUNDAY, 1)));

    const [day, rest] = [{ date: MONDAY }, Array<object>(7).fill({})];
    const before = await ask();
    atOnce.get = get;
    expect(before).toMatchObject({ position: first, items: [{ ...day, slots: [{}] }, ...rest] });
    expect(await ask()).toMatchObject({ position: '2', items: [{ ...day, slots: [] }, ...rest] });
  });

  it('is read by whoever names a position, and waits for that', async () => {
    await world.write(planned('a', MONDAY, ['15:00']));
    await asked('a', MONDAY, MONDAY);
    const ahead = asked('a', MONDAY, MONDAY, { minPosition: '2', logId: await world.log.logId() });
    await expect(ahead).rejects.toMatchObject({ code: 'LOG_REPLACED' });
  });

  it('counts as a search that found nothing each time that it is told', async () => {
    await world.write(planned('a', MONDAY, ['15:00']), held('a', MONDAY, '15:00', 'x'));
    await asked('a', MONDAY, MONDAY);
    await asked('a', MONDAY, MONDAY);
    expect(inVain).toBe(2);
  });
});
