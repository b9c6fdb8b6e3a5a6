import fc from 'fast-check';
import { SystemError } from '#kernel/domain';
import type { Checkpoint, ProcessInstance } from '#kernel/ports';
import { MemoryEventStore, MemoryReadModelStore, MemoryWorkStore } from '#store-memory';
import type { IntegrationScope } from '../domain/events.ts';
import type { SubscriptionFilter } from '../domain/subscription-events.ts';
import { ERASED, FLOWN, LENT, MOVED } from '../specification/feed-world.ts';
import { NumberedWorld } from '../specification/numbered-world.ts';

const worlds: NumberedWorld[] = [];
async function world(work = new MemoryWorkStore()): Promise<NumberedWorld> {
  const made = new NumberedWorld({ log: new MemoryEventStore(), readModels: new MemoryReadModelStore(), work });
  worlds.push(made);
  await made.start();
  await made.number();
  return made;
}
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((made) => made.stop()));
});

describe('the events of a subscription', () => {
  it('are those after its opening that its integration may read and its filter lets through', async () => {
    const here = await world();
    await here.register('one', { regions: ['08', '12'] });
    await here.flown('before', '08');
    await here.open('all', 'one');
    await here.open('some', 'one', { region: '12', types: [FLOWN] });
    await here.flown('a', '08');
    await here.flown('b', '12');
    await here.flown('c', '15');
    await here.lent('d', 'somebody', '12');
    expect(await here.things('all')).toEqual(['a', 'b', 'd']);
    expect(await here.things('some')).toEqual(['b']);
  });

  it('are, wherever it reads, what everybody may know', async () => {
    const here = await world();
    await here.register('one', { regions: ['12'] });
    await here.open('all', 'one');
    await here.open('other', 'one', { types: [FLOWN] });
    await here.flown('a', '12');
    await here.renamed('maker', 'Comune di Prova', '08');
    await here.flown('c', '08');
    expect(await here.things('all')).toEqual(['a', 'maker']);
    expect(await here.things('other')).toEqual(['a']);
    expect((await here.pull('all')).map(({ number, data }) => [number, data])).toEqual([
      [1, { colour: 'red' }],
      [2, { name: 'Comune di Prova' }],
    ]);
  });

  it('follow a change of filter or scope from its place in the log on, and nothing is numbered again', async () => {
    const here = await world();
    await here.register('one', { regions: ['08'] });
    await here.open('s', 'one');
    await here.flown('a', '08');
    await here.flown('no', '12');
    await here.change('one', { regions: ['12'] });
    await here.flown('no', '08');
    await here.flown('b', '12');
    await here.filter('s', { types: [LENT] });
    await here.flown('no', '12');
    await here.lent('c', 'somebody', '12');
    expect(await here.things('s')).toEqual(['a', 'b', 'c']);
    await here.withdraw('one');
    await here.lent('no', 'somebody', '12');
    expect(await here.things('s')).toEqual(['a', 'b', 'c']);
  });

  it('are those of the feed, also of what comes to its places and leaves them', async () => {
    const here = await world();
    const [parma, modena, roma] = [
      { region: '08', province: '034' },
      { region: '08', province: '036' },
      { region: '12', province: '058' },
    ];
    const subscriptions: Readonly<Record<string, [Partial<IntegrationScope>, SubscriptionFilter]>> = {
      of08: [{ regions: ['08'] }, {}],
      of12: [{ regions: ['12'] }, {}],
      ofModena: [{ provinces: ['036'] }, {}],
      all: [{ nation: true }, {}],
      modenaOfAll: [{ nation: true }, { province: '036' }],
      movedOf08: [{ regions: ['08'] }, { types: [MOVED] }],
    };
    for (const [id, [scope, filter]] of Object.entries(subscriptions)) {
      await here.register(id, scope);
      await here.open(id, id, filter);
    }
    await here.flown('a', '08');
    await here.moved('a', parma, modena);
    await here.moved('a', modena, roma);
    await here.flown('a', '12');
    await here.moved('b', roma, parma);
    for (const [id, [, filter]] of Object.entries(subscriptions)) {
      await here.book(id);
      const told = (await here.read(id, filter)).map((event) => event.id);
      expect((await here.pull(id)).map((event) => event.id)).toEqual(told);
      expect(told.length).toBeGreaterThan(0);
    }
  });

  it('end with its closing, and what was numbered stays', async () => {
    const here = await world();
    await here.register('one', { nation: true });
    await here.open('s', 'one');
    await here.flown('a', '08');
    await here.closeSubscription('s');
    await here.flown('b', '08');
    expect(await here.things('s')).toEqual(['a']);
  });

  it('tell of the erasure of whoever their integration could have read of, in them or before they were opened', async () => {
    const here = await world();
    await here.register('north', { regions: ['08'] });
    await here.register('south', { regions: ['15'] });
    await here.lent('before', 'early', '08');
    await here.open('n', 'north', { types: [LENT] });
    await here.open('erasures', 'north', { types: [ERASED] });
    await here.open('flown', 'north', { types: [FLOWN] });
    await here.open('closed', 'north');
    await here.open('s', 'south');
    await here.lent('a', 'somebody', '08');
    await here.closeSubscription('closed');
    await here.change('north', { regions: ['12'] });
    await here.lent('b', 'elsewhere', '08');
    await here.erase('somebody');
    await here.erase('early');
    await here.erase('elsewhere');
    const told = async (id: string): Promise<readonly string[]> => (await here.book(id)).map(({ type }) => type);
    expect(await told('n')).toEqual([LENT, ERASED, ERASED]);
    expect(await told('erasures')).toEqual([ERASED, ERASED]);
    expect(await told('flown')).toEqual([]);
    expect(await told('closed')).toEqual([LENT]);
    expect(await told('s')).toEqual([]);
  });
});

