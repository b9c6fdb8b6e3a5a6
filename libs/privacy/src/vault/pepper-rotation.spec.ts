import { randomBytes, randomUUID } from 'node:crypto';
import type { FiscalCode } from '#italy';
import type { KeyStore } from '#kernel/ports';
import { MemoryKeyStore } from '#store-memory';
import { MasterKey } from './master-key.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { rotatePepper } from './rotate-pepper.ts';

/** More than one step. */
const PEOPLE = 700;
const codes = Array.from({ length: PEOPLE }, (_, n) => `CODE${String(n).padStart(12, '0')}` as FiscalCode);

describe('the rotation of the pepper', () => {
  const box = new MasterKey(randomBytes(32));
  let store: MemoryKeyStore;

  beforeEach(() => {
    store = new MemoryKeyStore();
  });

  const process = (over: KeyStore = store): Promise<Pseudonyms> => Pseudonyms.open(over, box);
  const make = () => ({ subject: randomUUID(), wrappedKey: Uint8Array.from(randomBytes(60)) });
  const add = (pseudonyms: Pseudonyms, code: FiscalCode): Promise<string> => pseudonyms.add(pseudonyms.of(code), make);
  const find = (pseudonyms: Pseudonyms, code: FiscalCode): Promise<string | undefined> =>
    pseudonyms.subjectOf(pseudonyms.of(code));
  const addAll = (pseudonyms: Pseudonyms): Promise<string[]> => Promise.all(codes.map((code) => add(pseudonyms, code)));
  const findAll = (pseudonyms: Pseudonyms): Promise<(string | undefined)[]> =>
    Promise.all(codes.map((code) => find(pseudonyms, code)));
  const rotate = (knownEverywhere: () => Promise<unknown> = async () => undefined, over: KeyStore = store) =>
    rotatePepper({ store: over, box, knownEverywhere });
  const tell = async (...processes: readonly Pseudonyms[]): Promise<void> => {
    const secrets = await store.secrets();
    for (const one of processes) one.take(secrets);
  };

  /** The store, with something that happens before a call of it is carried out. */
  function with_(before: (name: string) => Promise<void> | void): MemoryKeyStore {
    return new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]): Promise<unknown> => {
          await before(String(name));
          return (value as (...args: unknown[]) => unknown).apply(target, args);
        };
      },
    });
  }

  it('puts everybody under the new pepper, knowing no code, and everybody is found before, meanwhile and after', async () => {
    const server = await process();
    const subjects = await addAll(server);
    const under = new Set((await store.subjectsAfter('', PEOPLE)).map(({ pseudonym }) => pseudonym));
    const meanwhile: boolean[] = [];
    const done = await rotate(async () => {
      await tell(server);
      meanwhile.push(JSON.stringify(await findAll(server)) === JSON.stringify(subjects));
    });

    expect(done).toEqual({ seen: PEOPLE, moved: PEOPLE, leftOver: 0 });
    expect(meanwhile).toEqual([true, true]);
    await tell(server);
    expect(await findAll(server)).toEqual(subjects);
    expect(await findAll(await process())).toEqual(subjects);
    const rows = await store.subjectsAfter('', PEOPLE);
    expect(rows.filter(({ pseudonym }) => under.has(pseudonym))).toEqual([]);
    expect(await store.subjectOf(server.of(codes[0]!))).toBeUndefined();
  });

  it('can follow upon another', async () => {
    const server = await process();
    const subjects = await addAll(server);
    await rotate();
    await rotate();

    expect(await findAll(await process())).toEqual(subjects);
    expect((await store.subjectsAfter('', 1))[0]!.pseudonym).toMatch(/^3\./);
  });

  it('goes on where it was, wherever it was killed', async () => {
    const server = await process();
    const subjects = await addAll(server);
    for (let call = 0, isDead = true; isDead; call += 1) {
      let left = call;
      isDead = await rotate(
        undefined,
        with_((name) => {
          if (name !== 'rekey' && name !== 'replaceSecret') return;
          if (left === 0) throw new Error('killed');
          left -= 1;
        }),
      ).then(
        () => false,
        () => true,
      );
      await tell(server);
      expect(await findAll(server)).toEqual(subjects);
    }
  });

  it('leaves one subject to each person, however many processes add them while it goes on', async () => {
    const processes = await Promise.all([process(), process(), process()]);
    const given = new Map<FiscalCode, Set<string>>(codes.map((code) => [code, new Set()]));
    let isOver = false;
    const adding = processes.map(async (one, index) => {
      for (let n = 0; n < PEOPLE || !isOver; n += 1) {
        const code = codes[(n * (index + 1)) % PEOPLE]!;
        given.get(code)!.add(await add(one, code));
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    await rotate(async () => tell(...processes));
    isOver = true;
    await Promise.all(adding);

    for (const code of codes) for (const one of processes) given.get(code)!.add(await add(one, code));
    for (const ids of given.values()) expect(ids.size).toBe(1);
    expect(await store.subjectsAfter('', 2 * PEOPLE)).toHaveLength(PEOPLE);
  });

  it.each(['announced', 'moving', 'settled'])(
    'leaves one subject to a person whom a process adds that slept until it was %s',
    async (phase) => {
      const code = codes[0]!;
      const [awake, code_] = [await process(), code];
      let isAsleep = true;
      let other: string | undefined;
      const sleepy = await process(
        with_(async (name) => {
          if (name !== 'addSubject' || !isAsleep) return;
          isAsleep = false;
          // It has looked for the person, and found nobody; when it wakes up, it adds them.
          const waits: (() => Promise<void>)[] = [];
          const until = { announced: 0, moving: 1, settled: 2 }[phase];
          await rotate(async () => {
            if (waits.push(async () => undefined) > until!) throw new Error('so far');
          }).catch(() => undefined);
          await tell(awake);
          other = await add(awake, code_);
        }),
      );
      const own = await add(sleepy, code);

      await rotate();
      const found = await find(await process(), code);
      expect([own, found]).toEqual([other, other]);
      expect(await store.subjectsAfter('', 10)).toHaveLength(1);
    },
  );

  it('does not bring an erased subject back', async () => {
    const server = await process();
    const subject = await add(server, codes[0]!);
    await rotate(
      undefined,
      with_(async (name) => {
        if (name === 'rekey') await store.erase(subject);
      }),
    );

    expect(await store.keyOf(subject)).toEqual({ erased: true });
    expect(await find(await process(), codes[0]!)).toBeUndefined();
  });
});
