import { LRUCache } from 'lru-cache';
import type { StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  BuildCommit,
  BuildDefinition,
  BuildId,
  BuildInfo,
  Checkpoint,
  DocumentQuery,
  FoundText,
  Held,
  IndexDefinition,
  ParkedKey,
  ReadModelStore,
  ReadsAtOnce,
  SchemaVersion,
  StoredDocument,
} from '#kernel/ports';
import { Database, type StoreFileOptions } from '../database.ts';
import { BuildCatalogue } from './build-catalogue.ts';
import { BuildWriter } from './build-writer.ts';
import { Syncs } from '../wal/syncs.ts';
import { compileQuery, type Sql } from './document-query.ts';
import { drop, Kept } from './kept.ts';
import { parse, RecentDocument, storedDocument, type DocumentText } from './recent-document.ts';
import { READ_MODEL_SCHEMA, READ_MODEL_SCHEMA_VERSION, READ_MODEL_UPGRADES } from './read-model-schema.ts';

/** Documents of one turn when all of a build are read. */
const PAGE = 500;

/**
 * Characters of the texts of documents that are kept: days of agendas that citizens look at, mostly, and the things of the largest
 * regions, which an audit reads all at once: where they do not fit, each audit drives out what the next one looks for.
 */
const RECENT_TEXT = 16 * 1_024 * 1_024;
/** Of small documents too, what is kept has its price beside the text. */
const RECENT_DOCUMENTS = 20_000;
/** Keys that were looked for in vain. */
const ABSENT_KEYS = 2_000;
/** From how many documents on one statement for all of them is faster than one for each. */
const MANY = 8;
/** Look-ups between two looks at what has been synced: commands go on some milliseconds later, and share more of what they write. */
const LOOK_UPS_AT_A_STRETCH = 16;

/** Statements kept prepared; one per shape of a query. */
const KEPT_STATEMENTS = 500;

const IF_DAMAGED =
  'the file is damaged: stop the server and delete it, with the -wal and -shm files beside it; nothing is lost with it, ' +
  'as the next start builds the read models again from the log';

type ParkedRow = Omit<ParkedKey, 'position' | 'after'> & { readonly position: number; readonly after: number };

/**
 * Read models in one SQLite file. A commit is one transaction, and without an fsync: what a power cut takes from
 * documents it takes from their checkpoint too, and the log gives it back.
 */
