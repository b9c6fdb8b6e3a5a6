import type { StatementSync } from 'node:sqlite';
import { SystemError, type Position } from '#kernel/domain';
import type { KeyStore, Rekeyed, Rekeying, StoredSubject, SubjectKey } from '#kernel/ports';
import { Database, toInteger, type StoreFileOptions } from '../database.ts';
import { GroupCommit, type Outcome } from '../group-commit.ts';

const KEY_SCHEMA_VERSION = 2;

/** An erased subject keeps its row, without pseudonym and key, so that its id is never used again. */
const KEY_SCHEMA = `
  CREATE TABLE subjects (
    subject     TEXT PRIMARY KEY,
    pseudonym   TEXT UNIQUE,
    wrapped_key BLOB
  ) STRICT;
  CREATE TABLE secrets (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT;
  CREATE TABLE erasures (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    log_id   TEXT,
    position INTEGER,
    unclean  INTEGER NOT NULL, -- 1 while bytes of an erased subject may still be in the files
    secret_changes INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO erasures (one, unclean) VALUES (1, 0);
`;

/** Up to version 1 nobody counted how often secrets were replaced. */
const KEY_UPGRADES = ['ALTER TABLE erasures ADD COLUMN secret_changes INTEGER NOT NULL DEFAULT 0'];

export interface KeyStoreOptions extends Omit<StoreFileOptions, 'checkpoints'> {
  /** Writes beside the process that has the file, and leaves the cleaning of it to that. */
  readonly beside?: boolean | undefined;
}

type Change =
  | { readonly add: { readonly pseudonym: string; readonly subject: string; readonly wrappedKey: Uint8Array } }
  | { readonly erase: string };

interface StoredRow {
  readonly subject: string;
  readonly pseudonym: string;
  readonly wrapped_key: Uint8Array;
}

interface SecretRow {
  readonly name: string;
  readonly wrapped: Uint8Array;
}

interface SubjectRow {
  pseudonym: string | null;
  wrapped_key: Uint8Array | null;
}

/** Subject keys and pseudonyms in one SQLite file that nobody but its owner may read. */
export class EmbeddedKeyStore implements KeyStore {
  readonly #database: Database;
  readonly #group: GroupCommit<Change, string>;
  readonly #making = new Map<string, Promise<Uint8Array>>();
  readonly #selectByPseudonym: StatementSync;
  readonly #selectBySubject: StatementSync;
  readonly #selectUnknown: StatementSync;
  readonly #selectKept: StatementSync;
  readonly #selectAfter: StatementSync;
  readonly #update: StatementSync;
  readonly #selectSecret: StatementSync;
  readonly #selectSecrets: StatementSync;
  readonly #insert: StatementSync;
  readonly #erase: StatementSync;
  #unclean: boolean;

