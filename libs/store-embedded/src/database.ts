import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { SystemError } from '#kernel/domain';
import type { Checkpoints } from './checkpoints/checkpoints.ts';
import { openToRead, type ReadConnection } from './open-to-read.ts';
import { keepPrivate } from './private-files.ts';
import { asStoreError, closed, diskFailed, isDamage, openedReadOnly } from './store-error.ts';
import { walOf } from './wal/wal-file.ts';

/** How the file of a store is opened. */
export interface StoreFileOptions {
  /** Reads beside the process that writes, also after its death. */
  readonly readOnly?: boolean | undefined;
  /** Milliseconds that a call waits, and blocks the process, for another program's lock. Default 200. */
  readonly busyTimeout?: number | undefined;
  /** Told which file is damaged, whenever it turns out to be, or has not been kept by its disk. */
  readonly onDamaged?: ((file: string) => void) | undefined;
  /** Moves pages of the WAL into the database; whoever writes does when absent. */
  readonly checkpoints?: Checkpoints | undefined;
}

export interface DatabaseOptions extends StoreFileOptions {
  readonly file: string;
  /** FULL: an answered write survives a power cut. NORMAL: it survives the process; a power cut may undo the last ones. */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Version of the schema, from 1; a file with a later one is refused. */
  readonly version: number;
  /** Creates the schema in an empty file. */
  readonly schema: string;
  /** What makes of a file of version 1 one of version 2, and so on, as SQL; none before there was another version. */
  readonly upgrades?: readonly string[];
  /** Further settings of the connection, as SQL. */
  readonly pragmas?: string;
  /** What to do when the file is damaged, where that is not to restore a backup. */
  readonly ifDamaged?: string;
}

/**
 * Pages of 4 KB that the WAL holds before they are moved into the database, which blocks the process. 8000 gave a third
 * more writes per second and stalls of 150 ms and more; 500 stalls more often. 1000 is also SQLite's own choice.
 */
const WAL_PAGES = 1000;

/**
 * The same where a thread moves them: beyond it the writer does what is left, so that the WAL begins again. Without commits
 * between two looks of the thread it does so by itself.
 */
const WAL_PAGES_BESIDE_THREAD = 4 * WAL_PAGES;

/** Beyond this the WAL file is cut when its pages have been moved. */
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Connections that write, so that whoever fails can reach those of the same file. Also what keeps one that leaves its WAL
 * from being closed once nobody refers to it any more.
 */
const writing = new Set<Database>();

/**
 * One connection to one SQLite file, in WAL mode. All calls are synchronous, so nothing comes between the first and the
 * last statement of a transaction.
 */
export class Database {
  readonly file: string;
  readonly readOnly: boolean;
  readonly #connection: DatabaseSync;
  readonly #cleanUp: () => void;
  readonly #options: DatabaseOptions;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #wal: string;
  #leavesWal = false;
  #isClosed = false;

