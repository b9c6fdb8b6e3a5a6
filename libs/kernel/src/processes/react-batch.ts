import { deriveId } from '../commands/command-id.ts';
import { isSystemError, messageOf } from '../errors.ts';
import type { RecordedEvent } from '../events/envelope.ts';
import type { StoredEvent } from '../ports/event-store.ts';
import {
  MAX_INSTANCE_BYTES,
  type Deadline,
  type ParkedInstance,
  type PlannedCommand,
  type ProcessInstance,
} from '../ports/work-store.ts';
import { isAfter, START, type Position } from '../position.ts';
import type { Decode } from '../projections/decode-once.ts';
import { wellFormed } from '../well-formed.ts';
import type { ProcessManager, Reaction } from './process-manager.ts';
import { idOfCommandAbout, type WantedCommand } from './wanted-command.ts';

/** What {@link reactBatch} folds. */
export interface ReactInput {
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

/** An instance that a batch has changed. */
export interface ChangedInstance {
  readonly instance: ProcessInstance;
  /** As it was stored before. */
  readonly before: ProcessInstance;
  /** The first event of the batch that changed it, and where the log was read from. */
  readonly since: { readonly position: Position; readonly after: Position };
}

/**
 * Folds a batch into the instances it touches, each loaded once. Writes nothing.
 * @returns the instances that changed and have something to remember; one that has become too large stands as before, and
 *   waits for a person
 * @throws SystemError INVALID_EVENT | UNKNOWN_EVENT_TYPE | NEWER_EVENT_VERSION: a process cannot go on past an event
 *   that it cannot read, since nobody knows which instance it would have changed
 */
export async function reactBatch(input: ReactInput): Promise<readonly ChangedInstance[]> {
  const touches = touchesOf(input);
  const stored = await input.load([...new Set(touches.flatMap(({ keys }) => keys))]);
  const changed = new Map<string, ChangedInstance>();
  for (const { event, keys, after } of touches) {
    for (const key of keys) {
      const known = changed.get(key);
      const last = known?.instance ?? stored.get(key) ?? untouched(key);
      if (last.parked?.failedAt || !isAfter(event.position, last.position)) continue;
      const { before, since } = known ?? { before: last, since: { position: event.position, after } };
      changed.set(key, { instance: react(input, last, event, after), before, since });
    }
  }
  return [...changed.values()]
    .filter(({ instance }) => stored.has(instance.key) || isWorthKeeping(instance))
    .map((change) => withinBounds(change, input.now()));
}

/**
 * What is stored of an instance whose change cannot be: as it was before, waiting for a person. A retry folds it again
 * from there.
 * @param since RFC 3339
 */
export function parkedUnchanged({ before, since }: ChangedInstance, error: string, now: string): ProcessInstance {
  return { ...before, parked: { ...before.parked, error, since: now, failedAt: since } };
}

/** One that was larger before is let go on: it may be on its way to give what it owes. */
function withinBounds(change: ChangedInstance, now: string): ChangedInstance {
  const bytes = bytesOf(change.instance);
  if (bytes <= MAX_INSTANCE_BYTES || bytesOf(change.before) > MAX_INSTANCE_BYTES) return change;
  const error = `it would take ${bytes} bytes with all that it owes, more than the ${MAX_INSTANCE_BYTES} of an instance`;
  return { ...change, instance: parkedUnchanged(change, error, now) };
}

function bytesOf({ state, unsent, deadlines }: ProcessInstance): number {
  return Buffer.byteLength(JSON.stringify([state, unsent, deadlines]));
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
      touches.push({ event, keys: wellFormed(process.keys(event)), after: previous });
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
  const { eventId } = event;
  const plan = (wanted: WantedCommand, commandId: string): PlannedCommand => ({
    commandId,
    name: wanted.name,
    data: wanted.data,
    causationId: eventId,
    correlationId: event.metadata.$correlationId,
    ...(wanted.about === undefined ? {} : { about: wanted.about }),
  });
  const idAt = (...place: (string | number)[]): string => deriveId('process', process, key, eventId, ...place);
  const replaced = new Set([...clear, ...set.map(({ id }) => id)]);
  const deadlines: Deadline[] = [
    ...before.deadlines.filter(({ id }) => !replaced.has(id)),
    ...set.map(({ id, dueAt, command }) => ({ id, dueAt, command: plan(command, idAt('deadline', id)) })),
  ];
  const unsent = afterOthers(
    before.unsent,
    commands.map((wanted, index) => {
      const { about } = wanted;
      return plan(wanted, about === undefined ? idAt(index) : idOfCommandAbout({ process, key, eventId }, about));
    }),
  );
  const { parked, ...rest } = before;
  const owed = [...unsent, ...deadlines.map(({ command }) => command)];
  const mark = stillParked(parked, owed);
  return { ...rest, state, position: event.position, unsent, deadlines, ...(mark ? { parked: mark } : {}) };
}

/** Commands that wait, with others behind them; those that one of these makes needless are left out. */
function afterOthers(waiting: readonly PlannedCommand[], more: readonly PlannedCommand[]): PlannedCommand[] {
  const about = new Set(more.map((command) => command.about));
  return [...waiting.filter((command) => command.about === undefined || !about.has(command.about)), ...more];
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
