import type {
  BuildCommit,
  BuildDefinition,
  BuildId,
  BuildInfo,
  Checkpoint,
  DocumentQuery,
  FoundText,
  IndexDefinition,
  ParkedKey,
  ReadModelStore,
  SchemaVersion,
  StoredDocument,
} from '#kernel/ports';
import type { Database, MongoServer } from '../connection/mongo-server.ts';
import { BuildCatalogue } from './build-catalogue.ts';
import { BuildWriter } from './build-writer.ts';
import { compileQuery, type Stretch } from './document-query.ts';
import { documentOf, fromDocumentRow, type DocumentRow } from './rows.ts';

export interface ReadModelStoreOptions {
  /**
   * Milliseconds for which a reader may be told of the pointer and the checkpoint that other processes have replaced:
   * it then reads the build that answered a moment ago, or hears of less than it reads. Not of what this store has
   * written itself. Default 100.
   */
  readonly staleness?: number | undefined;
}

const DEFAULT_STALENESS_MS = 100;

/** Documents of one request when all of a build are read. */
const PAGE = 500;

/**
 * Read models in a MongoDB database: one collection per build, and no transaction over several documents. A reader that
 * finds less than it asked for makes sure that the build was still there, as another process may have dropped it meanwhile.
 */
export class MongoReadModelStore implements ReadModelStore {
  readonly #server: MongoServer;
  readonly #catalogue: BuildCatalogue;
  readonly #writer: BuildWriter;

  private constructor(
    server: MongoServer,
    database: Database,
    { staleness = DEFAULT_STALENESS_MS }: ReadModelStoreOptions,
  ) {
    this.#server = server;
    this.#catalogue = new BuildCatalogue(database, { staleness, indexBuilds: server.indexBuilds });
    this.#writer = new BuildWriter(this.#catalogue);
  }

  /** Opens the store, compares its indexes with the declared ones, and removes what is left of dropped builds. */
  static async open(
    server: MongoServer,
    database: Database,
    options: ReadModelStoreOptions = {},
  ): Promise<MongoReadModelStore> {
    const store = new MongoReadModelStore(server, database, options);
    await server.run(() => store.#catalogue.tidy());
    return store;
  }

  async takeOver(targets: readonly SchemaVersion[], epoch: number): Promise<void> {
    return this.#server.run(() => this.#catalogue.takeOver(targets, epoch));
  }

  async createBuild(definition: BuildDefinition, epoch?: number): Promise<BuildId> {
    return this.#server.run(() => this.#catalogue.create(definition, epoch));
  }

  async declareIndexes(build: BuildId, indexes: readonly IndexDefinition[], epoch?: number): Promise<void> {
    return this.#server.run(() => this.#catalogue.declareIndexes(build, indexes, epoch));
  }

  async builds(projection?: string): Promise<readonly BuildInfo[]> {
    return this.#server.run(() => this.#catalogue.list(projection));
  }

  async pointer(projection: string, version: number): Promise<BuildId | undefined> {
    return this.#server.run(() => this.#catalogue.pointer(projection, version));
  }

  async switchPointer(projection: string, version: number, build: BuildId, epoch?: number): Promise<void> {
    return this.#server.run(() => this.#catalogue.switchPointer(projection, version, build, epoch));
  }

  async dropBuild(build: BuildId, epoch?: number): Promise<void> {
    this.#writer.forget(build);
    await this.#server.run(() => this.#catalogue.drop(build, epoch));
  }

  async load(build: BuildId, keys: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    const [only] = keys;
    // Some servers have an index for a value, and look through everything for a list, of one too.
    const filter = only !== undefined && keys.length === 1 ? { _id: only } : { _id: { $in: [...keys] } };
    return this.#server.run(async () => {
      const rows = await this.#catalogue.documents(build).find(filter).toArray();
      if (rows.length < keys.length) await this.#catalogue.get(build);
      const found = new Map(rows.map((row) => [row._id, fromDocumentRow(row)]));
      this.#writer.learn(build, found.keys());
      return found;
    });
  }

  async commit(commits: readonly BuildCommit[]): Promise<void> {
    return this.#server.run(() => this.#writer.write(commits));
  }

  async checkpoint(build: BuildId): Promise<Checkpoint | undefined> {
    return this.#server.run(() => this.#catalogue.checkpoint(build));
  }

  async parked(build: BuildId): Promise<readonly ParkedKey[]> {
    return this.#server.run(() => this.#catalogue.parked(build));
  }

  async get<D>(build: BuildId, key: string): Promise<D | undefined> {
    return this.#server.run(async () => {
      const row = await this.#catalogue.documents(build).findOne({ _id: key });
      if (!row) await this.#catalogue.get(build);
      return (row ? documentOf(row) : undefined) as D | undefined;
    });
  }

  async find<D>(build: BuildId, query: DocumentQuery): Promise<readonly { key: string; document: D }[]> {
    const { limit } = query;
    if (!Number.isSafeInteger(limit) || limit < 0) throw new TypeError(`not a limit: ${limit}`);
    const stretches = compileQuery(query);
    return this.#server.run(async () => {
      const found: DocumentRow[] = [];
      for (const { filter, sort } of stretches) {
        const room = limit - found.length;
        if (room > 0)
          found.push(...(await this.#catalogue.documents(build).find(filter).sort(sort).limit(room).toArray()));
      }
      if (found.length < limit || limit === 0) await this.#catalogue.get(build);
      return found.map((row) => ({ key: row._id, document: documentOf(row) as D }));
    });
  }

  async findTexts(build: BuildId, query: DocumentQuery): Promise<readonly FoundText[]> {
    return (await this.find(build, query)).map(({ key, document }) => ({ key, text: JSON.stringify(document) }));
  }

  /** How the server would answer a query: its plan for each request of it. */
  async explain(build: BuildId, query: DocumentQuery): Promise<readonly unknown[]> {
    const plan = ({ filter, sort }: Stretch): Promise<unknown> =>
      this.#catalogue.documents(build).find(filter).sort(sort).limit(query.limit).explain('executionStats');
    return this.#server.run(() => Promise.all(compileQuery(query).map(plan)));
  }

  async *documents(build: BuildId): AsyncGenerator<StoredDocument> {
    let last: string | undefined;
    for (;;) {
      const filter = last === undefined ? {} : { _id: { $gt: last } };
      const rows = await this.#server.run(() =>
        this.#catalogue.documents(build).find(filter).sort({ _id: 1 }).limit(PAGE).toArray(),
      );
      for (const row of rows) yield fromDocumentRow(row);
      last = rows.at(-1)?._id;
      if (rows.length < PAGE || last === undefined) break;
    }
    await this.#server.run(() => this.#catalogue.get(build));
  }

  async close(): Promise<void> {
    // The connection is that of all stores, and closed with them.
  }
}
