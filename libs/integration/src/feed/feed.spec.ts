import type { ReadModelStore } from '#kernel/ports';
import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import type { IntegrationScope } from '../domain/events.ts';
import type { FeedRequest } from '#use-cases';
import { ERASED, FeedWorld, FLOWN, LENT, MOVED } from '../specification/feed-world.ts';

const worlds: FeedWorld[] = [];
async function world(wrap?: (store: ReadModelStore) => ReadModelStore): Promise<FeedWorld> {
  const made = await new FeedWorld(
    { log: new MemoryEventStore(), readModels: new MemoryReadModelStore() },
    wrap,
  ).start();
  worlds.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((made) => made.stop()));
});

/** A store of which one method answers otherwise. */
function but<Name extends keyof ReadModelStore>(
  store: ReadModelStore,
  name: Name,
  method: ReadModelStore[Name],
): ReadModelStore {
  return new Proxy(store, {
    get: (target, property) => {
      if (property === name) return method;
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

describe('what is read of what is published', () => {
  it('is what the types declare, and nothing else of the domain event', async () => {
    const here = await world();
    await here.flown('a', '08', 'blue');
    await here.settled();
    const [event] = await here.read();
    expect(event).toEqual({
      ...{ specversion: '1.0', source: expect.stringMatching(/^urn:rete-punti:log:[0-9a-f]{10}$/), type: FLOWN },
      ...{ id: expect.stringMatching(/^[0-9a-f]{10}-[0-9a-f]{16}$/), subject: 'a', time: expect.any(String) },
      ...{
        datacontenttype: 'application/json',
        dataschema: `https://rete.example/rest/integration/v1/schemas/${FLOWN}`,
      },
      ...{ sequence: '0', data: { colour: 'blue' } },
    });
  });

  it('says what was stored, word for word, whatever stands in it', async () => {
    const here = await world();
    const colours = ['a "blue" one', '\\', ',"data":{"colour":"red"}', 'rosso\n\u2028è 🪁', '}}', ''];
    for (const colour of colours) await here.flown(`of "${colour}"`, '08', colour);
    await here.settled();
    const read = await here.read();
    expect(read.map(({ data }) => data)).toEqual(colours.map((colour) => ({ colour })));
    expect(read.map(({ subject }) => subject)).toEqual(colours.map((colour) => `of "${colour}"`));
  });

  it('comes in order, a page at a time, each event once, and ends with an empty page', async () => {
    const here = await world();
    for (let n = 0; n < 25; n += 1) await here.flown(`k${n}`, n % 2 === 0 ? '08' : '12');
    await here.settled();
    const read: string[] = [];
    let lastEventId: string | undefined;
    for (;;) {
      const page = await here.read(undefined, { limit: 7, ...(lastEventId === undefined ? {} : { lastEventId }) });
      if (page.length === 0) break;
      read.push(...page.map(({ id }) => id));
      lastEventId = page.at(-1)!.id;
    }
    expect(read).toHaveLength(25);
    expect(read).toEqual([...new Set(read)].sort());
  });

  it('has the same ids in every build', async () => {
    const here = await world();
    await here.flown('a', '08');
    await here.flown('b', '08');
    await here.settled();
    const before = await here.read();
    await here.runner.rebuild(here.projection.name);
    expect(await here.read()).toEqual(before);
  });

  it('refuses a place in another log, and one past the end of this one', async () => {
    const here = await world();
    await here.flown('a', '08');
    await here.settled();
    const [event] = await here.read();
    const [tag = '', place = ''] = event!.id.split('-');
    const other = `${tag.startsWith('f') ? '0' : 'f'}${tag.slice(1)}-${place}`;
    const refusal = expect.objectContaining({ code: 'EVENT_OF_ANOTHER_LOG' }) as unknown;
    await expect(here.read(undefined, { lastEventId: other })).rejects.toEqual(refusal);
    await expect(here.read(undefined, { lastEventId: `${tag}-00ffffffffffffff` })).rejects.toEqual(refusal);
    await expect(here.read(undefined, { lastEventId: event!.id })).resolves.toEqual([]);
  });
});

describe('no event is passed over', () => {
  it('of those whose documents are there already, none is told beyond the checkpoint', async () => {
    let isHeld = true;
    const first: { position?: string } = {};
    const here = await world((store) =>
      but(store, 'checkpoint', async (build) => {
        const checkpoint = await store.checkpoint(build);
        return checkpoint && isHeld && first.position !== undefined
          ? { ...checkpoint, position: first.position }
          : checkpoint;
      }),
    );
    first.position = await here.flown('a', '08');
    await here.flown('b', '08');
    await here.settled();
    expect(await here.subjects()).toEqual(['a']);
    isHeld = false;
    expect(await here.subjects()).toEqual(['a', 'b']);
  });

  it('where one cannot be made, those after it wait for it, and whoever reads is told so', async () => {
    const here = await world();
    await here.flown('a', '08');
    await here.flown('b', '08', 'torn');
    await here.flown('c', '08');
    await here.settled();
    const [a, ...others] = await here.read();
    expect([a?.subject, others]).toEqual(['a', []]);
    await expect(here.read(undefined, { lastEventId: a!.id })).rejects.toMatchObject({ code: 'EVENTS_HELD_BACK' });
  });
});

describe('what an integration may read', () => {
  it('is what happened in its regions, of the types that it was granted, and what it asks for of that', async () => {
    const here = await world();
    await here.register('of-08', { regions: ['08'] });
    await here.register('lent', { nation: true, types: [LENT] });
    await here.flown('a', '08');
    await here.flown('b', '12');
    await here.lent('a', 'p-1', '12');
    await here.settled();
    expect(await here.subjects('of-08')).toEqual(['a']);
    expect(await here.subjects('lent')).toEqual(['a']);
    expect(await here.subjects('of-08', { region: '12' })).toEqual([]);
    expect(await here.subjects('lent', { types: [FLOWN] })).toEqual([]);
    expect(await here.subjects(undefined, { region: '12', types: [FLOWN] })).toEqual(['b']);
  });

  it('follows each event by where the thing stood then: neither before it came nor after it left', async () => {
    const here = await world();
    await here.register('of-08', { regions: ['08'] });
    await here.register('of-12', { regions: ['12'] });
    await here.flown('a', '08', 'before');
    await here.flown('a', '12', 'after');
    await here.settled();
    const coloursOf = async (id: string) => (await here.read(id)).map(({ data }) => data);
    expect(await coloursOf('of-08')).toEqual([{ colour: 'before' }]);
    expect(await coloursOf('of-12')).toEqual([{ colour: 'after' }]);
  });

  it('is told of what leaves, where it stood and where it comes, once to each, and of nothing after that or before', async () => {
    const here = await world();
    const [parma, modena, roma] = [
      { region: '08', province: '034' },
      { region: '08', province: '036' },
      { region: '12', province: '058' },
    ];
    const readers = {
      ...{ of08: { regions: ['08'] }, of12: { regions: ['12'] }, parma: { provinces: ['034'] }, all: { nation: true } },
      ...{
        modena: { provinces: ['036'] },
        both: { regions: ['08', '12'] },
        typed: { regions: ['08'], types: [MOVED] },
      },
    };
    for (const [id, scope] of Object.entries(readers)) await here.register(id, scope);
    await here.flown('a', '08', 'in the 08');
    await here.moved('a', parma, modena);
    await here.moved('a', modena, roma);
    await here.flown('a', '12', 'in the 12');
    await here.settled();
    const told = async (id: string, more: Parameters<FeedWorld['read']>[1] = {}) =>
      (await here.read(id, more)).map(({ sequence }) => sequence).join('');
    expect(await told('of08')).toBe('012');
    expect(await told('of12')).toBe('23');
    expect(await told('parma')).toBe('1');
    expect(await told('modena')).toBe('12');
    for (const id of ['both', 'all']) expect(await told(id)).toBe('0123');
    expect(await told('typed')).toBe('12');
    expect(await told('all', { province: '036' })).toBe('12');
    expect(await told('all', { province: '034', types: [MOVED] })).toBe('1');
    expect(await told('of08', { region: '12' })).toBe('');
  });

  it('is everywhere what everybody may know: in its order, unless they ask for other types or hosts', async () => {
    const here = await world();
    const readers: Readonly<Record<string, Partial<IntegrationScope>>> = {
      ...{ of08: { regions: ['08'] }, of12: { regions: ['12'] }, roma: { provinces: ['058'] }, all: { nation: true } },
      ...{ typed: { regions: ['08'], types: [FLOWN] }, hosted: { hosts: ['another'] } },
    };
    for (const [id, scope] of Object.entries(readers)) await here.register(id, scope);
    await here.settled();
    await here.flown('a', '08');
    await here.renamed('maker', 'Comune di Prova', '08');
    await here.flown('b', '08');
    await here.settled();
    for (const id of ['of08', 'all']) expect(await here.subjects(id)).toEqual(['a', 'maker', 'b']);
    for (const id of ['of12', 'roma', 'hosted']) expect(await here.subjects(id)).toEqual(['maker']);
    expect(await here.subjects('typed')).toEqual(['a', 'b']);
    expect(await here.subjects('all', { region: '12' })).toEqual(['maker']);
    expect(await here.subjects('of12', { types: [FLOWN] })).toEqual([]);
    expect(await here.subjects('of12', { host: 'maker' })).toEqual(['maker']);
    expect(await here.subjects('of12', { host: 'another' })).toEqual([]);
  });

  it('changes at once, and is nothing once it is withdrawn', async () => {
    const here = await world();
    await here.register('one', { regions: ['08'] });
    await here.flown('a', '08');
    await here.flown('b', '12');
    await here.settled();
    await here.change('one', { regions: ['12'] });
    expect(await here.subjects('one')).toEqual(['b']);
    await here.withdraw('one');
    await expect(here.read('one')).rejects.toMatchObject({ code: 'INTEGRATION_WITHDRAWN' });
    await expect(here.read('nobody')).rejects.toMatchObject({ code: 'INTEGRATION_UNKNOWN' });
  });

  it('costs what it finds: of ten thousand events elsewhere nothing is read', async () => {
    let read = 0;
    const here = await world((store) =>
      but(store, 'findTexts', async (build, query) => {
        const found = await store.findTexts(build, query);
        read += found.length;
        return found;
      }),
    );
    await here.register('of-12', { regions: ['12'] });
    for (let n = 0; n < 10_000; n += 1) await here.flown(`k${n % 50}`, '08');
    await here.flown('x', '12');
    await here.settled();
    expect(await here.subjects('of-12')).toEqual(['x']);
    expect(read).toBe(1);
  });
});

describe('persons', () => {
  it('have another id for each receiver, always the same', async () => {
    const here = await world();
    await here.register('one', { nation: true });
    await here.register('two', { nation: true });
    await here.lent('a', 'p-1', '08');
    await here.lent('b', 'p-1', '12');
    await here.settled();
    const personsOf = async (id: string) =>
      (await here.read(id)).map(({ data }) => (data as { person: string }).person);
    const [ofOne, ofTwo] = [await personsOf('one'), await personsOf('two')];
    expect(new Set(ofOne).size).toBe(1);
    expect(new Set(ofTwo).size).toBe(1);
    expect(ofOne[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(ofOne[0]).not.toBe(ofTwo[0]);
  });

  it('once they are erased, stand in no event of before or after, and their receivers are told', async () => {
    const here = await world();
    await here.register('one', { nation: true });
    await here.lent('a', 'p-1', '08');
    await here.settled();
    const [before] = await here.read('one');
    const { person } = before!.data as { person: string };
    await here.erase('p-1');
    await here.lent('b', 'p-1', '08');
    await here.settled();
    const [now, erased, after] = await here.read('one');
    expect(now).toEqual({ ...before, data: {} });
    expect(erased).toMatchObject({ type: ERASED, subject: person, data: { person } });
    expect(after).toMatchObject({ type: LENT, data: {} });
  });

  it('are told to be erased to those who could have read of them, by what they may now or might before, and to no others', async () => {
    const here = await world();
    await here.register('of-08', { regions: ['08'] });
    await here.register('of-12', { regions: ['12'] });
    await here.register('moved', { regions: ['08'] });
    await here.register('flown', { nation: true, types: [FLOWN] });
    await here.register('narrowed', { nation: true });
    await here.lent('a', 'p-1', '08');
    await here.change('moved', { regions: ['12'] });
    await here.change('narrowed', { nation: true, types: [FLOWN] });
    await here.erase('p-1');
    await here.erase('p-2');
    await here.settled();
    const erasuresOf = async (id: string) => (await here.read(id)).filter(({ type }) => type === ERASED).length;
    expect(await erasuresOf('of-08')).toBe(1);
    expect(await erasuresOf('moved')).toBe(1);
    expect(await erasuresOf('narrowed')).toBe(1);
    expect(await erasuresOf('of-12')).toBe(0);
    expect(await erasuresOf('flown')).toBe(0);
  });

  it('are told to be erased whatever is asked for now: by name alone, or of another place than where they were read of', async () => {
    const here = await world();
    await here.register('one', { nation: true });
    await here.register('lent', { nation: true, types: [LENT] });
    await here.lent('a', 'p-1', '08');
    await here.erase('p-1');
    await here.settled();
    const erasuresOf = async (id: string, asked: Partial<FeedRequest>) =>
      (await here.read(id, asked)).filter(({ type }) => type === ERASED).length;
    expect(await erasuresOf('one', { types: [ERASED] })).toBe(1);
    expect(await erasuresOf('lent', { types: [ERASED] })).toBe(1);
    expect(await erasuresOf('one', { region: '12' })).toBe(1);
    expect(await erasuresOf('one', { types: [FLOWN] })).toBe(0);
  });
});

describe('a page', () => {
  it.each([
    ['the nation', { nation: true }, 1],
    ['two regions, of every type', { regions: ['08', '12'] }, 6],
    ['a region, of two types', { regions: ['08'], types: [FLOWN, LENT] }, 4],
  ])('for %s takes as many look-ups as there are places and types that were named', async (_whose, scope, expected) => {
    let lookUps = 0;
    const here = await world((store) =>
      but(store, 'findTexts', (build, query) => {
        lookUps += 1;
        return store.findTexts(build, query);
      }),
    );
    await here.register('one', scope);
    await here.flown('a', '08');
    await here.settled();
    expect(await here.subjects('one')).toEqual(['a']);
    expect(lookUps).toBe(expected);
  });
});

describe('whoever waits', () => {
  /** Longer than a specification may take: whoever is not called fails it. */
  const PATIENT = { timeout: 3_600_000 };

  it('reads an event as soon as it is published, and is not called for those of others', async () => {
    const here = await world();
    await here.register('of-08', { regions: ['08'] });
    await here.settled();
    const waiting = here.subjects('of-08', PATIENT);
    await here.flown('b', '12');
    await here.settled();
    await here.flown('a', '08');
    expect(await waiting).toEqual(['a']);
  });

  it('is answered with nothing when time is over', async () => {
    const here = await world();
    await here.settled();
    expect(await here.read(undefined, { timeout: 30 })).toEqual([]);
  });

  it('ends with the server, and when nobody waits for the answer', async () => {
    const here = await world();
    await here.settled();
    const gone = new AbortController();
    const left = here.read(undefined, { ...PATIENT, signal: gone.signal });
    const stays = here.read(undefined, PATIENT);
    gone.abort();
    expect(await left).toEqual([]);
    here.feed.stop();
    expect(await stays).toEqual([]);
    expect(await here.read(undefined, PATIENT)).toEqual([]);
  });

  it('is refused at once when the integration is withdrawn', async () => {
    const here = await world();
    await here.register('one', { nation: true });
    await here.settled();
    const waiting = here.read('one', PATIENT);
    const refused = expect(waiting).rejects.toMatchObject({ code: 'INTEGRATION_WITHDRAWN' });
    await here.withdraw('one');
    await refused;
  });

  it('is called for what everybody may know, wherever it reads', async () => {
    const here = await world();
    await here.register('of-12', { regions: ['12'] });
    await here.settled();
    const waiting = here.subjects('of-12', PATIENT);
    await here.flown('a', '08');
    await here.settled();
    await here.renamed('maker', 'Comune di Prova', '08');
    expect(await waiting).toEqual(['maker']);
  });

  it('is told when something leaves their region', async () => {
    const here = await world();
    await here.register('of-08', { regions: ['08'] });
    await here.settled();
    const waiting = here.subjects('of-08', PATIENT);
    await here.moved('a', { region: '08', province: '034' }, { region: '12', province: '058' });
    expect(await waiting).toEqual(['a']);
  });

  it('is told of an erasure that concerns them', async () => {
    const here = await world();
    await here.register('of-08', { regions: ['08'] });
    await here.lent('a', 'p-1', '08');
    await here.settled();
    const [last] = await here.read('of-08');
    const waiting = here.read('of-08', { ...PATIENT, lastEventId: last!.id });
    await here.erase('p-1');
    expect((await waiting).map(({ type }) => type)).toEqual([ERASED]);
  });

  it('is told of an erasure by its name alone, and whatever place is asked for', async () => {
    const here = await world();
    await here.register('one', { nation: true });
    await here.lent('a', 'p-1', '08');
    await here.settled();
    const lastEventId = (await here.read('one')).at(-1)?.id ?? '';
    const asked = [{ types: [ERASED] }, { region: '12' }];
    const waiting = asked.map((filter) => here.read('one', { ...PATIENT, ...filter, lastEventId }));
    await here.erase('p-1');
    for (const told of await Promise.all(waiting)) expect(told.map(({ type }) => type)).toEqual([ERASED]);
  });

  it('may not do so with more readers at once than an integration may have', async () => {
    const here = await world();
    await here.register('one', { nation: true });
    await here.settled();
    const waiting = Array.from({ length: 10 }, () => here.read('one', PATIENT));
    await expect(
      (async () => {
        for (;;) await here.read('one', { timeout: 5 });
      })(),
    ).rejects.toMatchObject({ code: 'TOO_MANY_READERS' });
    here.feed.stop();
    await Promise.all(waiting);
  });
});
