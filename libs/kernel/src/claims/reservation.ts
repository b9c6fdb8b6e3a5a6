import { createHash } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import type { Aggregate } from '../commands/aggregate.ts';
import { toTimestamp } from '../clock.ts';
import type { DomainError } from '../errors.ts';
import { defineEvent, type EventDefinition, type EventsOf } from '../events/event-definition.ts';
import type { ProcessManager } from '../processes/process-manager.ts';
import { give, type CommandReference } from '../processes/wanted-command.ts';
import { defineRefusal } from '../rules/refusal.ts';
import { idOf } from '../stream-name.ts';
import type { Claim } from '../commands/claim.ts';
import { abandonCommand, claimSweeper, reading } from './claim-sweeper.ts';

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
/** A value stands in an act that has claimed none: it is older than the claim. */
export const ReservationRecorded = defineEvent({
  type: 'ReservationRecorded',
  schema: Type.Object({
    kind: Type.String({ minLength: 1 }),
    /** The command that brought the act about. */
    forCommandId: Type.String({ minLength: 1 }),
    target: Target,
  }),
});
export const reservationEvents = [ReservationClaimed, ReservationRecorded, ReservationReleased] as const;
export type ReservationEvent = EventsOf<typeof reservationEvents>;

/** For which command a value is reserved, and where its act stands. */
interface Holder {
  readonly commandId: string;
  readonly target: { readonly category: string; readonly id: string };
}

export interface ReservationState {
  readonly heldFor?: Holder;
  /** Acts of before in which the same value stands: each holds it once those before it have given it back. */
  readonly heldNext?: readonly Holder[];
}

/** A value that must be unique has gone to another. */
export const valueAlreadyTaken = defineRefusal(
  'VALUE_ALREADY_TAKEN',
  'Another has the same {kind} already: go on with that one, or give another value.',
  'conflict',
);

/** How long an act may take before the sweeper asks for it, in milliseconds. */
export const CLAIM_PATIENCE_MS = 60_000;

/**
 * Uniqueness of one value: a stream per value, so that two claims for the same value meet at one revision. A claim
 * counts until it is released.
 */
export const reservation: Aggregate<ReservationState, ReservationEvent> = {
  category: 'Reservation',
  initialState: () => ({}),
  scopeOf: () => ({}),
  evolve: (state, event) => {
    const { forCommandId: commandId } = event.data;
    const holders = holdersOf(state);
    return event.type === 'ReservationReleased'
      ? heldBy(holders.filter((holder) => holder.commandId !== commandId))
      : heldBy([...holders, { commandId, target: event.data.target }]);
  },
};

function holdersOf({ heldFor, heldNext = [] }: ReservationState): readonly Holder[] {
  return heldFor ? [heldFor, ...heldNext] : [];
}

function heldBy([heldFor, ...heldNext]: readonly Holder[]): ReservationState {
  return { ...(heldFor ? { heldFor } : {}), ...(heldNext.length > 0 ? { heldNext } : {}) };
}

function isHeldFor(state: ReservationState, commandId: string): boolean {
  return holdersOf(state).some((holder) => holder.commandId === commandId);
}

/** Id of the reservation stream of a value: a hash, so that the value itself stands in no stream name. */
export function reservationId(kind: string, value: string): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, value]))
    .digest('hex');
}

/**
 * The claim that makes a value unique.
 * @param kind what must be unique, for example `host-body-fiscal-code`
 * @param taken what whoever comes second is refused with
 */
export function reservationOf(
  kind: string,
  value: string,
  taken: (takenBy: Holder['target']) => DomainError = (takenBy) => valueAlreadyTaken({ kind, takenBy }),
): Claim<ReservationState, ReservationEvent> {
  return {
    on: reservation,
    id: reservationId(kind, value),
    what: kind,
    claim: ({ heldFor }, { commandId, target, now }) => {
      if (heldFor?.commandId === commandId) return [];
      if (heldFor) throw taken(heldFor.target);
      const until = toTimestamp(now + CLAIM_PATIENCE_MS);
      return [{ type: 'ReservationClaimed', data: { kind, forCommandId: commandId, target, until } }];
    },
    stands: ({ heldFor }, { commandId, target }) =>
      heldFor?.commandId === commandId &&
      heldFor.target.category === target.category &&
      heldFor.target.id === target.id,
    release: (state, { commandId }) => releaseReservation(state, kind, commandId),
  };
}

/** The events that free a value, if this command holds it. */
export function releaseReservation(state: ReservationState, kind: string, forCommandId: string): ReservationEvent[] {
  if (!isHeldFor(state, forCommandId)) return [];
  return [{ type: 'ReservationReleased', data: { kind, forCommandId } }];
}

/** Payload of {@link releaseReservationCommand}. */
export interface ReleaseReservationData {
  readonly id: string;
  readonly kind: string;
  readonly forCommandId: string;
}

/**
 * A value as the command holds it that claimed it, or for which it is recorded.
 * @param kind see {@link reservationOf}
 */
export function heldValue(kind: string, value: string, forCommandId: string): ReleaseReservationData {
  return { id: reservationId(kind, value), kind, forCommandId };
}

/** Payload of {@link recordReservationCommand}. */
export interface RecordReservationData extends ReleaseReservationData {
  readonly target: { readonly category: string; readonly id: string };
}

/** Reserves a value for an act that stands and has claimed none, after the acts for which it is reserved already. */
export const recordReservationCommand: CommandReference<RecordReservationData> = { name: 'RecordReservation' };

/** The events that reserve a value for an act of before. */
export function recordReservation(
  state: ReservationState,
  { kind, forCommandId, target }: RecordReservationData,
): ReservationEvent[] {
  return isHeldFor(state, forCommandId) ? [] : [{ type: 'ReservationRecorded', data: { kind, forCommandId, target } }];
}

/** Frees a reserved value. */
export const releaseReservationCommand: CommandReference<ReleaseReservationData> = { name: 'ReleaseReservation' };

/**
 * The process manager that resolves reservations whose process died before the act.
 * @param acted the events that say that an act for which values are reserved was carried out
 */
export function reservationSweeper(acted: readonly Pick<EventDefinition, 'type'>[]): ProcessManager {
  return claimSweeper({
    name: 'reservation-sweeper',
    claimed: [
      reading(ReservationClaimed, ({ stream, data: { kind, forCommandId, target, until } }) => ({
        claimId: stream,
        commandId: forCommandId,
        until: Date.parse(until),
        abandon: give(abandonCommand, { ...target, abandonedCommandId: forCommandId }),
        release: give(releaseReservationCommand, { id: idOf(stream), kind, forCommandId }),
      })),
    ],
    released: [reading(ReservationReleased, ({ stream, data }) => ({ claimId: stream, commandId: data.forCommandId }))],
    acted,
    gives: [releaseReservationCommand],
  });
}
