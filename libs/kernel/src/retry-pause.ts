import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_PAUSE_MS = 250;

/** Waits before a store that is away is tried again; no longer than until the signal. Stores have waited by themselves. */
export async function retryPause(signal?: AbortSignal): Promise<void> {
  await sleep(RETRY_PAUSE_MS, undefined, signal ? { signal } : {}).catch(() => undefined);
}
