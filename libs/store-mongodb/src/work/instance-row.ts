import { randomUUID } from 'node:crypto';
import type { Deadline, ParkedInstance, PlannedCommand, ProcessInstance } from '#kernel/ports';
import type { WantedIndex } from '../connection/indexes.ts';
import { fromStored, toStored, type StoredPosition } from '../connection/stored-position.ts';

/**
 * A process instance with all it owes, in one document: they change together or not at all. JSON stays text, since
 * nobody searches in it; what is searched for are the fields at the end, each there only when there is something to
 * find.
 */
export interface InstanceRow {
  readonly _id: string;
  readonly process: string;
  readonly key: string;
  readonly position: StoredPosition;
  /** Of the lease under which it was saved last. */
  readonly epoch: number;
  /** Another for every change. */
  readonly revision: string;
  readonly state?: string;
  readonly unsent: string;
  readonly deadlines: string;
  readonly parked?: string;
  /** Position, when commands wait to be sent. */
  readonly unsentAt?: StoredPosition;
  /** Time of the earliest deadline, in milliseconds. */
  readonly dueAt?: number;
  /** Position, when it waits for a person; then neither of the former. */
  readonly parkedAt?: StoredPosition;
  /** Position, when nothing is left of it. */
  readonly overAt?: StoredPosition;
}

export const INSTANCE_INDEXES: readonly WantedIndex[] = [
  { key: { process: 1, unsentAt: 1, key: 1 } },
  { key: { process: 1, dueAt: 1, key: 1 } },
  { key: { process: 1, parkedAt: 1, key: 1 } },
  { key: { process: 1, overAt: 1 } },
];

/** @throws TypeError for a name that could be confused with another's keys */
export function instanceIdOf(process: string, key: string): string {
  if (process.includes('/')) throw new TypeError(`not a name of a process: ${process}`);
  return `${process}/${key}`;
}

/** True when nothing is left of an instance but that it was there. */
export function isOver({ state, unsent, deadlines, parked }: ProcessInstance): boolean {
  return state === undefined && unsent.length === 0 && deadlines.length === 0 && parked === undefined;
}

export function toInstanceRow(process: string, instance: ProcessInstance, epoch: number): InstanceRow {
  const { key, state, unsent, deadlines, parked } = instance;
  const position = toStored(instance.position);
  return {
    _id: instanceIdOf(process, key),
    process,
    key,
    position,
    epoch,
    revision: randomUUID(),
    ...(state === undefined ? {} : { state: JSON.stringify(state) }),
    unsent: JSON.stringify(unsent),
    deadlines: JSON.stringify(deadlines),
    ...(parked === undefined ? owedBy(instance) : { parked: JSON.stringify(parked), parkedAt: position }),
    ...(isOver(instance) ? { overAt: position } : {}),
  };
}

export function fromInstanceRow({ key, position, state, unsent, deadlines, parked }: InstanceRow): ProcessInstance {
  return {
    key,
    position: fromStored(position),
    state: state === undefined ? undefined : JSON.parse(state),
    unsent: JSON.parse(unsent) as PlannedCommand[],
    deadlines: JSON.parse(deadlines) as Deadline[],
    ...(parked === undefined ? {} : { parked: JSON.parse(parked) as ParkedInstance }),
  };
}

function owedBy({ position, unsent, deadlines }: ProcessInstance): Pick<InstanceRow, 'unsentAt' | 'dueAt'> {
  return {
    ...(unsent.length === 0 ? {} : { unsentAt: toStored(position) }),
    ...(deadlines.length === 0 ? {} : { dueAt: Math.min(...deadlines.map(({ dueAt }) => dueAt)) }),
  };
}
