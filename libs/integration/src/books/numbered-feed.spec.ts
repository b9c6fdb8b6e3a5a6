import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import type { Receipt } from '#use-cases';
import { MemoryEventStore, MemoryReadModelStore, MemoryWorkStore } from '#store-memory';
import { ERASED, LENT } from '../specification/feed-world.ts';
import { NumberedWorld } from '../specification/numbered-world.ts';

const worlds: NumberedWorld[] = [];
async function world(): Promise<NumberedWorld> {
  const [log, readModels, work] = [new MemoryEventStore(), new MemoryReadModelStore(), new MemoryWorkStore()];
  const made = new NumberedWorld({ log, readModels, work });
  worlds.push(made);
  await made.start();
  await made.number();
  await made.register('one', { regions: ['08', '12'] });
  await made.open('s', 'one');
  return made;
}
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((made) => made.stop()));
});
const refusal = (code: string, facts: object = {}): unknown =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) as unknown });

describe('the events of a subscription, read by its integration', () => {
  it('are those of the feed, in order, each with its number and book', async () => {
    const here = await world();
    await here.flown('a', '08');
    await here.flown('no', '15');
    await here.lent('b', 'somebody', '12');
    await here.book('s');
    const feed = await here.read('one');
    const { book } = await (await here.numbers()).stand('s');
    expect(await here.pull('s')).toEqual(feed.map((event, at) => ({ ...event, number: at + 1, book })));
    expect(await here.pull('s', { after: 1 })).toEqual([{ ...feed[1], number: 2, book }]);
    expect(await here.pull('s', { limit: 1 })).toHaveLength(1);
  });

  it('are waited for, and come when they have their numbers', async () => {
    const here = await world();
    const waiting = here.pull('s', { timeout: 60_000 });
    await here.flown('a', '08');
    expect(await waiting).toMatchObject([{ number: 1, subject: 'a' }]);
    const next = here.pull('s', { after: 1, timeout: 60_000 });
    await here.flown('no', '15');
    await here.flown('b', '12');
    expect(await next).toMatchObject([{ number: 2, subject: 'b' }]);
    expect(await here.pull('s', { after: 2, timeout: 1 })).toEqual([]);
  });

  it('are refused at once to who waits when the integration is withdrawn, and waited for when its scope is changed', async () => {
    const here = await world();
    const waiting = Array.from({ length: 10 }, () => here.pull('s', { timeout: 3_600_000 }));
    const refused = Promise.all(waiting.map((one) => expect(one).rejects.toEqual(refusal('INTEGRATION_WITHDRAWN'))));
    // As many as may wait: each has looked at the books before.
    while (!(await isRefused(here))) await new Promise((done) => setImmediate(done));
    await here.change('one', { regions: ['12'] });
    await here.book('s');
    await here.withdraw('one');
    await refused;
  });

  it('are waited for by no more than may, and nobody waits once the server ends', async () => {
    const here = await world();
    const waiting = Array.from({ length: 10 }, () => here.pull('s', { timeout: 60_000 }));
    // Each has looked at the books before it waits.
    while (!(await isRefused(here))) await new Promise((done) => setImmediate(done));
    (await here.numbers()).stop();
    expect((await Promise.all(waiting)).flat()).toEqual([]);
  });

  it('are nothing for another integration, and for one that is withdrawn', async () => {
    const here = await world();
    await here.register('two', { nation: true });
    await here.flown('a', '08');
    await here.book('s');
    for (const integration of ['two', '']) {
      await expect(here.pull('s', { integration })).rejects.toEqual(refusal('SUBSCRIPTION_OF_ANOTHER'));
      await expect(here.receipt('s', { number: 0, hash: '' }, { integration })).rejects.toEqual(
        refusal('SUBSCRIPTION_OF_ANOTHER'),
      );
    }
    expect(await here.pull('s', { integration: undefined })).toHaveLength(1);
    await expect(here.pull('nothing', { integration: undefined })).rejects.toEqual(refusal('SUBSCRIPTION_NOT_FOUND'));
    // To an integration it is as one of another.
    await expect(here.pull('nothing', { integration: 'one' })).rejects.toEqual(refusal('SUBSCRIPTION_OF_ANOTHER'));
    await here.withdraw('one');
    await expect(here.pull('s')).rejects.toEqual(refusal('INTEGRATION_WITHDRAWN'));
  });

  it('keep number, id and type where the integration may read them no longer, and say nothing else', async () => {
    const here = await world();
    await here.flown('a', '08');
    await here.flown('b', '12');
    await here.book('s');
    const [before] = await here.pull('s');
    await here.change('one', { regions: ['12'] });
    const { id, type, number, book, source, specversion, datacontenttype } = before!;
    expect(await here.pull('s')).toEqual([
      { id, type, number, book, source, specversion, datacontenttype, withheld: true },
      expect.objectContaining({ number: 2, subject: 'b' }),
    ]);
  });

  it('name nobody any more who was erased, and keep number, id and type', async () => {
    const here = await world();
    await here.lent('a', 'somebody', '08');
    await here.book('s');
    const [before] = await here.pull('s');
    const has = await here.hashOf('s', 1);
    const person = (before!.data as { readonly person: string }).person;
    await here.erase('somebody');
    await here.book('s');
    const [after, erased] = await here.pull('s');
    expect(after).toEqual({ ...before, data: {} });
    expect(erased).toMatchObject({ number: 2, type: ERASED, data: { person } });
    await expect(here.receipt('s', { number: 1, hash: has })).resolves.toMatchObject({ number: 1 });
    await expect(here.receipt('s', { number: 2, hash: await here.hashOf('s', 2) })).resolves.toMatchObject({
      number: 2,
    });
  });

  it('are not read after a number that was not given, or of books that have ended', async () => {
    const here = await world();
    await here.flown('a', '08');
    await here.book('s');
    await expect(here.pull('s', { after: 2 })).rejects.toEqual(refusal('NUMBER_NOT_GIVEN', { last: 1 }));
    await expect(here.pull('s', { after: 1, book: undefined })).rejects.toEqual(refusal('BOOK_UNNAMED'));
    const { book } = await (await here.numbers()).stand('s');
    await expect(here.pull('s', { after: 1, book: 's.00000000' })).rejects.toEqual(
      refusal('BOOKS_BEGUN_ANEW', { book }),
    );
    await expect(here.receipt('s', { number: 0, hash: '' }, { book: 's.00000000' })).rejects.toEqual(
      refusal('BOOKS_BEGUN_ANEW', { book }),
    );
  });

  it('are held back behind one that cannot be made, and that is no end', async () => {
    const here = await world();
    await here.flown('a', '08');
    await here.flown('b', '08', 'torn');
    await here.flown('c', '08');
    await here.settled();
    await here.booked('s', 1);
    expect(await here.pull('s')).toHaveLength(1);
    await expect(here.pull('s', { after: 1 })).rejects.toMatchObject({ code: 'EVENTS_HELD_BACK' });
  });
});