export class EmbeddedReadModelStore implements ReadModelStore {
  readonly #database: Database;
  readonly #catalogue: BuildCatalogue;
  readonly #writer: BuildWriter;
  readonly #statements = new LRUCache<string, StatementSync>({ max: KEPT_STATEMENTS });
  /** Documents asked for by key, as they stand; only where no other process writes them. Whoever reads one never changes it. */
  readonly #recent = new LRUCache<string, RecentDocument>({
    max: RECENT_DOCUMENTS,
    maxSize: RECENT_TEXT,
    sizeCalculation: ({ size }) => size,
    dispose: drop,
  });
  /** Keys asked for that had none; apart, so that whoever asks for what there is not drives out nothing. */
  readonly #absent = new LRUCache<string, Kept<undefined>>({ max: ABSENT_KEYS, dispose: drop });

  /** What followers ask for at each step; as `#recent`, only where no other process writes. */
  readonly #parked = new Map<BuildId, readonly ParkedKey[]>();

  #lookUps = 0;

  readonly #atOnce: ReadsAtOnce = {
    pointer: (projection, version) => {
      this.#noticeSyncs();
      // With it begins whatever is told, also where all the rest is in memory: of a file that is left nothing is told.
      return this.#database.read(() => this.#catalogue.pointer(projection, version));
    },
    checkpoint: (build) => this.#catalogue.checkpoint(build),
    get: <D>(build: BuildId, key: string) => this.#database.read(() => this.#held(build, key)) as Held<D | undefined>,
  };

  /** @throws SystemError STORE_UNAVAILABLE when the file cannot be opened, or is of a later version */
  constructor(file: string, options: StoreFileOptions = {}) {
    this.#database = new Database({
      ...options,
      file,
      ifDamaged: IF_DAMAGED,
      synchronous: 'NORMAL',
      pragmas: 'PRAGMA cache_size = -65536',
      version: READ_MODEL_SCHEMA_VERSION,
      schema: READ_MODEL_SCHEMA,
      upgrades: READ_MODEL_UPGRADES,
    });
    this.#catalogue = new BuildCatalogue(this.#database);
    this.#writer = new BuildWriter(this.#database, this.#catalogue);
  }

  /** Where another process writes, a build may go between two reads. */
  get atOnce(): ReadsAtOnce | undefined {
    return this.#database.readOnly ? undefined : this.#atOnce;
  }

  async takeOver(targets: readonly SchemaVersion[], epoch: number): Promise<void> {
    this.#catalogue.takeOver(targets, epoch);
  }

  async createBuild(definition: BuildDefinition, epoch?: number): Promise<BuildId> {
    return this.#catalogue.create(definition, epoch);
  }

  async declareIndexes(build: BuildId, indexes: readonly IndexDefinition[], epoch?: number): Promise<void> {
    this.#catalogue.declareIndexes(build, indexes, epoch);
  }

  async builds(projection?: string): Promise<readonly BuildInfo[]> {
    return this.#catalogue.list(projection);
  }

  async pointer(projection: string, version: number): Promise<BuildId | undefined> {
    return this.#atOnce.pointer(projection, version)?.value;
  }

  /** Until then `find` on it reads all its documents. */
  async makeReady(build: BuildId): Promise<void> {
    for (const _step of this.#catalogue.makeReady(build)) await nextTurn();
  }

  /** Makes the build ready first, where that was not done. */
  async switchPointer(projection: string, version: number, build: BuildId, epoch?: number): Promise<void> {
    for (const _step of this.#catalogue.makeReady(build));
    this.#catalogue.switchPointer(projection, version, build, epoch);
  }

  async dropBuild(build: BuildId, epoch?: number): Promise<void> {
    this.#catalogue.drop(build, epoch);
    this.#recent.clear();
    this.#absent.clear();
    this.#parked.delete(build);
  }

  async load(build: BuildId, keys: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    return this.#database.read(() => {
      const found = new Map<string, StoredDocument>();
      const unknown: string[] = [];
      for (const key of keys) {
        const known = this.#known(nameOf(build, key));
        if (known instanceof RecentDocument) found.set(key, known.stored);
        else if (!known) unknown.push(key);
      }
      const read = unknown.length < MANY ? unknown.map((key) => this.#look(build, key)) : this.#lookAll(build, unknown);
      for (const held of read) if (held instanceof RecentDocument) found.set(held.stored.key, held.stored);
      return found;
    });
  }

  async commit(commits: readonly BuildCommit[]): Promise<void> {
    for (const { build, documents, leftOut } of this.#writer.write(commits)) {
      for (const row of documents) {
        const name = nameOf(build, row.key);
        // Whoever looked at it looks again: most look-ups are of days that are being booked. What was looked for in vain, as a fold does
        // with all that it makes anew, takes no place of theirs.
        const wasRead = this.#recent.delete(name);
        if (!wasRead) this.#absent.delete(name);
        else if (!leftOut.has(row)) this.#recent.set(name, new RecentDocument(row));
      }
    }
    for (const { build, park, unpark } of commits) if (park ?? unpark) this.#parked.delete(build);
  }

  async checkpoint(build: BuildId): Promise<Checkpoint | undefined> {
    return this.#atOnce.checkpoint(build);
  }

  async parked(build: BuildId): Promise<readonly ParkedKey[]> {
    const known = this.#parked.get(build);
    if (known) return known;
    const { number } = this.#catalogue.get(build);
    const select = this.#prepared(
      `SELECT key, position, after, event_id AS eventId, error, parked_at AS parkedAt FROM parked
       WHERE build = ? ORDER BY position, key`,
    );
    const rows = this.#database.read(() => select.all(number)) as unknown as ParkedRow[];
    const parked = rows.map((row) => ({ ...row, position: String(row.position), after: String(row.after) }));
    if (!this.#database.readOnly) this.#parked.set(build, parked);
    return parked;
  }

  async get<D>(build: BuildId, key: string): Promise<D | undefined> {
    return this.#atOnce.get<D>(build, key).value;
  }

  async find<D>(build: BuildId, query: DocumentQuery): Promise<readonly { key: string; document: D }[]> {
    return this.#find(build, query).map(({ key, text }) => ({ key, document: parse(text) as D }));
  }

  async findTexts(build: BuildId, query: DocumentQuery): Promise<readonly FoundText[]> {
    return this.#find(build, query);
  }

  /** A turn of the event loop may consist of many look-ups. Commands that wait for a sync are not to wait for all of them. */
  #noticeSyncs(): void {
    this.#lookUps = (this.#lookUps + 1) % LOOK_UPS_AT_A_STRETCH;
    if (this.#lookUps === 0) Syncs.notice();
  }

  #find(build: BuildId, query: DocumentQuery): readonly FoundText[] {
    const statements = this.#compile(build, query);
    const run = (): FoundText[] => {
      const found: FoundText[] = [];
      for (const { text, values } of statements) {
        const room = query.limit - found.length;
        if (room <= 0) continue;
        const rows = this.#preparedRows(text).all(...values, room) as unknown as [key: string, body: string][];
        for (const [key, body] of rows) found.push({ key, text: body });
      }
      return found;
    };
    return statements.length > 1 ? this.#database.snapshot(run) : this.#database.read(run);
  }

  /** How SQLite would answer a query: the lines of EXPLAIN QUERY PLAN of each of its statements. */
  explain(build: BuildId, query: DocumentQuery): readonly (readonly string[])[] {
    return this.#compile(build, query).map(({ text, values }) => {
      const plan = this.#database.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values, query.limit);
      return plan.map(({ detail }) => String(detail));
    });
  }

  async *documents(build: BuildId): AsyncGenerator<StoredDocument> {
    const { table } = this.#catalogue.get(build);
    const select = this.#database.prepare(
      `SELECT key, position, body FROM ${table} WHERE key > ? ORDER BY key LIMIT ${PAGE}`,
    );
    const first = this.#database.prepare(`SELECT key, position, body FROM ${table} ORDER BY key LIMIT ${PAGE}`);
    let rows = this.#database.read(() => first.all()) as unknown as DocumentText[];
    while (rows.length > 0) {
      for (const row of rows) yield storedDocument(row);
      await nextTurn();
      const last = rows.at(-1)?.key ?? '';
      rows = this.#database.read(() => select.all(last)) as unknown as DocumentText[];
    }
  }

  async close(): Promise<void> {
    this.#statements.clear();
    this.#parked.clear();
    this.#database.close();
    this.#catalogue.close();
  }

  #compile(build: BuildId, query: DocumentQuery): readonly Sql[] {
    const { table, indexedPaths, arrayPaths, columns } = this.#catalogue.get(build);
    if (!Number.isSafeInteger(query.limit) || query.limit < 0) throw new TypeError(`not a limit: ${query.limit}`);
    const scalarPaths = new Set(indexedPaths).difference(arrayPaths);
    return compileQuery({ name: table, scalarPaths, columns }, query);
  }

  #held(build: BuildId, key: string): RecentDocument | Kept<undefined> {
    return this.#known(nameOf(build, key)) ?? this.#look(build, key);
  }

  #known(name: string): RecentDocument | Kept<undefined> | undefined {
    return this.#recent.get(name) ?? this.#absent.get(name);
  }

  #look(build: BuildId, key: string): RecentDocument | Kept<undefined> {
    const { table } = this.#catalogue.get(build);
    const select = this.#prepared(`SELECT key, position, body FROM ${table} WHERE key = ?`);
    return this.#keep(build, key, select.get(key) as unknown as DocumentText | undefined);
  }

  #lookAll(build: BuildId, keys: readonly string[]): readonly (RecentDocument | Kept<undefined>)[] {
    const { table } = this.#catalogue.get(build);
    const select = this.#preparedRows(
      `SELECT key, position, body FROM ${table} WHERE key IN (SELECT value FROM json_each(?))`,
    );
    const rows = select.all(JSON.stringify(keys)) as unknown as [string, number, string | null][];
    const texts = new Map(rows.map(([key, position, body]) => [key, { key, position, body }]));
    return keys.map((key) => this.#keep(build, key, texts.get(key)));
  }

  #keep(build: BuildId, key: string, row: DocumentText | undefined): RecentDocument | Kept<undefined> {
    const name = nameOf(build, key);
    const found = row ? new RecentDocument(row) : new Kept(undefined);
    if (this.#database.readOnly) drop(found);
    else if (found instanceof RecentDocument) this.#recent.set(name, found);
    else this.#absent.set(name, found);
    return found;
  }

  #prepared(sql: string): StatementSync {
    return this.#statementOf(sql, () => this.#database.prepare(sql));
  }

  #preparedRows(sql: string): StatementSync {
    return this.#statementOf(sql, () => this.#database.prepareRows(sql));
  }

  #statementOf(sql: string, prepare: () => StatementSync): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = prepare();
    this.#statements.set(sql, statement);
    return statement;
  }
}

function nameOf(build: BuildId, key: string): string {
  return `${build}/${key}`;
}