  /**
   * From now on nothing of this process moves a WAL into its database: neither a commit, nor its thread, nor closing, nor the end of
   * the process. To be called when nobody knows what of the WAL is on the disk: a power cut on the way would leave a
   * database that nothing repairs. Whoever reads or writes the file is refused.
   */
  static leaveWal(wal: string): void {
    for (const database of writing) if (database.#wal === wal) database.#leaveWal();
    endByExit();
  }

  /** @throws SystemError STORE_UNAVAILABLE when the file cannot be opened, or is of a later version */
  constructor(options: DatabaseOptions) {
    this.file = options.file;
    this.readOnly = options.readOnly ?? false;
    this.#options = options;
    ({ connection: this.#connection, cleanUp: this.#cleanUp } = this.#guarded(() => open(options)));
    this.#begin = this.prepare('BEGIN IMMEDIATE');
    this.#commit = this.prepare('COMMIT');
    this.#wal = this.#guarded(() => walOf(this.file));
    if (!this.readOnly) writing.add(this);
  }

  get isOpen(): boolean {
    return this.#connection.isOpen && !this.#isClosed;
  }

  prepare(sql: string): StatementSync {
    return this.#guarded(() => this.#connection.prepare(sql));
  }

  /** Prepares a statement whose rows come as arrays, which is faster for long results. */
  prepareRows(sql: string): StatementSync {
    const statement = this.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  }

  exec(sql: string): void {
    this.#guarded(() => this.#connection.exec(sql));
  }

  /** Reads; what SQLite throws becomes STORE_UNAVAILABLE. */
  read<T>(work: () => T): T {
    return this.#guarded(work);
  }

  /** Several reads of one state of the file, whatever other processes write meanwhile. */
  snapshot<T>(work: () => T): T {
    return this.#within(() => this.#connection.exec('BEGIN'), work);
  }

  /**
   * All that `work` writes, or nothing of it.
   * @throws what `work` throws, after a rollback; SystemError STORE_UNAVAILABLE for what SQLite throws
   */
  transaction<T>(work: () => T): T {
    if (this.readOnly) throw openedReadOnly(this.file);
    return this.#within(() => void this.#begin.run(), work);
  }

  /** Where the WAL is to be left, the connection stays open for as long as the process. */
  close(): void {
    this.#isClosed = true;
    if (!this.#connection.isOpen || this.#leavesWal) return;
    this.#connection.close();
    this.#cleanUp();
    writing.delete(this);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #leaveWal(): void {
    if (this.#leavesWal) return;
    this.#leavesWal = true;
    this.#options.checkpoints?.stop();
    this.#options.onDamaged?.(this.file);
    this.#connection.exec('PRAGMA wal_autocheckpoint = 0');
  }

  #refuseLeft(): void {
    if (this.#isClosed) throw closed(this.file);
    if (this.#leavesWal) throw diskFailed(this.file);
  }

  #within<T>(begin: () => void, work: () => T): T {
    this.#refuseLeft();
    try {
      begin();
      const result = work();
      this.#commit.run();
      this.#options.checkpoints?.committed();
      return result;
    } catch (error) {
      // Some failures (a full disk) have rolled back already, and a failed BEGIN began nothing.
      if (this.#connection.isOpen && this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw this.#told(error);
    }
  }

  #guarded<T>(action: () => T): T {
    this.#refuseLeft();
    try {
      return action();
    } catch (error) {
      throw this.#told(error);
    }
  }

  #told(error: unknown): unknown {
    if (isDamage(error)) this.#options.onDamaged?.(this.file);
    return asStoreError(error, this.file, this.#options.ifDamaged);
  }
}

let isToExit = false;

/** A process that ends because nothing is left to do closes its connections, which moves the WAL; one that exits does not. */
function endByExit(): void {
  if (isToExit) return;
  isToExit = true;
  process.once('beforeExit', () => process.exit());
}

function open(options: DatabaseOptions): ReadConnection {
  const { file, readOnly = false, pragmas = '', busyTimeout = 200 } = options;
  if (!readOnly) keepPrivate(file);
  const opened = readOnly
    ? openToRead(file, busyTimeout)
    : { connection: new DatabaseSync(file, { timeout: busyTimeout }), cleanUp: () => undefined };
  const { connection } = opened;
  try {
    if (!readOnly) prepareToWrite(connection, options);
    connection.exec(pragmas);
    const version = versionOf(connection);
    if (version > options.version) throw laterVersion(file, version, options.version);
    if (version < options.version && !readOnly) bringUpToDate(connection, options);
    return opened;
  } catch (error) {
    connection.close();
    opened.cleanUp();
    throw error;
  }
}

function prepareToWrite(connection: DatabaseSync, { synchronous, checkpoints }: DatabaseOptions): void {
  const pages = checkpoints ? WAL_PAGES_BESIDE_THREAD : WAL_PAGES;
  connection.exec(`PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES}`);
  connection.exec(`PRAGMA synchronous = ${synchronous}; PRAGMA wal_autocheckpoint = ${pages}`);
  // On macOS a sync without it leaves in the disk's own memory what is then struck from the WAL. Nothing to the others.
  connection.exec('PRAGMA checkpoint_fullfsync = 1');
}

function versionOf(connection: DatabaseSync): number {
  return Number(connection.prepare('PRAGMA user_version').get()?.user_version);
}

/** All of it or nothing: a process that dies on the way leaves the file as it was. */
function bringUpToDate(connection: DatabaseSync, { schema, version, upgrades = [] }: DatabaseOptions): void {
  connection.exec('BEGIN IMMEDIATE');
  try {
    // Another connection may have been first.
    const found = versionOf(connection);
    const steps = found === 0 ? [schema] : upgrades.slice(found - 1, version - 1);
    if (found < version) connection.exec([...steps, `PRAGMA user_version = ${version}`].join(';'));
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function laterVersion(file: string, found: number, known: number): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${file} was written by a later version of rete-punti (schema ${found}; this one knows ${known}): install that ` +
      'version, or restore a backup made before it',
    { file, found, known },
  );
}

/**
 * A position as SQLite keeps it. Positions of these files are row numbers: they would have to pass 2^53, nine thousand
 * million million events, to be no longer exact.
 * @throws RangeError beyond that
 */
export function toInteger(position: string): number {
  const integer = Number(position);
  if (!Number.isSafeInteger(integer))
    throw new RangeError(`position ${position} is beyond what SQLite stores keep exactly`);
  return integer;
}