  /** @throws SystemError STORE_UNAVAILABLE when the file cannot be opened, or is of a later version */
  constructor(file: string, { readOnly = false, beside = false, busyTimeout, onDamaged }: KeyStoreOptions = {}) {
    this.#database = new Database({
      file,
      readOnly,
      busyTimeout,
      onDamaged,
      synchronous: 'FULL',
      // VACUUM makes its copy in memory, not in a file of the temporary directory.
      pragmas: 'PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY',
      version: KEY_SCHEMA_VERSION,
      schema: KEY_SCHEMA,
      upgrades: KEY_UPGRADES,
    });
    this.#selectByPseudonym = this.#database.prepare('SELECT subject FROM subjects WHERE pseudonym = ?');
    this.#selectBySubject = this.#database.prepare('SELECT pseudonym, wrapped_key FROM subjects WHERE subject = ?');
    this.#selectUnknown = this.#database.prepareRows(
      `SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM subjects WHERE subject = value)`,
    );
    this.#selectKept = this.#database.prepareRows(
      `SELECT value FROM json_each(?) JOIN subjects ON subject = value WHERE wrapped_key IS NOT NULL`,
    );
    this.#selectAfter = this.#database.prepare(
      `SELECT subject, pseudonym, wrapped_key FROM subjects WHERE subject > ? AND wrapped_key IS NOT NULL
       ORDER BY subject LIMIT ?`,
    );
    this.#update = this.#database.prepare('UPDATE subjects SET pseudonym = ?, wrapped_key = ? WHERE subject = ?');
    this.#selectSecret = this.#database.prepare('SELECT wrapped FROM secrets WHERE name = ?');
    this.#selectSecrets = this.#database.prepare('SELECT name, wrapped FROM secrets');
    this.#insert = this.#database.prepare('INSERT INTO subjects (subject, pseudonym, wrapped_key) VALUES (?, ?, ?)');
    this.#erase = this.#database.prepare(
      `INSERT INTO subjects (subject) VALUES (?)
       ON CONFLICT (subject) DO UPDATE SET pseudonym = NULL, wrapped_key = NULL`,
    );
    this.#group = new GroupCommit({ database: this.#database, apply: (change) => this.#apply(change) });
    this.#unclean = this.#database.prepare('SELECT unclean FROM erasures').get()?.unclean === 1;
    if (!readOnly && !beside) this.#clean();
  }

  /** Transactions of adding and erasing so far. */
  get commits(): number {
    return this.#group.commits;
  }

  async subjectOf(pseudonym: string): Promise<string | undefined> {
    return this.#database.read(() => this.#subjectOf(pseudonym));
  }

  addSubject(pseudonym: string, subject: string, wrappedKey: Uint8Array): Promise<string> {
    return this.#group.submit({ add: { pseudonym, subject, wrappedKey: Uint8Array.from(wrappedKey) } });
  }

  async keyOf(subject: string): Promise<SubjectKey | undefined> {
    const row = this.#database.read(() => this.#row(subject));
    if (!row) return undefined;
    return row.wrapped_key === null ? { erased: true } : { erased: false, wrappedKey: row.wrapped_key };
  }

  async unknownOf(subjects: readonly string[]): Promise<readonly string[]> {
    if (subjects.length === 0) return [];
    const rows = this.#database.read(() => this.#selectUnknown.all(JSON.stringify(subjects)));
    return (rows as unknown as [string][]).map(([subject]) => subject);
  }

  async keptOf(subjects: readonly string[]): Promise<readonly string[]> {
    if (subjects.length === 0) return [];
    const rows = this.#database.read(() => this.#selectKept.all(JSON.stringify(subjects)));
    return (rows as unknown as [string][]).map(([subject]) => subject);
  }

  /** Rewrites the file, in some 2 µs per subject; subjects erased in one turn share that. */
  async erase(subject: string): Promise<void> {
    await this.#group.submit({ erase: subject });
    this.#clean();
  }

  async subjectsAfter(subject: string, limit: number): Promise<readonly StoredSubject[]> {
    const rows = this.#database.read(() => this.#selectAfter.all(subject, limit)) as unknown as StoredRow[];
    return rows.map(({ wrapped_key: wrappedKey, ...row }) => ({ ...row, wrappedKey }));
  }

  async rekey(changes: readonly Rekeying[]): Promise<readonly Rekeyed[]> {
    if (changes.length === 0) return [];
    return this.#database.transaction(() => {
      // What stood there is overwritten where it lies; the next erasure takes the copies of it out of the file.
      this.#database.exec('UPDATE erasures SET unclean = 1');
      this.#unclean = true;
      return changes.map((change) => this.#rekey(change));
    });
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
    const select = this.#database.prepare('SELECT 1 FROM secrets WHERE name = ?');
    if (!this.#database.read(() => select.get(name))) return;
    this.#database.transaction(() => {
      this.#database.prepare('DELETE FROM secrets WHERE name = ?').run(name);
      this.#database.exec('UPDATE erasures SET unclean = 1');
    });
    this.#unclean = true;
    this.#clean();
  }

  async secrets(): Promise<ReadonlyMap<string, Uint8Array>> {
    const rows = this.#database.read(() => this.#selectSecrets.all()) as unknown as SecretRow[];
    return new Map(rows.map(({ name, wrapped }) => [name, wrapped]));
  }

  async replaceSecret(name: string, from: Uint8Array | undefined, to: Uint8Array | undefined): Promise<boolean> {
    return this.#database.transaction(() => {
      const standing = this.#secretCalled(name);
      const isSame = standing && from ? Buffer.from(standing).equals(from) : standing === from;
      if (!isSame) return false;
      this.#database.exec('UPDATE erasures SET secret_changes = secret_changes + 1');
      if (!to) this.#database.prepare('DELETE FROM secrets WHERE name = ?').run(name);
      else this.#database.prepare('INSERT OR REPLACE INTO secrets (name, wrapped) VALUES (?, ?)').run(name, to);
      return true;
    });
  }

  async secretChanges(): Promise<number> {
    const select = this.#database.prepare('SELECT secret_changes FROM erasures');
    return Number(this.#database.read(() => select.get())?.secret_changes);
  }

  async erasureCheckpoint(): Promise<{ logId: string; position: Position } | undefined> {
    const select = this.#database.prepare('SELECT log_id, position FROM erasures');
    const row = this.#database.read(() => select.get()) as unknown as { log_id: string | null; position: number };
    return row.log_id === null ? undefined : { logId: row.log_id, position: String(row.position) };
  }

  async saveErasureCheckpoint({ logId, position }: { logId: string; position: Position }): Promise<void> {
    this.#database.transaction(() =>
      this.#database.prepare('UPDATE erasures SET log_id = ?, position = ?').run(logId, toInteger(position)),
    );
  }

  async close(): Promise<void> {
    this.#group.close();
    this.#database.close();
  }

  #apply(change: Change): Outcome<string> {
    if ('erase' in change) {
      const row = this.#row(change.erase);
      if (row?.wrapped_key === null) return { done: change.erase };
      this.#erase.run(change.erase);
      this.#database.exec('UPDATE erasures SET unclean = 1');
      this.#unclean = true;
      return { done: change.erase };
    }
    const { pseudonym, subject, wrappedKey } = change.add;
    const standing = this.#subjectOf(pseudonym);
    if (standing !== undefined) return { done: standing };
    if (this.#row(subject)) return { refused: new TypeError(`the subject id ${subject} was used before`) };
    this.#insert.run(subject, pseudonym, wrappedKey);
    return { done: subject };
  }

  #rekey({ from, to }: Rekeying): Rekeyed {
    const row = this.#row(from.subject);
    const isSame = row?.wrapped_key && Buffer.from(row.wrapped_key).equals(from.wrappedKey);
    if (!isSame || row.pseudonym !== from.pseudonym) return 'changed';
    if ((this.#subjectOf(to.pseudonym) ?? from.subject) !== from.subject) return 'taken';
    this.#update.run(to.pseudonym, to.wrappedKey, from.subject);
    return 'done';
  }

  /**
   * Takes the last bytes of erased subjects out of the files. `secure_delete` overwrites what is deleted where it lies,
   * but pages that were split before keep copies in their unused part, and the WAL keeps older versions of pages.
   */
  #clean(): void {
    if (!this.#unclean) return;
    this.#database.exec('VACUUM');
    const truncate = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
    if (this.#database.read(() => truncate.get())?.busy !== 0) throw stillRead(this.#database.file);
    this.#database.exec('UPDATE erasures SET unclean = 0');
    this.#unclean = false;
  }

  async #makeSecret(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const existing = this.#database.read(() => this.#secretCalled(name));
    if (existing) return existing;
    const made = await make();
    return this.#database.transaction(() => {
      this.#database.prepare('INSERT OR IGNORE INTO secrets (name, wrapped) VALUES (?, ?)').run(name, made);
      return this.#secretCalled(name) ?? made;
    });
  }

  #secretCalled(name: string): Uint8Array | undefined {
    return this.#selectSecret.get(name)?.wrapped as Uint8Array | undefined;
  }

  #subjectOf(pseudonym: string): string | undefined {
    return this.#selectByPseudonym.get(pseudonym)?.subject as string | undefined;
  }

  #row(subject: string): SubjectRow | undefined {
    return this.#selectBySubject.get(subject) as unknown as SubjectRow | undefined;
  }
}

function stillRead(file: string): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${file}: the subject is erased, but another program reads the file and keeps old bytes in it: end it, erase again`,
    { file },
  );
}
