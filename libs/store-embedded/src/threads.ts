import { Worker } from 'node:worker_threads';

/** MiB: threads of stores hold next to nothing. */
const MEMORY = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };

/**
 * Starts a thread from a file.
 * @param workerData what it is told at the start
 */
export function startThread(source: URL, workerData: unknown): Worker {
  // It prints nothing. Were its output passed on, that of the process would no longer wait for who reads it.
  const silent = { stdout: true, stderr: true };
  return new Worker(source, { workerData, resourceLimits: MEMORY, ...silent });
}

/** A number that threads share: a list of one, which is 0. */
export function sharedNumber(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}
