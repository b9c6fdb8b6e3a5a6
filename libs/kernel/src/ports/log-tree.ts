import type { LogHead, SignedHead } from '../log-tree/log-head.ts';
import type { ReadNode, TreeHash } from '../log-tree/merkle-tree.ts';
import type { EventText } from '../log-tree/log-entry.ts';
import type { Position } from '../position.ts';

/** A leaf of the tree, as it is stored. */
export interface StoredLeaf {
  /** From 0. */
  readonly index: number;
  /** Its own hash, then that of each subtree that it completes, the smallest first. */
  readonly hashes: readonly TreeHash[];
}

/** What stands at a position: an event, its leaf, or both, as it should be. */
export interface CheckedPlace {
  readonly position: Position;
  readonly event?: EventText;
  /** Undefined where the log has no tree, or the event none of its leaves. */
  readonly leaf?: StoredLeaf;
}

/**
 * `kept`: there is a leaf for every event, as far as can be seen without a look at all. `owed`: the events were written
 * before there was a tree, and no server has started since. `lost`: it was there, or a part of it, and is gone.
 */
export type TreeStanding = 'kept' | 'owed' | 'lost';

/**
 * The tree over a log that keeps it with its events (RFC 6962): a leaf for each event, made in the transaction that writes
 * it.
 */
export interface LogTree {
  standing(): TreeStanding;
  /**
   * What the tree stands for now.
   * @throws SystemError STORE_UNAVAILABLE where it is owed, until a server has started; LOG_CHANGED where it is lost
   */
  head(): Pick<LogHead, 'size' | 'position' | 'root'>;
  /**
   * The head that was kept last.
   * @throws SystemError LOG_CHANGED when what stands in its place is none
   */
  keptHead(): SignedHead | undefined;
  /** Keeps a signed head with the log, in place of the one before. */
  keepHead(head: SignedHead): void;
  /** A complete subtree, for proofs. */
  readonly readNode: ReadNode;
  /**
   * Everything up to the end as it is at the call, in order of position, whatever is written meanwhile; events without
   * leaves where the tree is not kept.
   */
  places(): AsyncIterable<CheckedPlace>;
}
