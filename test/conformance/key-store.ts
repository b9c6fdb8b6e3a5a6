import { randomBytes, randomUUID } from 'node:crypto';
import type { KeyStore, StoredSubject } from '#kernel/ports';
import type { MakeHarness, StoreHarness } from './harness.ts';

/** What every store of keys must do. */
export function describeKeyStore(name: string, makeHarness: MakeHarness<KeyStore>): void {
  describe(`${name} as a key store`, () => {
    let harness: StoreHarness<KeyStore>;
    let store: KeyStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    const freshPseudonym = (): string => randomBytes(32).toString('hex');
    const freshKey = (): Uint8Array => Uint8Array.from(randomBytes(60));

    async function wrappedKeyOf(subject: string): Promise<Uint8Array | undefined> {
      const key = await store.keyOf(subject);
      return key && !key.erased ? Uint8Array.from(key.wrappedKey) : undefined;
    }

    it('knows the subjects that were added, and no others', async () => {
      const [pseudonym, subject, key] = [freshPseudonym(), randomUUID(), freshKey()];

      expect(await store.addSubject(pseudonym, subject, key)).toBe(subject);

      expect(await store.subjectOf(pseudonym)).toBe(subject);
      expect(await wrappedKeyOf(subject)).toEqual(key);
      expect(await store.subjectOf(freshPseudonym())).toBeUndefined();
      expect(await store.keyOf(randomUUID())).toBeUndefined();
    });

    it('keeps the subject that stands when its pseudonym comes again', async () => {
      const [pseudonym, subject, key, other] = [freshPseudonym(), randomUUID(), freshKey(), randomUUID()];
      await store.addSubject(pseudonym, subject, key);

      expect(await store.addSubject(pseudonym, other, freshKey())).toBe(subject);
      expect(await store.addSubject(pseudonym, subject, freshKey())).toBe(subject);

      expect(await wrappedKeyOf(subject)).toEqual(key);
      expect(await store.keyOf(other)).toBeUndefined();
    });

    it('lets one of many who add the same person at once win, and tells all of them', async () => {
      const pseudonym = freshPseudonym();
      const subjects = Array.from({ length: 20 }, () => randomUUID());

      const standing = await Promise.all(subjects.map((subject) => store.addSubject(pseudonym, subject, freshKey())));

      expect(new Set(standing).size).toBe(1);
      const winner = (await store.subjectOf(pseudonym))!;
      expect(standing[0]).toBe(winner);
      for (const subject of subjects) expect((await store.keyOf(subject)) !== undefined).toBe(subject === winner);
    });

    it('adds many at once', async () => {
      const people = Array.from({ length: 50 }, () => [freshPseudonym(), randomUUID()] as const);

      await Promise.all(people.map(([pseudonym, subject]) => store.addSubject(pseudonym, subject, freshKey())));

      for (const [pseudonym, subject] of people) expect(await store.subjectOf(pseudonym)).toBe(subject);
    });

    it('refuses a subject id that is another’s, and does not hurt who is added beside', async () => {
      const [pseudonym, subject, neighbour, key] = [freshPseudonym(), randomUUID(), randomUUID(), freshKey()];
      await store.addSubject(pseudonym, subject, key);
      const [taken, free] = [freshPseudonym(), freshPseudonym()];

      const outcomes = await Promise.allSettled([
        store.addSubject(taken, subject, freshKey()),
        store.addSubject(free, neighbour, freshKey()),
      ]);

      expect(outcomes[0]).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) });
      expect(outcomes[1]).toEqual({ status: 'fulfilled', value: neighbour });
      expect(await store.subjectOf(taken)).toBeUndefined();
      expect(await wrappedKeyOf(subject)).toEqual(key);
    });

    it('forgets key and pseudonym of an erased subject, and remembers that there was one', async () => {
      const [pseudonym, subject] = [freshPseudonym(), randomUUID()];
      await store.addSubject(pseudonym, subject, freshKey());

      await store.erase(subject);
      await store.erase(subject);

      expect(await store.keyOf(subject)).toEqual({ erased: true });
      expect(await store.subjectOf(pseudonym)).toBeUndefined();
    });

    it('tells which of many it has never known: neither those that it has a key of, nor those that were erased', async () => {
      const people = Array.from({ length: 30 }, () => [freshPseudonym(), randomUUID(), freshKey()] as const);
      await Promise.all(people.map((person) => store.addSubject(...person)));
      const [erased, unknown] = [randomUUID(), Array.from({ length: 970 }, () => randomUUID())];
      await Promise.all([store.erase(people[3]![1]), store.erase(erased)]);

      const told = await store.unknownOf([erased, ...unknown, ...people.map(([, subject]) => subject)]);

      expect(new Set(told)).toEqual(new Set(unknown));
      expect(await store.unknownOf([])).toEqual([]);
    });

    it('tells which of many it keeps: those that it has a key of, also after others were erased', async () => {
      const people = Array.from({ length: 30 }, () => [freshPseudonym(), randomUUID(), freshKey()] as const);
      await Promise.all(people.map((person) => store.addSubject(...person)));
      const [[, erased], ...kept] = people as [(typeof people)[number], ...typeof people];
      const unknown = Array.from({ length: 970 }, () => randomUUID());
      await store.erase(erased);

      const told = await store.keptOf([erased, ...unknown, ...kept.map(([, subject]) => subject)]);

      expect(told.toSorted()).toEqual(kept.map(([, subject]) => subject).toSorted());
      expect(await store.keptOf([])).toEqual([]);
    });

    it('never makes an erased id anew, also one that it had not known', async () => {
      const [pseudonym, subject, unknown] = [freshPseudonym(), randomUUID(), randomUUID()];
      await store.addSubject(pseudonym, subject, freshKey());
      await Promise.all([store.erase(subject), store.erase(unknown)]);

      for (const id of [subject, unknown]) {
        await expect(store.addSubject(pseudonym, id, freshKey())).rejects.toThrow(TypeError);
        expect(await store.keyOf(id)).toEqual({ erased: true });
      }
      expect(await store.subjectOf(pseudonym)).toBeUndefined();
    });

    it('knows a person who comes back after an erasure as somebody else', async () => {
      const [pseudonym, before, after] = [freshPseudonym(), randomUUID(), randomUUID()];
      await store.addSubject(pseudonym, before, freshKey());
      await store.erase(before);

      expect(await store.addSubject(pseudonym, after, freshKey())).toBe(after);

      expect(await store.subjectOf(pseudonym)).toBe(after);
      expect(await store.keyOf(before)).toEqual({ erased: true });
    });

    it('leaves the others as they are when one is erased', async () => {
      const people = Array.from({ length: 20 }, () => [freshPseudonym(), randomUUID(), freshKey()] as const);
      await Promise.all(people.map((person) => store.addSubject(...person)));

      await store.erase(people[7]![1]);

      for (const [pseudonym, subject, key] of people.filter((_, index) => index !== 7)) {
        expect(await store.subjectOf(pseudonym)).toBe(subject);
        expect(await wrappedKeyOf(subject)).toEqual(key);
      }
    });

    it('gives the subjects that are not erased, in order, some at a time', async () => {
      const people = Array.from({ length: 7 }, () => [freshPseudonym(), randomUUID(), freshKey()] as const);
      await Promise.all(people.map((person) => store.addSubject(...person)));
      await store.erase(people[3]![1]);

      const found: StoredSubject[] = [];
      for (let page = await store.subjectsAfter('', 2); page.length > 0;) {
        expect(page.length).toBeLessThanOrEqual(2);
        found.push(...page);
        page = await store.subjectsAfter(page.at(-1)!.subject, 2);
      }
      const ids = found.map(({ subject }) => subject);
      expect(ids).toEqual([...ids].sort());
      const ours = found.filter(({ subject }) => people.some(([, id]) => id === subject));
      expect(new Set(ours.map(({ pseudonym }) => pseudonym))).toEqual(
        new Set(people.filter((_, index) => index !== 3).map(([pseudonym]) => pseudonym)),
      );
      const one = ours.find(({ subject }) => subject === people[0]![1])!;
      expect(Uint8Array.from(one.wrappedKey)).toEqual(people[0]![2]);
    });

    it('puts other pseudonyms and keys in place of those that were read, and hurts nobody else', async () => {
      const [first, second, third, erased] = Array.from({ length: 4 }, () => ({
        ...{ subject: randomUUID(), pseudonym: freshPseudonym(), wrappedKey: freshKey() },
      })) as [StoredSubject, StoredSubject, StoredSubject, StoredSubject];
      for (const { pseudonym, subject, wrappedKey } of [first, second, third, erased])
        await store.addSubject(pseudonym, subject, wrappedKey);
      await store.erase(erased.subject);
      const to = { pseudonym: freshPseudonym(), wrappedKey: freshKey() };

      expect(
        await store.rekey([
          { from: first, to },
          { from: second, to: { pseudonym: third.pseudonym, wrappedKey: freshKey() } },
          { from: erased, to: { pseudonym: freshPseudonym(), wrappedKey: freshKey() } },
          { from: { ...third, wrappedKey: freshKey() }, to: { pseudonym: freshPseudonym(), wrappedKey: freshKey() } },
        ]),
      ).toEqual(['done', 'taken', 'changed', 'changed']);

      expect(await store.subjectOf(to.pseudonym)).toBe(first.subject);
      expect(await store.subjectOf(first.pseudonym)).toBeUndefined();
      expect(await wrappedKeyOf(first.subject)).toEqual(to.wrappedKey);
      expect(await wrappedKeyOf(second.subject)).toEqual(second.wrappedKey);
      expect(await store.subjectOf(third.pseudonym)).toBe(third.subject);
      expect(await store.keyOf(erased.subject)).toEqual({ erased: true });
      // The same key under a new pseudonym, or the other way round.
      const again = { ...first, ...to };
      expect(await store.rekey([{ from: again, to: { ...to, wrappedKey: freshKey() } }])).toEqual(['done']);
      expect(await store.rekey([{ from: again, to }])).toEqual(['changed']);
    });

    it('makes a secret once, however many ask at once', async () => {
      const name = randomUUID();
      let made = 0;
      const make = async (): Promise<Uint8Array> => {
        made += 1;
        return freshKey();
      };

      const secrets = await Promise.all(Array.from({ length: 10 }, () => store.secret(name, make)));
      secrets.push(await store.secret(name, make));

      expect(made).toBe(1);
      for (const secret of secrets) expect(Uint8Array.from(secret)).toEqual(Uint8Array.from(secrets[0]!));
      expect(await store.secret(randomUUID(), async () => freshKey())).not.toEqual(secrets[0]);
    });

    it('makes a secret at the next try when it could not be made', async () => {
      const [name, secret] = [randomUUID(), freshKey()];

      await expect(store.secret(name, () => Promise.reject(new Error('no entropy')))).rejects.toThrow('no entropy');

      expect(await store.secret(name, async () => secret)).toEqual(secret);
    });

    it('destroys a secret, alone, so that another is made under its name', async () => {
      const [name, other, secret, next] = [randomUUID(), randomUUID(), freshKey(), freshKey()];
      await store.secret(name, async () => secret);
      await store.secret(other, async () => secret);

      await store.destroySecret(name);
      await store.destroySecret(name);
      await store.destroySecret(randomUUID());

      expect(Uint8Array.from(await store.secret(name, async () => next))).toEqual(next);
      expect(Uint8Array.from(await store.secret(other, async () => next))).toEqual(secret);
    });

    it('puts a secret in the place of the one that was read, and of no other', async () => {
      const [name, first, second, late] = [randomUUID(), freshKey(), freshKey(), freshKey()];
      const standing = async (): Promise<Uint8Array | undefined> => {
        const secret = (await store.secrets()).get(name);
        return secret && Uint8Array.from(secret);
      };
      expect(await standing()).toBeUndefined();
      expect(await store.replaceSecret(name, undefined, first)).toBe(true);
      expect(await store.replaceSecret(name, undefined, late)).toBe(false);
      expect(await standing()).toEqual(first);

      expect(await store.replaceSecret(name, first, second)).toBe(true);
      expect(await store.replaceSecret(name, first, late)).toBe(false);
      expect(await standing()).toEqual(second);
      expect(Uint8Array.from(await store.secret(name, async () => late))).toEqual(second);

      expect(await store.replaceSecret(name, first, undefined)).toBe(false);
      expect(await store.replaceSecret(name, second, undefined)).toBe(true);
      expect(await standing()).toBeUndefined();
      expect(await store.replaceSecret(name, second, late)).toBe(false);
    });

    it('lets one of many who replace a secret at once win', async () => {
      const [name, first] = [randomUUID(), freshKey()];
      await store.secret(name, async () => first);

      const won = await Promise.all(Array.from({ length: 10 }, () => store.replaceSecret(name, first, freshKey())));

      expect(won.filter(Boolean)).toHaveLength(1);
    });

    it('counts how often secrets were replaced, and not how often they were read or made', async () => {
      const [name, first, second] = [randomUUID(), freshKey(), freshKey()];
      const before = await store.secretChanges();
      await store.secret(name, async () => first);
      await store.secrets();
      expect(await store.secretChanges()).toBe(before);

      expect(await store.replaceSecret(name, first, second)).toBe(true);
      const after = await store.secretChanges();
      expect(after).toBeGreaterThan(before);
      expect(await store.replaceSecret(name, second, undefined)).toBe(true);
      expect(await store.secretChanges()).toBeGreaterThan(after);
    });

    it('remembers how far erasures were applied, and to which log', async () => {
      await store.saveErasureCheckpoint({ logId: 'log', position: '41' });
      await store.saveErasureCheckpoint({ logId: 'other', position: '7' });

      expect(await store.erasureCheckpoint()).toEqual({ logId: 'other', position: '7' });
    });

    it('keeps everything when it is opened again', async () => {
      if (!harness.reopen) return;
      const [pseudonym, subject, key, name, secret] = [
        freshPseudonym(),
        randomUUID(),
        freshKey(),
        randomUUID(),
        freshKey(),
      ];
      const erased = randomUUID();
      await store.addSubject(pseudonym, subject, key);
      await store.erase(erased);
      await store.secret(name, async () => secret);
      await store.saveErasureCheckpoint({ logId: 'log', position: '42' });

      store = await harness.reopen();

      expect(await store.subjectOf(pseudonym)).toBe(subject);
      expect(await wrappedKeyOf(subject)).toEqual(key);
      await expect(store.addSubject(freshPseudonym(), erased, freshKey())).rejects.toThrow(TypeError);
      const again = await store.secret(name, () => Promise.reject(new Error('made twice')));
      expect(Uint8Array.from(again)).toEqual(secret);
      expect(await store.erasureCheckpoint()).toEqual({ logId: 'log', position: '42' });
    });
  });
}
