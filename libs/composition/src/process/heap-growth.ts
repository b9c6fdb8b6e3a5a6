import { setFlagsFromString } from 'node:v8';

/**
 * Says how far memory may grow before it is collected whole. Node would let it grow to several times what is in use, by
 * the first collection that it happens to make; the flag counts from the next one on, for the whole process.
 * @param percent of what was left after the last collection; 0 leaves it to Node
 */
export function boundHeapGrowth(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
