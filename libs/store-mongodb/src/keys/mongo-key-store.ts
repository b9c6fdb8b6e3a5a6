import { createHash } from 'node:crypto';
import { Binary, type Collection } from 'mongodb';
import { SystemError, type Position } from '#kernel/domain';
import type { KeyStore, Rekeyed, Rekeying, StoredSubject, SubjectKey } from '#kernel/ports';
import { matchIndexes } from '../connection/indexes.ts';
import { isDuplicateKey } from '../connection/store-error.ts';
import { insertOnce } from '../connection/insert-once.ts';
import type { Database, MongoServer } from '../connection/mongo-server.ts';
import { notShown } from '../connection/store-error.ts';
import { fromStored, toStored, type StoredPosition } from '../connection/stored-position.ts';

/**
 * A subject with key and pseudonym in one document, so that they come and go together. One that was erased keeps its
 * document without them, so that its id is never used again.
 */
interface SubjectRow {
  readonly _id: string;
  /** Unique; of an erased subject it says no more than its id. */
  readonly pseudonym: string;
  readonly wrappedKey?: Binary;
}

interface SecretRow {
  readonly _id: string;
  readonly wrapped: Binary;
}

/** What a secret is replaced with, while it is: by its name, and the value that it had. */
interface ChangeRow {
  readonly _id: string;
  /** Null takes it away. */
  readonly to: Binary | null;
}

interface ErasuresRow {
  readonly _id: 'erasures';
  readonly logId: string;
  readonly position: StoredPosition;
}

interface CountRow {
  readonly _id: 'secret-changes';
  readonly count: number;
}

const MOST_ROUNDS = 10;
/** Writes that are under way at once. */
const TOGETHER = 20;

/** Subject keys and pseudonyms in a MongoDB database of their own. */
export class MongoKeyStore implements KeyStore {
  readonly #server: MongoServer;
  readonly #subjects: Collection<SubjectRow>;
  readonly #secrets: Collection<SecretRow>;
  readonly #changes: Collection<ChangeRow>;
  readonly #checkpoints: Collection<ErasuresRow>;
  readonly #counts: Collection<CountRow>;
  readonly #making = new Map<string, Promise<Uint8Array>>();

  private constructor(server: MongoServer, database: Database) {
    this.#server = server;
    this.#subjects = database.collection('subjects');
    this.#secrets = database.collection('secrets');
    this.#changes = database.collection('changes');
    this.#checkpoints = database.collection('checkpoints');
    this.#counts = database.collection('counts');
  }

  /**
   * Opens the store and compares its indexes with those it needs.
   * @throws SystemError STORE_UNAVAILABLE when pseudonyms are not kept unique
   */
  static async open(server: MongoServer, database: Database): Promise<MongoKeyStore> {
    const store = new MongoKeyStore(server, database);
    await server.run(() =>
      matchIndexes(store.#subjects, [{ key: { pseudonym: 1 }, unique: true }], server.indexBuilds),
    );
    return store;
  }

  async subjectOf(pseudonym: string): Promise<string | undefined> {
    return this.#server.run(() => this.#subjectOf(pseudonym));
  }

  async addSubject(pseudonym: string, subject: string, wrappedKey: Uint8Array): Promise<string> {
    const row = { _id: subject, pseudonym, wrappedKey: new Binary(Uint8Array.from(wrappedKey)) };
    return this.#server.run(async () => {
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        if (await insertOnce(this.#subjects, row)) return subject;
        const standing = await this.#subjectOf(pseudonym);
        if (standing !== undefined) return standing;
        if (await this.#subjects.findOne({ _id: subject })) {
          throw new TypeError(`the subject id ${subject} was used before`);
        }
        // Whoever had the pseudonym was erased in between.
      }
      throw new SystemError('STORE_UNAVAILABLE', 'a subject is being added and erased at the same time; try again');
    });
  }

