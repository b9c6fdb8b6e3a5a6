import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What is kept, and not only not collected yet; in bytes. */
export function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