async function isRefused(here: NumberedWorld): Promise<boolean> {
  try {
    await here.pull('s', { timeout: 1 });
    return false;
  } catch (error) {
    expect(error).toEqual(refusal('TOO_MANY_READERS'));
    return true;
  }
}

describe('a receipt', () => {
  it('says, under a signature that the published key verifies, up to which number and event all is there', async () => {
    const here = await world();
    await here.flown('a', '08');
    await here.flown('no', '15');
    await here.flown('b', '12');
    const events = await here.book('s');
    const numbers = await here.numbers();
    const [key] = numbers.keys();
    const { book } = await numbers.stand('s');
    for (const number of [0, 1, 2]) {
      const hash = await here.hashOf('s', number);
      const { statement, ...said } = await here.receipt('s', { number, hash });
      const { payload } = await compactVerify(statement, await importJWK({ ...key! }));
      expect(decodeProtectedHeader(statement)).toMatchObject({ alg: 'EdDSA', kid: key!.kid });
      expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({
        ...{ integration: 'one', subscription: 's', book, number, hash },
        ...{ position: said.position, skipped: [], at: said.at },
      });
      // Before the next of its events, or where all of the log was looked at.
      const next = events[number]?.position;
      const position = next === undefined ? await here.log.head() : String(BigInt(next) - 1n);
      expect(said).toMatchObject({ number, book, position: await here.feed.idAt(position) });
    }
  });

  it('names the numbers up to there whose delivery the subscriber has given up', async () => {
    const here = await world();
    for (const kite of ['a', 'b', 'c']) await here.flown(kite, '08');
    const subscriptionId = 's';
    await here.write('SubscriptionEndpointSet', 'Subscription-s', {
      ...{ subscriptionId, url: 'https://receiver.example/', keys: 1 },
    });
    await here.book('s');
    const { book } = await (await here.numbers()).stand('s');
    const skipped: [number, object][] = [
      [3, { book }],
      [1, { book }],
      // Of books that have ended: by now, the number is another event's.
      [2, { book: 's.00000000' }],
      [2, {}],
    ];
    for (const [number, of] of skipped) {
      const data = { subscriptionId, number, ...of, reason: 'Prova' };
      await here.write('SubscriptionEventSkipped', 'Subscription-s', data);
    }
    await here.book('s');
    const said = async (number: number): Promise<unknown> => {
      const { skipped: named, statement } = await here.receipt('s', { number, hash: await here.hashOf('s', number) });
      const payload = JSON.parse(Buffer.from(statement.split('.')[1]!, 'base64url').toString()) as Receipt;
      expect(payload.skipped).toEqual(named);
      return named;
    };
    expect(await said(2)).toEqual([1]);
    expect(await said(3)).toEqual([1, 3]);
  });

  it('is verified by nobody who has another key, and for nothing that was changed since', async () => {
    const here = await world();
    const { statement } = await here.receipt('s', { number: 0, hash: await here.hashOf('s', 0) });
    const [key] = (await here.numbers()).keys();
    const [header, payload, signature] = statement.split('.');
    const changed = Buffer.from(JSON.stringify({ number: 9 })).toString('base64url');
    await expect(compactVerify([header, changed, signature].join('.'), await importJWK({ ...key! }))).rejects.toThrow();
    const other = { ...key!, x: Buffer.alloc(32, 9).toString('base64url') };
    await expect(compactVerify([header, payload, signature].join('.'), await importJWK(other))).rejects.toThrow();
  });

  interface Kept {
    readonly number: number;
    readonly id: string;
    readonly type: string;
  }
  const at = 100;
  const faults: [string, (books: readonly Kept[]) => readonly Kept[], number][] = [
    ['altered in its type', (books) => books.map((one) => (one.number === at ? { ...one, type: LENT } : one)), at],
    ['altered in its id', (books) => books.map((one) => (one.number === at ? { ...one, id: 'other' } : one)), at],
    ['dropped', (books) => books.filter(({ number }) => number !== at), at],
    ['dropped at the beginning', (books) => books.filter(({ number }) => number !== 1), 1],
    ['dropped at the end', (books) => books.filter(({ number }) => number !== books.length), 200],
    [
      'put in the place of the next',
      (books) =>
        books.map((one, index) => {
          const other = one.number === at ? books[index + 1] : one.number === at + 1 ? books[index - 1] : one;
          return { ...other!, number: one.number };
        }),
      at,
    ],
  ];
  it.each(faults)(
    'is refused for books in which an event was %s, and that one is named',
    async (_what, spoil, first) => {
      const here = await world();
      for (let index = 1; index <= 200; index += 1) await here.flown(`k${index}`, '08');
      await here.book('s');
      const kept = (await here.pull('s')).map(({ number, id, type }) => ({ number, id, type }));
      expect(kept).toHaveLength(200);
      const spoiled = spoil(kept);
      const hashes = await here.hashesOf('s', spoiled, 200);
      // As a subscriber asks: with the hashes of pages, and then with those between.
      let points = [50, 100, 150];
      for (let asked = 0; ; asked += 1) {
        expect(asked).toBeLessThan(3);
        const refused = await here
          .receipt(
            's',
            { number: 200, hash: hashes[200]! },
            { points: points.map((n) => ({ number: n, hash: hashes[n]! })) },
          )
          .catch((error: unknown) => error as { readonly code: string; readonly facts: Record<string, number> });
        expect(refused).toMatchObject({ code: 'BOOKS_DIFFER' });
        const { agreesTo, differsBy } = (refused as { facts: Record<string, number> }).facts;
        if (differsBy === agreesTo! + 1) {
          expect(differsBy).toBe(first);
          return;
        }
        points = Array.from({ length: differsBy! - agreesTo! }, (_, index) => agreesTo! + 1 + index);
      }
    },
  );

  it('is refused at number 0 for a hash that is not of the book, with what that is over', async () => {
    const here = await world();
    await here.flown('a', '08');
    await here.book('s');
    const { book } = await (await here.numbers()).stand('s');
    await expect(here.receipt('s', { number: 0, hash: 'f'.repeat(64) })).rejects.toEqual(
      refusal('BEGINNING_DIFFERS', { book }),
    );
  });

  it('is refused for a hash that only a later point would bear out', async () => {
    const here = await world();
    await here.flown('a', '08');
    await here.flown('b', '08');
    await here.book('s');
    const points = [{ number: 2, hash: await here.hashOf('s', 2) }];
    await expect(here.receipt('s', { number: 1, hash: 'f'.repeat(64) }, { points })).rejects.toEqual(
      refusal('BOOKS_DIFFER', { agreesTo: 0, differsBy: 1 }),
    );
    await expect(here.receipt('s', { number: 3, hash: 'f'.repeat(64) }, { points })).rejects.toEqual(
      refusal('BOOKS_DIFFER', { agreesTo: 2, differsBy: 3 }),
    );
  });
});