  async keyOf(subject: string): Promise<SubjectKey | undefined> {
    const row = await this.#server.run(() => this.#subjects.findOne({ _id: subject }));
    if (!row) return undefined;
    return row.wrappedKey ? { erased: false, wrappedKey: bytesOf(row.wrappedKey) } : { erased: true };
  }

  async unknownOf(subjects: readonly string[]): Promise<readonly string[]> {
    if (subjects.length === 0) return [];
    const among = { _id: { $in: [...subjects] } };
    const rows = await this.#server.run(() => this.#subjects.find(among, { projection: { _id: 1 } }).toArray());
    const known = new Set(rows.map(({ _id }) => _id));
    return subjects.filter((subject) => !known.has(subject));
  }

  async keptOf(subjects: readonly string[]): Promise<readonly string[]> {
    if (subjects.length === 0) return [];
    const among = { _id: { $in: [...subjects] }, wrappedKey: { $exists: true } };
    const rows = await this.#server.run(() => this.#subjects.find(among, { projection: { _id: 1 } }).toArray());
    return rows.map(({ _id }) => _id);
  }

  /** One write takes both out of the document; what the server's own journal keeps is written over in time. */
  async erase(subject: string): Promise<void> {
    const erased = { pseudonym: `erased:${subject}` };
    await this.#server.run(async () => {
      if (await insertOnce(this.#subjects, { _id: subject, ...erased })) return;
      await this.#subjects.replaceOne({ _id: subject }, erased);
    });
  }

  async subjectsAfter(subject: string, limit: number): Promise<readonly StoredSubject[]> {
    const after = { _id: { $gt: subject }, wrappedKey: { $exists: true } };
    const rows = await this.#server.run(() => this.#subjects.find(after).sort({ _id: 1 }).limit(limit).toArray());
    return rows.flatMap(({ _id, pseudonym, wrappedKey }) =>
      wrappedKey ? [{ subject: _id, pseudonym, wrappedKey: bytesOf(wrappedKey) }] : [],
    );
  }

