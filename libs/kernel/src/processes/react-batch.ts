import { deriveId } from '../commands/command-id.ts';
import { isSystemError, messageOf } from '../errors.ts';
import type { RecordedEvent } from '../events/envelope.ts';
import type { StoredEvent } from '../ports/event-store.ts';
import type { Deadline, ParkedInstance, PlannedCommand, ProcessInstance } from '../ports/work-store.ts';
import { isAfter, START, type Position } from '../position.ts';
import type { Decode } from '../projections/decode-once.ts';
import type { ProcessManager, Reaction } from './process-manager.ts';
import type { WantedCommand } from './wanted-command.ts';

interface ReactInput {
  readonly process: ProcessManager;
  /** The stored instances of these keys. */
  readonly load: (keys: readonly string[]) => Promise<ReadonlyMap<string, ProcessInstance>>;
  readonly events: readonly StoredEvent[];
  /** Where the stretch of log begins (exclusive). */
  readonly after: Position;
  readonly decode: Decode;
  /** RFC 3339; when a failure happened. */
  readonly now: () => string;
}

/**
 * Folds a batch into the instances it touches, each loaded once. Writes nothing.
 * @returns the instances that changed and have something to remember
 * @throws SystemError INVALID_EVENT | UNKNOWN_EVENT_TYPE | NEWER_EVENT_VERSION: a process cannot go on past an event
 *   that it cannot read, since nobody knows which instance it would have changed
 */
export async function reactBatch(input: ReactInput): Promise<readonly ProcessInstance[]> {
  const touches = touchesOf(input);
  const stored = await input.load([...new Set(touches.flatMap(({ keys }) => keys))]);
  const changed = new Map<string, ProcessInstance>();
  for (const { event, keys, after } of touches) {
    for (const key of keys) {
      const before = changed.get(key) ?? stored.get(key);
      if (before && (before.parked?.failedAt || !isAfter(event.position, before.position))) continue;
      changed.set(key, react(input, before ?? untouched(key), event, after));
    }
  }
  return [...changed.values()].filter((instance) => stored.has(instance.key) || isWorthKeeping(instance));
}

interface Touch {
  readonly event: RecordedEvent;
  readonly keys: readonly string[];
  readonly after: Position;
}

function touchesOf({ process, events, after, decode }: ReactInput): Touch[] {
  const touches: Touch[] = [];
  let previous = after;
  for (const stored of events) {
    if (process.handles.has(stored.type)) {
      const event = decode(stored);
      touches.push({ event, keys: process.keys(event), after: previous });
    }
    previous = stored.position;
  }
  return touches;
}

function react(
  { process, now }: ReactInput,
  before: ProcessInstance,
  event: RecordedEvent,
  after: Position,
): ProcessInstance {
  try {
    return applyReaction(process.name, before, event, process.react(before.state, event, before.key));
  } catch (cause) {
    if (isSystemError(cause)) throw cause;
    return {
      ...before,
      // Beside the mark of a refused command, if there is one.
      parked: {
        ...before.parked,
        error: messageOf(cause),
        since: now(),
        failedAt: { position: event.position, after },
      },
    };
  }
}

function applyReaction(
  process: string,
  before: ProcessInstance,
  event: RecordedEvent,
  { state, commands = [], set = [], clear = [] }: Reaction<unknown>,
): ProcessInstance {
  const { key } = before;
  const plan = (wanted: WantedCommand, ...place: (string | number)[]): PlannedCommand => ({
    commandId: deriveId('process', process, key, event.eventId, ...place),
    name: wanted.name,
    data: wanted.data,
    causationId: event.eventId,
    correlationId: event.metadata.$correlationId,
  });
  const replaced = new Set([...clear, ...set.map(({ id }) => id)]);
  const deadlines: Deadline[] = [
    ...before.deadlines.filter(({ id }) => !replaced.has(id)),
    ...set.map(({ id, dueAt, command }) => ({ id, dueAt, command: plan(command, 'deadline', id) })),
  ];
  const unsent = [...before.unsent, ...commands.map((wanted, index) => plan(wanted, index))];
  const { parked, ...rest } = before;
  const owed = [...unsent, ...deadlines.map(({ command }) => command)];
  const mark = stillParked(parked, owed);
  return { ...rest, state, position: event.position, unsent, deadlines, ...(mark ? { parked: mark } : {}) };
}

/** The mark of a refused command that the instance has ceased to want holds it up no longer. */
function stillParked(parked: ParkedInstance | undefined, owed: readonly PlannedCommand[]): ParkedInstance | undefined {
  if (parked?.commandId === undefined || parked.failedAt) return parked;
  return owed.some(({ commandId }) => commandId === parked.commandId) ? parked : undefined;
}

function untouched(key: string): ProcessInstance {
  return { key, position: START, state: undefined, unsent: [], deadlines: [] };
}

function isWorthKeeping({ state, unsent, deadlines, parked }: ProcessInstance): boolean {
  return state !== undefined || unsent.length > 0 || deadlines.length > 0 || parked !== undefined;
}
