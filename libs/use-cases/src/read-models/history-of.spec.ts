import { Type } from '@sinclair/typebox';
import {
  buildDefinitionOf,
  defineAggregate,
  defineEvent,
  defineProjection,
  idOf,
  when,
  type EventsOf,
  type Position,
  type Projection,
} from '#kernel/domain';
import { buildProjection, EventRegistry, ProjectionReader } from '#kernel/execution';
import { projection } from '#kernel/specification';
import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import { commandsOver } from '../specification/index.ts';
import { changesAfter } from './changes-after.ts';
import { historyOf, withHistory } from './history-of.ts';

const LampHung = defineEvent({ type: 'LampHung', schema: Type.Object({ region: Type.String() }) });
const LampMoved = defineEvent({ type: 'LampMoved', schema: Type.Object({ region: Type.String() }) });
const lampEvents = [LampHung, LampMoved] as const;
type LampEvent = EventsOf<typeof lampEvents>;

const lamp = defineAggregate<{ readonly status: 'HUNG'; readonly region: string }, LampEvent>({
  category: 'Lamp',
  called: 'the lamp',
  codes: { notFound: 'LAMP_NOT_FOUND', alreadyExists: 'LAMP_ALREADY_HUNG', stateForbids: 'LAMP_STATE_FORBIDS' },
  evolve: (_state, { data }) => ({ status: 'HUNG', region: data.region }),
  scopeOf: ({ region }) => ({ region }),
});

interface LampDocument {
  readonly id: string;
  readonly region: string;
  readonly changedAt: string;
  readonly revision: number;
}
const changing = changesAfter<LampDocument>(LampHung);
const lamps = defineProjection<LampDocument>({
  name: 'lamps',
  version: 1,
  indexes: [],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(LampHung, (_none, { stream, data, recordedAt, revision }) => ({
      ...{ id: idOf(stream), region: data.region, changedAt: recordedAt, revision },
    })),
    changing(LampMoved, ({ region }) => ({ region })),
  ],
});
const lampHistory = historyOf('lamp-history', lampEvents);

/** A lamp that was hung in one region and moved to another, and what reads of it. */
async function hungAndMoved() {
  const log = new MemoryEventStore();
  const store = new MemoryReadModelStore();
  const { executor } = commandsOver({ store: log, events: lampEvents });
  const write = async (event: LampEvent): Promise<Position> => {
    const actor = { kind: 'policy' as const, name: 'specification' };
    const origin = { commandId: event.type, actor, correlationId: event.type, causationId: event.type };
    return (await executor.execute(lamp, { id: 'l-1', origin, decide: () => [event] })).position;
  };
  const hung = await write({ type: 'LampHung', data: { region: '08' } });
  const moved = await write({ type: 'LampMoved', data: { region: '09' } });
  const build = async (model: Projection, until: Position): Promise<void> => {
    const made = await store.createBuild(buildDefinitionOf(model));
    await buildProjection({
      log,
      registry: new EventRegistry(lampEvents),
      store,
      projection: model,
      build: made,
      until,
    });
    await store.switchPointer(model.name, model.version, made);
  };
  const reader = new ProjectionReader({ log, store, patience: 50 });
  const read = async (requireWithin: (scope: object) => void = () => undefined) => {
    const { document, ...from } = await reader.get(lamps, 'l-1');
    if (!document) throw new Error('there is no lamp');
    return withHistory({ reader, requireWithin }, lampHistory, { document, ...from });
  };
  return { hung, moved, build, read };
}

describe('the history of a thing', () => {
  it('holds each of its events, and where it stands since the last of them', () => {
    const history = projection(lampHistory)
      .given<LampEvent>(
        [
          { type: 'LampHung', data: { region: '08' } },
          { stream: 'Lamp-l-1', metadata: { scope: { region: '08' } } },
        ],
        [
          { type: 'LampMoved', data: { region: '09' } },
          { stream: 'Lamp-l-1', metadata: { scope: { region: '09' } } },
        ],
        [
          { type: 'LampHung', data: { region: '08' } },
          { stream: 'Lamp-l-2', metadata: { scope: { region: '08' } } },
        ],
      )
      .document('l-1');

    expect(history).toMatchObject({ id: 'l-1', scope: { region: '09' } });
    expect(history?.entries.map(({ type, revision }) => [type, revision])).toEqual([
      ['LampHung', 0],
      ['LampMoved', 1],
    ]);
  });

  it('ends with the event that the document ends with, also when it has read further', async () => {
    const { hung, moved, build, read } = await hungAndMoved();
    await build(lamps, hung);
    await build(lampHistory, moved);

    const answer = await read();

    expect(answer).toMatchObject({ id: 'l-1', region: '08', revision: 0 });
    expect(answer.history.map(({ type }) => type)).toEqual(['LampHung']);
  });

  it('is not given as long as it lacks what the document has', async () => {
    const { hung, moved, build, read } = await hungAndMoved();
    await build(lamps, moved);
    await build(lampHistory, hung);

    await expect(read()).rejects.toMatchObject({ code: 'PROJECTION_BEHIND' });

    await build(lampHistory, moved);
    expect((await read()).history.map(({ type }) => type)).toEqual(['LampHung', 'LampMoved']);
  });

  it('is for those who may read where the thing stands now', async () => {
    const { moved, build, read } = await hungAndMoved();
    await build(lamps, moved);
    await build(lampHistory, moved);
    const seen: object[] = [];

    await read((scope) => seen.push(scope));

    expect(seen).toEqual([{ region: '09' }]);
    const refused = read(() => {
      throw new Error('not within');
    });
    await expect(refused).rejects.toThrow('not within');
  });

  it('begins with the event that its document begins with', () => {
    const early = () => projection(lamps).given<LampEvent>({ type: 'LampMoved', data: { region: '09' } });

    expect(early).toThrow('LampMoved in Spec-1 before LampHung');
  });
});
