import { isAfter, isSystemError, logReplaced, SystemError } from '#kernel/domain';
import type { Checkpoint } from '#kernel/ports';
import { hostsIn, optionsOf, type Configuration } from '#platform';
import type { ContextDefinition } from '#use-cases';
import { processesOf, projectionsOf } from '../contexts/event-core.ts';
import type { Stores } from '../stores/stores.ts';

interface Knowing extends Checkpoint {
  readonly who: string;
}

/**
 * Refuses to start on a log that is not the one which read models and process managers have read: whoever answers from
 * them would answer from another past.
 * @throws SystemError LOG_REPLACED
 */
export async function refuseRestoredLog(stores: Stores, contexts: readonly ContextDefinition[]): Promise<void> {
  const { eventStore: log } = stores;
  // Read before the end of the log, which others may go on writing.
  const known = await knowledge(stores, contexts);
  const [logId, head] = [await log.logId(), await log.head()];
  const other = known.find((one) => one.logId !== logId || isAfter(one.position, head));
  if (!other) return;
  const { who, ...checkpoint } = other;
  throw logReplaced(`what ${who} has read`, { ...checkpoint, head }, 'nothing is started on it unless that is meant');
}

type Place = Pick<Configuration, 'dataDirectory' | 'cluster'>;

/** The same refusal, for whoever starts the process: which log it is, and the command to give. Without credentials. */
export function refusalToStart(refused: SystemError, place: Place): SystemError {
  const { dataDirectory, cluster } = place;
  const log = cluster
    ? `The log of the installation ${cluster.installation} in EventStoreDB at ${hostsIn(cluster.eventStoreDb)}`
    : `The log in ${dataDirectory}`;
  const older = cluster ? 'an older log was put back on purpose' : 'an older events.db was put back on purpose';
  return new SystemError(
    'LOG_REPLACED',
    `${log} cannot be gone on with: ${refused.message}.\n` +
      `If ${older}, say so while no process of it runs, and start again:\n` +
      `  rete-punti accept-restore ${optionsOf(place)}\n` +
      'If not, put back the log that belongs to it.',
    refused.facts,
    { cause: refused },
  );
}

async function knowledge(
  { readModels, work }: Stores,
  contexts: readonly ContextDefinition[],
): Promise<readonly Knowing[]> {
  const known: Knowing[] = [];
  for (const { name, version } of projectionsOf(contexts)) {
    const build = await readModels.pointer(name, version);
    const checkpoint = build === undefined ? undefined : await readModels.checkpoint(build).catch(ifDropped);
    if (checkpoint) known.push({ ...checkpoint, who: `the read model ${name}` });
  }
  for (const { name } of processesOf(contexts)) {
    const checkpoint = await work.checkpoint(name);
    if (checkpoint) known.push({ ...checkpoint, who: `the process manager ${name}` });
  }
  return known;
}

/** A pointer to a dropped build is none. */
function ifDropped(error: unknown): undefined {
  if (!isSystemError(error, 'PROJECTION_UNKNOWN')) throw error;
}
