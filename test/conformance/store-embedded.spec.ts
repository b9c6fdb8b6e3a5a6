import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EmbeddedAccessLog,
  EmbeddedIdempotencyStore,
  EmbeddedEventStore,
  EmbeddedKeyStore,
  EmbeddedLeaseStore,
  EmbeddedReadModelStore,
  EmbeddedWorkStore,
} from '#store-embedded';
import { describeAccessLog } from './access-log.ts';
import { describeIdempotencyStore } from './idempotency-store.ts';
import { describeEventStoreAlone } from './event-store.alone.ts';
import { describeEventStore } from './event-store.ts';
import { describeAppendingTogether } from './event-store.together.ts';
import type { StoreHarness } from './harness.ts';
import { describeKeyStore } from './key-store.ts';
import { describeLargestAgenda } from './largest-agenda.ts';
import { describeLeaseStore } from './lease-store.ts';
import { describeReadModelStore } from './read-model-store.ts';
import { describeWorkStore } from './work-store.ts';

describeEventStore('EmbeddedEventStore', () => inDirectory((path) => new EmbeddedEventStore(join(path, 'events.db'))));
describeAppendingTogether('EmbeddedEventStore', () =>
  inDirectory((path) => new EmbeddedEventStore(join(path, 'events.db'))),
);
describeEventStoreAlone('EmbeddedEventStore', () =>
  inDirectory((path) => new EmbeddedEventStore(join(path, 'events.db'))),
);
describeReadModelStore('EmbeddedReadModelStore', () =>
  inDirectory((path) => new EmbeddedReadModelStore(join(path, 'read-models.db'))),
);
describeWorkStore('EmbeddedWorkStore', () => inDirectory((path) => new EmbeddedWorkStore(join(path, 'work.db'))));
describeLargestAgenda('EmbeddedWorkStore', () => inDirectory((path) => new EmbeddedWorkStore(join(path, 'work.db'))));
describeAccessLog('EmbeddedAccessLog', () => inDirectory((path) => new EmbeddedAccessLog(join(path, 'work.db'))));
describeKeyStore('EmbeddedKeyStore', () => inDirectory((path) => new EmbeddedKeyStore(join(path, 'keys.db'))));
describeIdempotencyStore('EmbeddedIdempotencyStore', () =>
  inDirectory((path) => new EmbeddedIdempotencyStore(join(path, 'claims.db'))),
);
describeLeaseStore('EmbeddedLeaseStore', (monotonic) =>
  inDirectory((path) => new EmbeddedLeaseStore(join(path, 'work.db'), { monotonic })),
);

/** A harness over a directory of its own. */
async function inDirectory<Store extends { close(): Promise<void> }>(
  openIn: (directory: string) => Store,
): Promise<StoreHarness<Store>> {
  const directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
  const handles: Store[] = [];
  const open = async (): Promise<Store> => {
    const store = openIn(directory);
    handles.push(store);
    return store;
  };
  const closeAll = async (): Promise<void> => {
    for (const handle of handles.splice(0)) await handle.close();
  };
  return {
    open,
    reopen: async () => {
      await closeAll();
      return open();
    },
    close: async () => {
      await closeAll();
      await rm(directory, { recursive: true });
    },
  };
}
