/**
 * How a suite reaches the store under test. One harness serves a whole suite: its data may be there before, and tests
 * of one suite see each other's, so every test works under names of its own.
 */
export interface StoreHarness<Store> {
  /** A handle on the data, of its own if the store can have several, as another process would have. */
  open(): Promise<Store>;
  /** Present when the data outlives the handles: closes all of them and opens one. */
  reopen?(): Promise<Store>;
  /**
   * Present when others write to the log too: brings it to so many events, whoever's, by events of others. A log that
   * holds more gets as many of them.
   */
  fill?(events: number): Promise<void>;
  /** Closes every handle and removes the data. */
  close(): Promise<void>;
}

export type MakeHarness<Store> = () => Promise<StoreHarness<Store>>;

/** What a promise is rejected with; fails when it is not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection');
}