  async rekey(changes: readonly Rekeying[]): Promise<readonly Rekeyed[]> {
    const rekeyed: Rekeyed[] = [];
    for (let next = 0; next < changes.length; next += TOGETHER) {
      const some = changes.slice(next, next + TOGETHER);
      rekeyed.push(...(await this.#server.run(() => Promise.all(some.map((change) => this.#rekey(change))))));
    }
    return rekeyed;
  }

  secret(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const making = this.#making.get(name);
    if (making) return making;
    const secret = this.#makeSecret(name, make).finally(() => this.#making.delete(name));
    this.#making.set(name, secret);
    return secret;
  }

  async destroySecret(name: string): Promise<void> {
    this.#making.delete(name);
    await this.#server.run(() => this.#secrets.deleteOne({ _id: name }));
  }

  async secrets(): Promise<ReadonlyMap<string, Uint8Array>> {
    const rows = await this.#server.run(() => this.#secrets.find().toArray());
    return new Map(rows.map(({ _id, wrapped }) => [_id, bytesOf(wrapped)]));
  }

  async replaceSecret(name: string, from: Uint8Array | undefined, to: Uint8Array | undefined): Promise<boolean> {
    return this.#server.run(async () => {
      // Before: whoever dies in between has counted one that did not come, which hides nothing.
      await this.#counts.updateOne({ _id: 'secret-changes' }, { $inc: { count: 1 } }, { upsert: true });
      if (!from) {
        if (to === undefined) return false;
        // A try before may have inserted it, and not heard of it.
        return (await insertOnce(this.#secrets, { _id: name, wrapped: stored(to) })) || (await this.#stands(name, to));
      }
      // Every wrapped value is another, so what follows upon one is decided once: by whose change is inserted.
      const _id = `${name} after ${createHash('sha256').update(from).digest('base64url')}`;
      const change = { _id, to: to ? stored(to) : null };
      const isInserted = await insertOnce(this.#changes, change);
      // Whoever made the other one may be dead: it is carried out all the same.
      const decided = isInserted ? change : await this.#changes.findOne({ _id });
      if (!decided) return this.#stands(name, to);
      // Also by a try before of this very call: no two wrapped values are alike.
      const isOurs = isInserted || isSame(decided.to, to);
      const isDone = await this.#change({ _id: name, wrapped: stored(from) }, decided.to);
      await this.#changes.deleteOne({ _id });
      return isOurs && (isDone || (await this.#stands(name, to)));
    });
  }

  /** Another may have carried our change out. */
  async #stands(name: string, secret: Uint8Array | undefined): Promise<boolean> {
    const row = await this.#secrets.findOne({ _id: name });
    return row && secret ? Buffer.from(bytesOf(row.wrapped)).equals(secret) : row === null && secret === undefined;
  }

  async #change(standing: SecretRow, to: Binary | null): Promise<boolean> {
    if (to === null) return (await this.#secrets.deleteOne(standing)).deletedCount === 1;
    return (await this.#secrets.updateOne(standing, { $set: { wrapped: to } })).matchedCount === 1;
  }

  async secretChanges(): Promise<number> {
    const row = await this.#server.run(() => this.#counts.findOne({ _id: 'secret-changes' }));
    return row?.count ?? 0;
  }

  async erasureCheckpoint(): Promise<{ logId: string; position: Position } | undefined> {
    const row = await this.#server.run(() => this.#checkpoints.findOne({ _id: 'erasures' }));
    return row ? { logId: row.logId, position: fromStored(row.position) } : undefined;
  }

  async saveErasureCheckpoint({ logId, position }: { logId: string; position: Position }): Promise<void> {
    await this.#server.run(() =>
      this.#checkpoints.updateOne(
        { _id: 'erasures' },
        { $set: { logId, position: toStored(position) } },
        { upsert: true },
      ),
    );
  }

  async close(): Promise<void> {
    // The connection is that of all stores, and closed with them.
  }

  /** One write, guarded by what was read. */
  async #rekey({ from, to }: Rekeying): Promise<Rekeyed> {
    if (to.pseudonym !== from.pseudonym && (await this.#subjects.findOne({ pseudonym: to.pseudonym }))) return 'taken';
    const standing = { _id: from.subject, pseudonym: from.pseudonym, wrappedKey: stored(from.wrappedKey) };
    try {
      const set = { pseudonym: to.pseudonym, wrappedKey: stored(to.wrappedKey) };
      return (await this.#subjects.updateOne(standing, { $set: set })).matchedCount === 1 ? 'done' : 'changed';
    } catch (error) {
      if (isDuplicateKey(error)) return 'taken';
      throw error;
    }
  }

  async #subjectOf(pseudonym: string): Promise<string | undefined> {
    const row = await this.#subjects.findOne({ pseudonym });
    return row?.wrappedKey ? row._id : undefined;
  }

  /**
   * If two processes make one at the same time, the one that is stored first stands for both.
   * @throws SystemError STORE_UNAVAILABLE when that one is not shown: what was made here must not be used beside it
   */
  async #makeSecret(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const find = async (): Promise<Uint8Array | undefined> => {
      const row = await this.#server.run(() => this.#secrets.findOne({ _id: name }));
      return row ? bytesOf(row.wrapped) : undefined;
    };
    const existing = await find();
    if (existing) return existing;
    const made = Uint8Array.from(await make());
    if (await this.#server.run(() => insertOnce(this.#secrets, { _id: name, wrapped: new Binary(made) }))) {
      return made;
    }
    const standing = await find();
    if (!standing) throw notShown(`the secret ${name}`);
    return standing;
  }
}

function stored(bytes: Uint8Array): Binary {
  return new Binary(Uint8Array.from(bytes));
}

function bytesOf(binary: Binary): Uint8Array {
  return Uint8Array.from(binary.value());
}

function isSame(one: Binary | null, other: Uint8Array | undefined): boolean {
  return one !== null && other !== undefined && Buffer.from(bytesOf(one)).equals(other);
}