/** Fails at times, with some of what it was to write. */
class UnreliableWorkStore extends MemoryWorkStore {
  fails: () => boolean = () => false;
  /** What of it is written where it fails. */
  keeps: (instance: ProcessInstance) => boolean = () => this.fails();
  /** Called when something is to be written. */
  tried: () => void = () => undefined;

  override async save(
    process: string,
    instances: readonly ProcessInstance[],
    checkpoint: Checkpoint,
    epoch?: number,
  ): Promise<void> {
    this.tried();
    if (!this.fails()) return super.save(process, instances, checkpoint, epoch);
    const before = await this.checkpoint(process);
    if (before) await super.save(process, instances.filter(this.keeps), before, epoch);
    throw new SystemError('STORE_UNAVAILABLE', 'the store is away');
  }
}

it('counts an event by the filter of its place, though a later one was stored when the process died', async () => {
  const work = new UnreliableWorkStore();
  const here = await world(work);
  await here.register('one', { nation: true });
  await here.open('s', 'one', { region: '08' });
  expect(await here.things('s')).toEqual([]);
  work.keeps = ({ key }) => key.startsWith('subscription/');
  work.fails = () => true;
  const tried = new Promise<void>((resolve) => (work.tried = resolve));
  await here.flown('a', '08');
  await here.filter('s', { region: '12' });
  await tried;
  work.fails = () => false;
  await here.number();
  await here.flown('no', '08');
  await here.flown('b', '12');
  expect(await here.things('s')).toEqual(['a', 'b']);
});

type Act =
  | { readonly kind: 'fly' | 'lend'; readonly region: string }
  | { readonly kind: 'erase' }
  | { readonly kind: 'scope'; readonly regions: readonly string[] }
  | { readonly kind: 'filter'; readonly region: string | undefined; readonly types: readonly string[] | undefined }
  | { readonly kind: 'crash' };

const region = fc.constantFrom('08', '12', '15');
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('fly' as const, 'lend' as const), region }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'erase' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('scope' as const), regions: fc.subarray(['08', '12', '15']) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('filter' as const),
      region: fc.option(region, { nil: undefined }),
      types: fc.option(fc.constantFrom([FLOWN], [LENT]), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'crash' as const }) },
);

describe('numbers, whatever happens and whoever gives them', () => {
  it('are those that the log alone decides', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 10, maxLength: 60 }),
        fc.infiniteStream(fc.boolean()),
        async (acts, luck) => {
          const work = new UnreliableWorkStore();
          const here = await world(work);
          let regions: readonly string[] = ['08'];
          let filter: { region?: string | undefined; types?: readonly string[] | undefined } = {};
          let persons: { readonly person: string; readonly where: string; readonly isKnown: boolean }[] = [];
          let isBroken = false;
          const expected: string[] = [];
          await here.register('one', { regions: [...regions] });
          await here.open('s', 'one');
          const goesThrough = (where: string, type: string): boolean =>
            regions.includes(where) && (filter.region ?? where) === where && (filter.types?.includes(type) ?? true);
          for (const [index, what] of acts.entries()) {
            if (what.kind === 'fly') {
              const position = await here.flown(`k${index}`, what.region);
              if (goesThrough(what.region, FLOWN)) expected.push(position);
            } else if (what.kind === 'lend') {
              const position = await here.lent(`k${index}`, `p${index}`, what.region);
              if (goesThrough(what.region, LENT)) expected.push(position);
              const where = what.region;
              persons.push({ person: `p${index}`, where, isKnown: regions.includes(where) });
            } else if (what.kind === 'erase') {
              for (const { person, isKnown } of persons) {
                const position = await here.erase(person);
                if (isKnown) expected.push(position);
              }
              persons = [];
            } else if (what.kind === 'scope') {
              regions = what.regions;
              await here.change('one', { regions: [...regions] });
              persons = persons.map((one) => ({ ...one, isKnown: one.isKnown || what.regions.includes(one.where) }));
            } else if (what.kind === 'filter') {
              const { region: wanted, types } = what;
              filter = {
                ...(wanted === undefined ? {} : { region: wanted }),
                ...(types === undefined ? {} : { types }),
              };
              await here.filter('s', { ...filter } as never);
            } else if (!isBroken) {
              // From here on nothing is written as a whole, until somebody else takes over.
              isBroken = true;
              work.fails = () => luck.next().value === true;
            } else {
              await here.settled();
              for (let tries = 0; tries < 10; tries += 1) {
                const tried = new Promise<void>((resolve) => (work.tried = resolve));
                await here.flown('elsewhere', '99');
                await here.number().catch(() => undefined);
                await tried;
              }
              isBroken = false;
              work.fails = () => false;
              await here.number();
            }
          }
          work.fails = () => false;
          await here.number();
          expect((await here.book('s')).map(({ position }) => position)).toEqual(expected);
          await here.stop();
        },
      ),
      { numRuns: 20 },
    );
  });
});
