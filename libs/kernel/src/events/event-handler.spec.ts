import { MemoryEventStore, MemoryReadModelStore, MemoryWorkStore } from '#store-memory';
import { defineProcessManager, type ProcessManager } from '../processes/process-manager.ts';
import { ProcessRunner } from '../processes/process-runner.ts';
import { give, type CommandReference } from '../processes/wanted-command.ts';
import { defineProjection, type Projection } from '../projections/projection.ts';
import {
  CounterClosed,
  Counted,
  counterRegistry,
  countingOn,
  SpecClock,
  type CounterEvent,
} from '../specification/counters.ts';
import { documentsOf } from '../specification/documents.ts';
import { processManager } from '../specification/process-manager.ts';
import { projection } from '../specification/projection.ts';
import { Runners } from '../specification/runners.ts';
import { EventRegistry } from './event-registry.ts';
import { onAny, when } from './event-handler.ts';

interface Seen {
  readonly seen: readonly string[];
}

const see = (document: Seen | undefined, mark: string): Seen => ({ seen: [...(document?.seen ?? []), mark] });

const counted = (amount: number): CounterEvent => ({ type: 'Counted', data: { group: 'g', amount } });
const closed: CounterEvent = { type: 'CounterClosed', data: { group: 'g' } };

const audit: Projection<Seen> = defineProjection<Seen>({
  name: 'audit',
  version: 1,
  indexes: [],
  keys: () => ['all'],
  on: [onAny((document, { type }) => see(document, type))],
});

describe('a projection that names events by their definitions', () => {
  const amounts = defineProjection<Seen>({
    name: 'amounts',
    version: 1,
    indexes: [],
    keys: ({ stream }) => [stream],
    on: [
      when(Counted, (document, { data }) => see(document, String(data.amount))),
      when(
        CounterClosed,
        (document, { data }) => see(document, `${data.group} closed`),
        ({ data }) => ['Spec-1', data.group],
      ),
    ],
  });

  it('handles those and no others', () => {
    const handles = (type: string): boolean => amounts.handles.has(type);
    expect([handles('Counted'), handles('CounterClosed'), handles('CommandAbandoned')]).toEqual([true, true, false]);
  });

  it('folds each with its handler, keyed like the others or as its handler says', () => {
    const given = projection(amounts).given(counted(2), counted(3), closed);
    given.thenDocument('Spec-1', { seen: ['2', '3', 'g closed'] });
    given.thenDocument('g', { seen: ['g closed'] });
  });

  it('may handle several alike, but none of them twice', () => {
    const alike = defineProjection<Seen>({
      name: 'alike',
      version: 1,
      indexes: [],
      keys: () => ['k'],
      on: [when([Counted, CounterClosed], (document, { data }) => see(document, data.group))],
    });
    projection(alike)
      .given(counted(1), closed)
      .thenDocument('k', { seen: ['g', 'g'] });
    const twice = (): unknown =>
      defineProjection<Seen>({
        name: 'twice',
        version: 1,
        indexes: [],
        on: [when(Counted, () => undefined), when([CounterClosed, Counted], () => undefined)],
      });
    expect(twice).toThrow(new TypeError('twice handles Counted twice'));
  });
});

describe('a reader of any event', () => {
  let store: MemoryEventStore;
  let readModels: MemoryReadModelStore;
  const runners = new Runners(() => ({ log: store, store: readModels, projections: [audit] }));

  beforeEach(() => {
    store = new MemoryEventStore();
    readModels = new MemoryReadModelStore();
  });
  const seen = async (): Promise<unknown> => (await documentsOf(readModels, audit)).map(({ document }) => document);

  afterEach(() => runners.stop());

  it('is handed every event of the log, while it is built and after', async () => {
    const count = countingOn(store);
    await count('1', 'g', 1);
    const runner = await runners.run();
    await count.close('1', 'g');
    await runner.caughtUp(await store.head());
    expect(await seen()).toEqual([{ seen: ['Counted', 'CounterClosed'] }]);
  });

  it('may have handlers of its own for some', () => {
    const some = defineProjection<Seen>({
      name: 'some',
      version: 1,
      indexes: [],
      keys: () => ['all'],
      on: [when(Counted, (document) => see(document, 'mine')), onAny((document, { type }) => see(document, type))],
    });
    projection(some)
      .given(counted(1), closed)
      .thenDocument('all', { seen: ['mine', 'CounterClosed'] });
    expect(() => defineProjection<Seen>({ ...some, on: [onAny(see0), onAny(see0)] })).toThrow('any event twice');
  });

  it('stops at an event that this build does not know', async () => {
    await countingOn(store).close('1', 'g');
    const runner = runners.make({ registry: new EventRegistry([Counted]) });
    const reading = runner.start().then(async () => runner.caughtUp(await store.head()));
    await expect(reading).rejects.toMatchObject({ code: 'UNKNOWN_EVENT_TYPE' });
  });
});

