// A file of its own where it is built, too: it can import nothing of the product but types.
import fs from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { SyncEnd, SyncOrder } from './sync-order.ts';

const { wanted, ended, descriptor } = workerData as SyncOrder;

function say(end: SyncEnd): void {
  parentPort?.postMessage(end);
}

for (let number = 0; ;) {
  Atomics.wait(wanted, 0, number);
  // It is also woken by the notice of a sync that it has seen wanted, and done, before that came.
  if (Atomics.load(wanted, 0) === number) continue;
  number = Atomics.load(wanted, 0);
  try {
    fs.fdatasyncSync(Atomics.load(descriptor, 0));
    Atomics.store(ended, 0, number);
    say({ number });
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    say({ number, fault: { message, code } });
  }
}
