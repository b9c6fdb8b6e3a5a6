// A file of its own where it is built, too: it can import nothing of the product but types.
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import type { CheckpointOrder } from './checkpoint-order.ts';

/** How long commits are gathered before the next look, in milliseconds. */
const GATHER_MS = 20;

/** Pages of a WAL that are worth moving: one that was written often is moved once. */
const WORTH_MOVING = 1_000;

const { files, commits, ended } = workerData as CheckpointOrder;

const wals = files.map((file) => {
  const connection = new DatabaseSync(file, { timeout: 0 });
  const look = connection.prepare('PRAGMA wal_checkpoint(NOOP)');
  const move = connection.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  return {
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
  for (const { checkpoint } of wals) {
    try {
      checkpoint();
    } catch {
      // Whoever writes moves pages too once there are many, and tells what is wrong with the file.
    }
  }
}
for (const { close } of wals) close();
