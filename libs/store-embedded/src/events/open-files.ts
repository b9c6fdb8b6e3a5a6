import { statSync } from 'node:fs';
import { logChanged } from '#kernel/domain';
import { walOf } from '../wal/wal-file.ts';

/** What tells one file from another under the same name, and whether it was cut. */
interface Found {
  readonly device: bigint;
  readonly inode: bigint;
  readonly size: bigint;
}

/**
 * The files that a connection has open, and whether their names still stand for them: whoever puts a copy in their place
 * leaves the process with files that nobody will find again. Two looks at the file system, of some microseconds.
 */
export class OpenFiles {
  readonly #file: string;
  readonly #walFile: string;
  #database: Found | undefined;
  #wal: Found | undefined;

  /** @param file of the database, which is open by now */
  constructor(file: string) {
    this.#file = file;
    this.#database = find(file);
    this.#walFile = walOf(file);
    this.#wal = find(this.#walFile);
  }

  /** @throws SystemError LOG_CHANGED */
  refuseReplaced(): void {
    this.#database = this.#same(this.#file, this.#database);
    // Made by the first transaction, and neither removed nor made again while a connection stands.
    const wal = this.#walFile;
    this.#wal = this.#wal ? this.#same(wal, this.#wal, { mayShrink: true }) : find(wal);
  }

  #same(file: string, known: Found | undefined, { mayShrink = false } = {}): Found {
    const found = find(file);
    if (!found) throw logChanged(`${file} is gone`, { file });
    if (known && (found.inode !== known.inode || found.device !== known.device)) {
      throw logChanged(`${file} is another file than the one that is open`, { file });
    }
    // Events are never removed, so nothing but another content makes it shorter.
    if (known && found.size < known.size && !mayShrink) throw logChanged(`${file} was cut or written over`, { file });
    return found;
  }
}

function find(file: string): Found | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && { device: found.dev, inode: found.ino, size: found.size };
}
