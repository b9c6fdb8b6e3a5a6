import { setTimeout as sleep } from 'node:timers/promises';

const BASE_MS = 5;
const CAP_MS = 500;

/** Waits before another attempt: exponential, capped, and fully jittered so that rivals do not meet again. */
export async function pauseBeforeRetry(attempt: number, cap = CAP_MS): Promise<void> {
  await sleep(Math.random() * Math.min(cap, BASE_MS * 2 ** attempt));
}