const see0 = (document: Seen | undefined): Seen => see(document, '');

describe('a process manager that names events and commands by their definitions', () => {
  const Mirror: CommandReference<{ readonly amount: number }> = { name: 'Mirror' };
  const Forget: CommandReference<{ readonly group: string }> = { name: 'Forget' };
  const mirror = (gives: readonly CommandReference[]): ProcessManager =>
    defineProcessManager<{ readonly total: number }>({
      name: 'mirror',
      gives,
      keys: ({ stream }) => [stream],
      on: [
        when(Counted, (state, { data }) => ({
          state: { total: (state?.total ?? 0) + data.amount },
          commands: [give(Mirror, { amount: data.amount })],
        })),
        when(CounterClosed, (state, { data }) => ({
          state,
          set: [{ id: 'forget', dueAt: 7, command: give(Forget, { group: data.group }) }],
        })),
      ],
    });

  it('gives commands under their names, at once and at deadlines', () => {
    const subject = mirror([Mirror, Forget]);
    expect(subject.gives).toEqual(new Set(['Mirror', 'Forget']));
    const outcome = processManager(subject).given(counted(2), counted(3));
    outcome.thenCommands({ name: 'Mirror', data: { amount: 3 } });
    expect(outcome.state('Spec-1')).toEqual({ total: 5 });
    processManager(subject).given(closed).thenDeadlines(['Spec-1', 'forget', 7, 'Forget']);
  });

  it('gives one command about the same thing because of one event: two would have one id', () => {
    const twice = defineProcessManager<never>({
      name: 'twice',
      gives: [Mirror],
      keys: ({ stream }) => [stream],
      on: [
        when(Counted, () => ({
          state: undefined,
          commands: [give(Mirror, { amount: 1 }, 'it'), give(Mirror, { amount: 2 }, 'it')],
        })),
      ],
    });

    expect(() => processManager(twice).given(counted(1))).toThrow('twice gives two commands about it');
  });

  it('gives none that it has not declared, at once or at a deadline', () => {
    expect(() => processManager(mirror([Forget])).given(counted(1))).toThrow(
      new TypeError('mirror does not say that it gives Mirror'),
    );
    expect(() => processManager(mirror([Mirror])).given(closed)).toThrow('does not say that it gives Forget');
  });

  it('may follow every event', async () => {
    const store = new MemoryEventStore();
    const count = countingOn(store);
    await count('1', 'g', 1);
    await count.close('1', 'g');
    const given: unknown[] = [];
    const Audit: CommandReference<{ readonly type: string }> = { name: 'Audit' };
    const runner = new ProcessRunner({
      log: store,
      registry: counterRegistry(),
      work: new MemoryWorkStore(),
      processes: [
        defineProcessManager<object>({
          name: 'auditor',
          gives: [Audit],
          keys: ({ stream }) => [stream],
          on: [onAny((_state, { type }) => ({ state: undefined, commands: [give(Audit, { type })] }))],
        }),
      ],
      dispatch: async (name, data) => void given.push([name, data]),
      clock: new SpecClock(),
    });
    await runner.start();
    await runner.settled();
    await runner.stop();
    expect(given).toEqual([
      ['Audit', { type: 'Counted' }],
      ['Audit', { type: 'CounterClosed' }],
    ]);
  });
});
