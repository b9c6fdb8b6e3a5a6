import fs from 'node:fs';
import { basename, join } from 'node:path';
import { Syncs } from '../wal/syncs.ts';

/** What of a WAL is on the disk: what stood in it when the last sync began that has ended. The rest a power cut takes away. */
export class WalOnDisk {
  /** Syncs so far, of either kind. */
  syncs = 0;
  readonly #file: string;
  readonly #real = { ...fs, fdatasync: Syncs.prototype.fdatasync };
  #fault: NodeJS.ErrnoException | undefined;
  /** Descriptors that have been told of the fault, or were opened when another had been. */
  readonly #told = new Set<number>();
  /** Whether the system shows what is not on the disk, and holds it for written. */
  #hasLost = false;
  #kept = Buffer.alloc(0);
  #isHeld = false;
  readonly #ends: (() => void)[] = [];

  /** @param file of the database */
  constructor(file: string) {
    this.#file = file;
    // In the place of the thread, which has a copy of its own of what is replaced here.
    const fdatasync: Syncs['fdatasync'] = (descriptor, answer) => {
      this.syncs += 1;
      const fault = this.#tell(descriptor);
      const written = this.#written();
      const end = (): void => {
        // Throws where it was closed on the way: by then its number may be that of another file.
        fs.fstatSync(descriptor);
        if (!this.#hasLost) this.#kept = written;
        answer(fault);
      };
      if (this.#isHeld) this.#ends.push(end);
      else setImmediate(end);
    };
    const fdatasyncSync = (descriptor: number): void => {
      this.syncs += 1;
      const fault = this.#tell(descriptor);
      if (fault) throw fault;
      if (!this.#hasLost) this.#kept = this.#written();
    };
    const openSync = (...asked: Parameters<typeof fs.openSync>): number => {
      const descriptor = this.#real.openSync(...asked);
      if (this.#told.size > 0) this.#told.add(descriptor);
      return descriptor;
    };
    // Writers but SQLite, which writes past this, are those that write again what is there.
    const writeSync = (...asked: Parameters<typeof fs.writeSync>): number => {
      this.#hasLost = false;
      return this.#real.writeSync(...asked);
    };
    Object.assign(fs, { fdatasyncSync, openSync, writeSync });
    Object.assign(Syncs.prototype, { fdatasync });
  }

  /**
   * The system could not write something back. As Linux does, it says so once through each descriptor, and to none that is
   * opened when it has been said; what could not be written no sync writes later.
   */
  fail(code = 'EIO'): void {
    this.#told.clear();
    this.#hasLost = true;
    this.#fault = Object.assign(new Error(`${code}: fdatasync`), { code });
  }

  /** It says so no more. */
  recover(): void {
    this.#fault = undefined;
  }

  /** Syncs that begin from now on do not end. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Those that were held end, and others are held no more. */
  release(): void {
    this.#isHeld = false;
    for (const end of this.#ends.splice(0)) end();
  }

  /** Puts what a power cut would leave into a directory. */
  copyTo(directory: string): string {
    const copy = join(directory, basename(this.#file));
    fs.copyFileSync(this.#file, copy);
    fs.writeFileSync(`${copy}-wal`, this.#kept);
    return copy;
  }

  restore(): void {
    const { fdatasync, fdatasyncSync, openSync, writeSync } = this.#real;
    Object.assign(fs, { fdatasyncSync, openSync, writeSync });
    Object.assign(Syncs.prototype, { fdatasync });
  }

  #tell(descriptor: number): NodeJS.ErrnoException | undefined {
    if (!this.#fault || this.#told.has(descriptor)) return undefined;
    this.#told.add(descriptor);
    return this.#fault;
  }

  #written(): Buffer<ArrayBuffer> {
    return fs.existsSync(`${this.#file}-wal`) ? fs.readFileSync(`${this.#file}-wal`) : Buffer.alloc(0);
  }
}
