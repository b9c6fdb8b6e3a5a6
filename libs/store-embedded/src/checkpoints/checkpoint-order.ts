/** What the thread of checkpoints is started with. The lists of one number are shared with whoever writes. */
export interface CheckpointOrder {
  /** Paths of files in WAL mode, which are there. */
  readonly files: readonly string[];
  /** How many transactions were committed, in turns of 2^32. */
  readonly commits: Int32Array<SharedArrayBuffer>;
  /** Whether the thread is to end: 0 or 1. */
  readonly ended: Int32Array<SharedArrayBuffer>;
}
