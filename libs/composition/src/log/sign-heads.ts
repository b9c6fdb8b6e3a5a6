import { Logger } from '@nestjs/common';
import { messageOf, toTimestamp, type Clock } from '#kernel/domain';
import {
  fingerprintOf,
  isSignedBy,
  signHead,
  TreeEdge,
  type HeadKey,
  type LogTree,
  type SignedHead,
} from '#kernel/ports';
import type { Configuration } from '#platform';
import type { Stores } from '../stores/stores.ts';
import { readHeadKey } from './head-key.ts';

/** What was written since the last head may be edited by whoever can make the tree anew. */
const SIGN_EVERY_MS = 60_000;

/**
 * Signs what the log is now, at intervals and in the end, where a key is configured and the log keeps a tree. Each head is
 * kept with the log, and goes to the log output, which leaves the machine: that one can be compared with later.
 * @returns what signs for the last time and stops
 * @throws ConfigurationError when the key cannot be used
 */
export function signHeads(
  { eventStore, tree }: Pick<Stores, 'eventStore' | 'tree'>,
  { headKey, dataDirectory }: Pick<Configuration, 'headKey' | 'dataDirectory'>,
  clock: Clock,
): () => Promise<void> {
  if (headKey === undefined || !tree) return async () => undefined;
  const key = readHeadKey(headKey, dataDirectory);
  const logger = new Logger('Log');
  const sign = async (): Promise<void> => {
    try {
      const logId = await eventStore.logId();
      const signed = signNext(tree, key, { logId, at: toTimestamp(clock.now()) });
      // As it can be given to `verify --against`, from wherever the log output goes.
      if (signed) logger.log(`head of the log: ${JSON.stringify(signed)}`);
    } catch (error) {
      logger.error(messageOf(error));
    }
  };
  void sign();
  const timer = setInterval(() => void sign(), SIGN_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await sign();
  };
}

/**
 * Signs the head of now, unless there is nothing new since the one that is kept. The log must go on from that one: a
 * server that signed whatever it finds would vouch for what somebody made of it.
 * @returns the new head, if any
 * @throws Error when the log does not go on from the head that is kept
 */
export function signNext(
  tree: LogTree,
  key: HeadKey,
  { logId, at }: { readonly logId: string; readonly at: string },
): SignedHead | undefined {
  const [now, kept] = [tree.head(), tree.keptHead()];
  if (kept) refuseOther(tree, kept, now.size, key);
  if (kept?.size === now.size && kept.logId === logId && isSignedBy(kept, key.publicKey)) return undefined;
  const signed = signHead({ ...now, logId, at }, key);
  tree.keepHead(signed);
  return signed;
}

function refuseOther(tree: LogTree, kept: SignedHead, size: number, { publicKey }: HeadKey): void {
  const goesOn = kept.size <= size && rootAt(tree, kept.size) === kept.root;
  // One that another key has signed cannot be checked by this one; what it stands for can.
  const isOurs = isSignedBy(kept, publicKey) || kept.key !== fingerprintOf(publicKey);
  if (goesOn && isOurs) return;
  throw new Error(
    `the log does not go on from the head that was signed at ${kept.at} over ${kept.size} events: no head is signed; ` +
      'look with "rete-punti verify", and restore a backup',
  );
}

function rootAt(tree: LogTree, size: number): string {
  return Buffer.from(TreeEdge.of(size, tree.readNode).root()).toString('hex');
}
