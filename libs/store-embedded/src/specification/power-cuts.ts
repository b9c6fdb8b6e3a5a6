import fs from 'node:fs';
import { basename, join } from 'node:path';

/** What of a WAL is on the disk: what stood in it when the last sync began that has ended. The rest a power cut takes away. */
export class WalOnDisk {
  /** Syncs so far, of either kind. */
  syncs = 0;
  /** What syncs end with from now on. */
  fault: NodeJS.ErrnoException | undefined;
  readonly #file: string;
  readonly #real = { fdatasync: fs.fdatasync, fdatasyncSync: fs.fdatasyncSync };
  #kept = Buffer.alloc(0);
  #isHeld = false;
  readonly #ends: (() => void)[] = [];

  /** @param file of the database */
  constructor(file: string) {
    this.#file = file;
    const fdatasync = (_descriptor: number, answer: fs.NoParamCallback): void => {
      this.syncs += 1;
      const { fault } = this;
      const written = this.#written();
      const end = (): void => {
        if (!fault) this.#kept = written;
        answer(fault ?? null);
      };
      if (this.#isHeld) this.#ends.push(end);
      else setImmediate(end);
    };
    const fdatasyncSync = (): void => {
      this.syncs += 1;
      if (this.fault) throw this.fault;
      this.#kept = this.#written();
    };
    Object.assign(fs, { fdatasync, fdatasyncSync });
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
    Object.assign(fs, this.#real);
  }

  #written(): Buffer<ArrayBuffer> {
    return fs.existsSync(`${this.#file}-wal`) ? fs.readFileSync(`${this.#file}-wal`) : Buffer.alloc(0);
  }
}
