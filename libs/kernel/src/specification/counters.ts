import { Type } from '@sinclair/typebox';
import { CommandAbandoned } from '../commands/abandonment.ts';
import type { Aggregate } from '../commands/aggregate.ts';
import { CommandExecutor } from '../commands/command-executor.ts';
import type { CommandResult } from '../commands/command-request.ts';
import { deriveId } from '../commands/command-id.ts';
import type { CommandOrigin } from '../commands/command-origin.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { Clock } from '../clock.ts';
import { defineEvent, type EventsOf } from '../events/event-definition.ts';
import { when } from '../events/event-handler.ts';
import { EventRegistry } from '../events/event-registry.ts';
import { reservationEvents } from '../claims/reservation.ts';
import { defineProjection, type Projection } from '../projections/projection.ts';
import { defineRefusal } from '../rules/refusal.ts';
import { SPEC_NOW } from './expectations.ts';

// A toy domain for the specifications of the kernel itself: counters that stand in groups.

export const Counted = defineEvent({
  type: 'Counted',
  schema: Type.Object({
    group: Type.String({ minLength: 1 }),
    amount: Type.Integer(),
    note: Type.Optional(Type.String()),
  }),
});
export const CounterClosed = defineEvent({
  type: 'CounterClosed',
  schema: Type.Object({ group: Type.String({ minLength: 1 }) }),
});
export const counterEvents = [Counted, CounterClosed] as const;
export type CounterEvent = EventsOf<typeof counterEvents>;

export type CounterCommand =
  | { readonly type: 'Count'; readonly group: string; readonly amounts: readonly number[]; readonly note?: string }
  | { readonly type: 'CloseCounter'; readonly group: string };

export interface CounterState {
  total: number;
  closed: boolean;
}

/** Sums amounts; changes its state in place, as the contract of `evolve` allows. */
export const counter: Aggregate<CounterState, CounterEvent> = {
  category: 'Counter',
  initialState: () => ({ total: 0, closed: false }),
  scopeOf: (state) => ({ unit: `total-${state.total}` }),
  evolve: (state, event) => {
    if (event.type === 'Counted') state.total += event.data.amount;
    else state.closed = true;
    return state;
  },
};

export const counterClosed = defineRefusal(
  'COUNTER_CLOSED',
  'The counter is closed: nothing is left to do.',
  'already-so',
);
export const limitExceeded = defineRefusal(
  'LIMIT_EXCEEDED',
  'It would count to {total}, beyond {limit}: count less, or in another counter.',
);

/** @param limit a fact looked up elsewhere: no counter goes beyond it */
export function decideCounter(command: CounterCommand, state: CounterState, limit: number): CounterEvent[] {
  if (state.closed) throw counterClosed();
  if (command.type === 'CloseCounter') return [{ type: 'CounterClosed', data: { group: command.group } }];
  const total = command.amounts.reduce((sum, amount) => sum + amount, state.total);
  if (total > limit) throw limitExceeded({ total, limit });
  const note = command.note === undefined ? {} : { note: command.note };
  return command.amounts.map((amount) => ({ type: 'Counted', data: { group: command.group, amount, ...note } }));
}

export interface GroupTotal {
  readonly total: number;
  /** How much of it came from each stream. */
  readonly byStream: Readonly<Record<string, number>>;
  /** Every event folded, in order: a lost, doubled or misplaced one shows. */
  readonly seen: readonly string[];
}

/** One document per group, fed by the streams of all its counters. A counter's end in a group clears its total. */
export function groupTotals(
  breakOn: (event: { data: { note?: string } }) => boolean = () => false,
): Projection<GroupTotal> {
  return defineProjection<GroupTotal>({
    name: 'group-totals',
    version: 1,
    indexes: [{ fields: ['total'] }],
    on: [
      when(
        Counted,
        (document, event) => {
          if (breakOn(event)) throw new Error(`cannot fold ${event.data.note ?? ''}`);
          const { stream, position, data } = event;
          return {
            total: (document?.total ?? 0) + data.amount,
            byStream: { ...document?.byStream, [stream]: (document?.byStream[stream] ?? 0) + data.amount },
            seen: [...(document?.seen ?? []), position],
          };
        },
        ({ data }) => [data.group],
      ),
    ],
  });
}

export interface CounterDocument {
  readonly stream: string;
  readonly total: number;
  readonly events: number;
}

/** One document per counter, deleted when it is closed. */
export const counterList: Projection<CounterDocument> = defineProjection<CounterDocument>({
  name: 'counter-list',
  version: 1,
  indexes: [{ fields: ['total'] }],
  keys: (event) => [event.stream],
  on: [
    when(Counted, (document, { stream, data }) => ({
      stream,
      total: (document?.total ?? 0) + data.amount,
      events: (document?.events ?? 0) + 1,
    })),
    when(CounterClosed, () => undefined),
  ],
});

/** All events that the toy domain can write, those of claims included. */
export function counterRegistry(): EventRegistry {
  return new EventRegistry([...counterEvents, CommandAbandoned, ...reservationEvents]);
}

/** A clock that stands still until it is set. */
export class SpecClock implements Clock {
  constructor(public time: number = SPEC_NOW) {}
  now(): number {
    return this.time;
  }
}

/** The origin of a command of a person. */
export function originOf(commandId: string, more: Partial<CommandOrigin> = {}): CommandOrigin {
  return {
    commandId,
    actor: { kind: 'person', id: 'person-1', role: 'central' },
    correlationId: `correlation of ${commandId}`,
    causationId: `request of ${commandId}`,
    ...more,
  };
}

/** Writes into the streams of counters, each call as a command of its own. */
export interface Count {
  (id: string, group: string, amount: number, note?: string): Promise<CommandResult<CounterEvent>>;
  close(id: string, group: string): Promise<CommandResult<CounterEvent>>;
}

/** Writes counts into a log, for specifications of what reads it. */
export function countingOn(store: EventStore, clock: Clock = new SpecClock()): Count {
  const executor = new CommandExecutor({ store, registry: counterRegistry(), clock });
  let given = 0;
  const give = (id: string, command: CounterCommand): Promise<CommandResult<CounterEvent>> => {
    given += 1;
    return executor.execute(counter, {
      id,
      origin: originOf(deriveId('count', given)),
      decide: (state) => decideCounter(command, state, Number.MAX_SAFE_INTEGER),
    });
  };
  const count = (id: string, group: string, amount: number, note?: string): Promise<CommandResult<CounterEvent>> =>
    give(id, { type: 'Count', group, amounts: [amount], ...(note === undefined ? {} : { note }) });
  return Object.assign(count, {
    close: (id: string, group: string) => give(id, { type: 'CloseCounter', group }),
  });
}
