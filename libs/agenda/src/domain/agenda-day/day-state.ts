import type { LocalTime } from '#italy';
import type { DayPlan } from '../events/agenda-day-events.ts';
import type { Mode } from '../events/schemas.ts';

/** A slot with what takes its places. Times are milliseconds since the epoch. */
export interface SlotPlaces {
  readonly start: LocalTime;
  readonly startsAt: number;
  /** Exclusive. */
  readonly endsAt: number;
  readonly capacity: number;
  /** Holds and appointments. */
  taken: number;
  /** When each freed place may be taken again; those that lie behind no longer count. */
  readonly cooling: number[];
}

/** Consecutive slots that someone has taken. Times are milliseconds since the epoch. */
export interface Taking {
  readonly start: LocalTime;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly units: number;
  readonly subject: string;
  readonly commitmentId: string;
  readonly mode: Mode;
  /** Order in which the day accepted it. */
  readonly sequence: number;
}

export interface Hold extends Taking {
  readonly holdId: string;
  readonly expiresAt: number;
  status: 'HELD' | 'RELEASED' | 'EXPIRED' | 'BOOKED';
}

export interface Appointment extends Taking {
  readonly appointmentId: string;
  status: 'BOOKED' | 'CANCELLED' | 'DISPLACED';
}

/**
 * Every hold and appointment of one agenda on one day. `evolve` changes it in place: a day may have thousands of
 * events.
 */
export interface AgendaDayState {
  /** The last plan; undefined until the day is planned. */
  plan: (DayPlan & { readonly agendaRevision: number }) | undefined;
  /** The slots of the plan, in order. */
  slots: readonly SlotPlaces[];
  /** Place in `slots` of the slot that starts at an instant. */
  slotAt: ReadonlyMap<number, number>;
  readonly holds: Map<string, Hold>;
  readonly appointments: Map<string, Appointment>;
  /** Commands whose claims were given back. */
  readonly abandoned: Set<string>;
  /** Counts what the day has accepted. */
  sequence: number;
}

/** A day that nobody has planned. */
export function unplannedDay(): AgendaDayState {
  return {
    plan: undefined,
    slots: [],
    slotAt: new Map(),
    holds: new Map(),
    appointments: new Map(),
    abandoned: new Set(),
    sequence: 0,
  };
}

/** The holds and appointments that take places. */
export function* activeTakings(state: AgendaDayState): Generator<Hold | Appointment> {
  for (const hold of state.holds.values()) if (hold.status === 'HELD') yield hold;
  for (const appointment of state.appointments.values()) if (appointment.status === 'BOOKED') yield appointment;
}
