import { logReplaced } from '../errors.ts';
import type { BuildId, Checkpoint, ReadModelStore } from '../ports/read-model-store.ts';
import { isAfter } from '../position.ts';
import { BuildAttempt, type AttemptOptions, type BuildProgress } from './build-attempt.ts';
import { GatheredDocuments, Room } from './gathered-documents.ts';
import { interrupted, outlast } from './outlast.ts';
import type { ReadableLog } from './shared-pass.ts';

export type { BuildProgress } from './build-attempt.ts';

export interface BuildOptions extends Omit<AttemptOptions, 'logId' | 'documents' | 'checkpoint' | 'onCheckpoint'> {
  /** For its documents, in common with builds that are made at the same time; its own when absent. */
  readonly room?: Room;
  /** Told of each time a store was away; the build then goes on from its checkpoint. Without it the build ends. */
  readonly onUnavailable?: (error: unknown) => void;
}

/**
 * Folds the log into a build that only this call writes, from the build's checkpoint on. Documents are kept in memory as long as there is
 * room, and written when they have to go, and with each checkpoint: what is written may be ahead of the checkpoint, never
 * behind it. Stops at the first event that cannot be folded. Used by a rebuild, by an analyst's replay, and at the first start.
 * @returns how far it came
 * @throws SystemError FOLD_FAILED | INVALID_EVENT | UNKNOWN_EVENT_TYPE | NEWER_EVENT_VERSION, naming the event;
 *   LOG_REPLACED when the build was begun on another log, or a longer one
 */
export async function buildProjection(options: BuildOptions): Promise<BuildProgress> {
  const { build, signal, onUnavailable } = options;
  let read = 0;
  const go = (): Promise<BuildProgress> => buildOn(options, read, (events) => (read = events));
  return onUnavailable ? outlast(go, { what: nameOf(build), onUnavailable, ...(signal ? { signal } : {}) }) : go();
}

/**
 * @param read events that were read until the build's checkpoint
 * @param onCheckpoint told how many they are with each further one
 */
async function buildOn(
  options: BuildOptions,
  read: number,
  onCheckpoint: (events: number) => void,
): Promise<BuildProgress> {
  const { log, store, build, room = new Room() } = options;
  const logId = await log.logId();
  const checkpoint = await store.checkpoint(build);
  if (checkpoint) await refuseOtherLog(log, build, checkpoint);
  if (options.signal?.aborted) throw interrupted(nameOf(build));
  const documents = new GatheredDocuments(room, checkpoint === undefined && (await isEmpty(store, build)));
  try {
    const attempt = new BuildAttempt({ ...options, logId, documents, checkpoint, onCheckpoint });
    return await attempt.run(read);
  } finally {
    documents.clear();
  }
}

/** An attempt whose store went away may have written documents and no checkpoint. */
async function isEmpty(store: ReadModelStore, build: BuildId): Promise<boolean> {
  for await (const _document of store.documents(build)) return false;
  return true;
}

async function refuseOtherLog(log: ReadableLog, build: BuildId, known: Checkpoint): Promise<void> {
  const head = await log.head();
  if (known.logId === (await log.logId()) && !isAfter(known.position, head)) return;
  throw logReplaced(nameOf(build), { ...known, head }, 'begin a new one');
}

function nameOf(build: BuildId): string {
  return `the build ${build}`;
}
