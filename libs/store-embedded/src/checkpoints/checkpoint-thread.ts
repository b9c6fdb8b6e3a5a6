// A file of its own where it is built, too: it can import nothing of the product but types.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckpointOrder } from './checkpoint-order.ts';

/** How long commits are gathered before the next look, in milliseconds. */
const GATHER_MS = 20;

/** Primary result code of SQLite: the disk did not answer as it should. */
const SQLITE_IOERR = 10;

/** Pages of a WAL that are worth moving: one that was written often is moved once. */
const WORTH_MOVING = 1_000;

const { files, commits, ended } = workerData as CheckpointOrder;

const wals = files.map((file) => {
  const connection = new DatabaseSync(file, { timeout: 0 });
  // As of who writes: on macOS what the sync leaves in the disk's own memory is not to be struck from the WAL.
  connection.exec('PRAGMA checkpoint_fullfsync = 1');
  const look = connection.prepare('PRAGMA wal_checkpoint(NOOP)');
  const move = connection.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  return {
    file,
    checkpoint: () => {
      const { log, checkpointed } = look.get() as { log: number; checkpointed: number };
      if (log - checkpointed >= WORTH_MOVING) move.get();
    },
    close: () => {
      connection.close();
    },
  };
});

let seen = 0;
while (Atomics.load(ended, 0) === 0) {
  Atomics.wait(commits, 0, seen);
  Atomics.wait(ended, 0, 0, GATHER_MS);
  seen = Atomics.load(commits, 0);
  for (const { file, checkpoint } of wals) {
    if (Atomics.load(ended, 0) !== 0) break;
    try {
      checkpoint();
    } catch (error) {
      // A sync that failed may be answered with success when it is tried again, without what it lost.
      if (resultOf(error) === SQLITE_IOERR) {
        Atomics.store(ended, 0, 1);
        parentPort?.postMessage(file);
      }
      // Whoever writes moves pages too once there are many, and tells what is wrong with the file.
    }
  }
}
for (const { close } of wals) close();

/** Primary result code of what SQLite threw. */
function resultOf(error: unknown): number | undefined {
  const { errcode } = error as { readonly errcode?: number };
  return errcode === undefined ? undefined : errcode & 0xff;
}
