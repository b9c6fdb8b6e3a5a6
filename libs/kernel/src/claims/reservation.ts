import { createHash } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import type { Aggregate, DecisionContext } from '../commands/aggregate.ts';
import type { CommandExecutor } from '../commands/command-executor.ts';
import type { CommandOrigin } from '../commands/command-origin.ts';
import { toTimestamp } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { defineEvent, type EventOf, type EventsOf } from '../events/event-definition.ts';
import type { ProcessManager } from '../processes/process-manager.ts';
import { idOf } from '../stream-name.ts';
import { claimSweeper } from './claim-sweeper.ts';
import type { ClaimStep } from './claim-then-act.ts';

/** Where the act that a reservation is made for will stand. */
const Target = Type.Object({ category: Type.String({ minLength: 1 }), id: Type.String({ minLength: 1 }) });

export const ReservationClaimed = defineEvent({
  type: 'ReservationClaimed',
  schema: Type.Object({
    /** What must be unique, for example `host-body-fiscal-code`. */
    kind: Type.String({ minLength: 1 }),
    /** The command that the value is reserved for. */
    forCommandId: Type.String({ minLength: 1 }),
    target: Target,
    /** After it, an act that never came is abandoned and the value free again. */
    until: Type.String({ minLength: 1 }),
  }),
});
export const ReservationReleased = defineEvent({
  type: 'ReservationReleased',
  schema: Type.Object({ kind: Type.String({ minLength: 1 }), forCommandId: Type.String({ minLength: 1 }) }),
});
export const reservationEvents = [ReservationClaimed, ReservationReleased] as const;
export type ReservationEvent = EventsOf<typeof reservationEvents>;

export type ReservationCommand =
  | {
      readonly type: 'ClaimReservation';
      readonly kind: string;
      readonly forCommandId: string;
      readonly target: { readonly category: string; readonly id: string };
    }
  | { readonly type: 'ReleaseReservation'; readonly kind: string; readonly forCommandId: string };

interface ReservationState {
  readonly heldFor?: {
    readonly commandId: string;
    readonly target: { readonly category: string; readonly id: string };
  };
}

/** How long an act may take before the sweeper asks for it, in milliseconds. */
export const CLAIM_PATIENCE_MS = 60_000;

/**
 * Uniqueness of one value: a stream per value, so that two claims for the same value meet at one revision. A claim
 * counts until it is released.
 */
export const reservation: Aggregate<ReservationState, ReservationCommand, ReservationEvent, DecisionContext> = {
  category: 'Reservation',
  initialState: () => ({}),
  scopeOf: () => ({}),
  decide: (command, state, { now }) => {
    const { kind, forCommandId } = command;
    const held = state.heldFor?.commandId === forCommandId;
    if (command.type === 'ReleaseReservation') {
      return held ? [{ type: 'ReservationReleased', data: { kind, forCommandId } }] : [];
    }
    if (held) return [];
    if (state.heldFor)
      throw new DomainError('VALUE_ALREADY_TAKEN', { kind, takenBy: state.heldFor.target }, 'conflict');
    const until = toTimestamp(now + CLAIM_PATIENCE_MS);
    return [{ type: 'ReservationClaimed', data: { kind, forCommandId, target: command.target, until } }];
  },
  evolve: (_state, event) =>
    event.type === 'ReservationClaimed'
      ? { heldFor: { commandId: event.data.forCommandId, target: event.data.target } }
      : {},
};

/** Id of the reservation stream of a value: a hash, so that the value itself stands in no stream name. */
export function reservationId(kind: string, value: string): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, value]))
    .digest('hex');
}

/** The claim step that reserves a value for a command. */
export function reserve(
  executor: CommandExecutor,
  kind: string,
  value: string,
  forCommandId: string,
  target: { readonly category: string; readonly id: string },
): ClaimStep {
  const run = (command: ReservationCommand, origin: CommandOrigin): Promise<unknown> =>
    executor.execute(reservation, { id: reservationId(kind, value), command, origin, context: (known) => known });
  return {
    take: (origin) => run({ type: 'ClaimReservation', kind, forCommandId, target }, origin),
    stands: async () => {
      const { heldFor } = (await executor.peek(reservation, reservationId(kind, value))).state;
      if (heldFor?.commandId !== forCommandId) return false;
      return heldFor.target.category === target.category && heldFor.target.id === target.id;
    },
    release: (origin) => run({ type: 'ReleaseReservation', kind, forCommandId }, origin),
  };
}

/**
 * The process manager that resolves reservations whose process died before the act.
 * @param acted event types that say that an act for which values are reserved was carried out
 */
export function reservationSweeper(acted: readonly string[]): ProcessManager {
  return claimSweeper({
    name: 'reservation-sweeper',
    claimed: {
      ReservationClaimed: (event) => {
        const { kind, forCommandId, target, until } = event.data as EventOf<typeof ReservationClaimed>['data'];
        return {
          claimId: event.stream,
          commandId: forCommandId,
          until: Date.parse(until),
          abandon: { name: 'AbandonCommand', data: { ...target, abandonedCommandId: forCommandId } },
          release: { name: 'ReleaseReservation', data: { id: idOf(event.stream), kind, forCommandId } },
        };
      },
    },
    released: {
      ReservationReleased: (event) => ({
        claimId: event.stream,
        commandId: (event.data as EventOf<typeof ReservationReleased>['data']).forCommandId,
      }),
    },
    acted,
  });
}
