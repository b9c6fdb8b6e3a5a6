import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { StoredDocument } from '#kernel/ports';

const LENGTH_BYTES = 4;

/** What a projection has committed, batch by batch, as it is to be written once more. */
export class BatchRecorder {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  write(documents: readonly StoredDocument[]): void {
    const bytes = serialize(documents);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(bytes.length);
    writeSync(this.#file, length);
    writeSync(this.#file, bytes);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The batches of a file, one at a time: not all of them fit into memory. */
export function* readBatches(path: string): Generator<readonly StoredDocument[]> {
  const file = openSync(path, 'r');
  try {
    const length = Buffer.alloc(LENGTH_BYTES);
    while (readSync(file, length) === LENGTH_BYTES) {
      const bytes = Buffer.alloc(length.readUInt32BE());
      readSync(file, bytes);
      yield deserialize(bytes) as readonly StoredDocument[];
    }
  } finally {
    closeSync(file);
  }
}
