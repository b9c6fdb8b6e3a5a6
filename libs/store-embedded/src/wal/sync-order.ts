/** What the thread of syncs is started with: lists of one number, shared with whoever wants a sync. */
export interface SyncOrder {
  /** How many were wanted, in turns of 2^32. */
  readonly wanted: Int32Array<SharedArrayBuffer>;
  /** The last one that ended well. */
  readonly ended: Int32Array<SharedArrayBuffer>;
  /** Of the file that is to be synced next. */
  readonly descriptor: Int32Array<SharedArrayBuffer>;
}

/** What the thread says when a sync has ended. */
export interface SyncEnd {
  readonly number: number;
  /** What the operating system said, as an error loses its code between threads; absent when all is well. */
  readonly fault?: { readonly message: string; readonly code: string | undefined };
}
