/** How long, in milliseconds, what may take. */
export interface Timeouts {
  /** A call that is not answered for so long has failed. Default 5000. */
  readonly call: number;
  /** A call that fails is repeated for so long, as far as it may be. Default 10000. */
  readonly persist: number;
  /** A subscription that says nothing for so long is looked after. Default 2000. */
  readonly idle: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = { call: 5_000, persist: 10_000, idle: 2_000 };
