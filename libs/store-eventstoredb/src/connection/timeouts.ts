/** How long, in milliseconds, what may take. */
export interface Timeouts {
  /** A call that is not answered for so long has failed. Default 5000. */
  readonly call: number;
  /** A call that fails is repeated for so long, as far as it may be. Default 10000. */
  readonly persist: number;
  /** A subscription that says nothing for so long is looked after. Default 2000. */
  readonly idle: number;
  /**
   * For so long whoever repeats a command leaves it to the process that was first given it: should that one be dead, the
   * repeat is carried out late; should it be alive, they do not meet in the log. Default 1000.
   */
  readonly repeat: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = { call: 5_000, persist: 10_000, idle: 2_000, repeat: 1_000 };
