import type { AbandonCommand, DecisionContext, Sealed } from '#kernel';
import type { LocalTime } from '#italy';
import type { Citizen, DayPlan } from '../events/agenda-day-events.ts';
import type { CancellationReason, CancelledBy, Channel, Mode } from '../events/schemas.ts';
import type { Identity } from './booking-rules.ts';
import type { ReofferDelay } from './derived.ts';

/** Makes a plan the day's plan, displacing what no longer fits. */
export interface PlanDay {
  readonly type: 'PlanDay';
  readonly plan: DayPlan;
  /** Revision of the Agenda that the plan follows from. */
  readonly agendaRevision: number;
}

interface TakeSlots {
  readonly start: LocalTime;
  /** Consecutive slots, 1 or more. */
  readonly units: number;
  readonly mode: Mode;
  readonly channel: Channel;
  readonly identity: Identity;
  readonly subject: string;
  /** For which the person's time was claimed; RFC 3339, UTC. */
  readonly claimed: { readonly startsAt: string; readonly endsAt: string };
}

/** Keeps places for a person for some minutes. The hold's id derives from the command. */
export interface HoldSlot extends TakeSlots {
  readonly type: 'HoldSlot';
}

/** Gives a hold up. */
export interface ReleaseHold {
  readonly type: 'ReleaseHold';
  readonly holdId: string;
}

/** Ends a hold whose time has run out. */
export interface ExpireHold {
  readonly type: 'ExpireHold';
  readonly holdId: string;
}

interface Booking {
  readonly type: 'BookAppointment';
  readonly subject: string;
  readonly serviceId: string;
  readonly citizen: Sealed<Citizen>;
}

/** Books the places of a hold. The appointment's id derives from the command. */
export interface BookHeldAppointment extends Booking {
  readonly holdId: string;
  readonly channel: Channel;
  readonly identity: Identity;
  /** If given, it must be the hold's. */
  readonly mode?: Mode;
}

/** Books places that nobody holds. */
export interface BookFreeAppointment extends Booking, Omit<TakeSlots, 'subject'> {
  readonly holdId?: undefined;
}

export type BookAppointment = BookHeldAppointment | BookFreeAppointment;

export interface CancelAppointment {
  readonly type: 'CancelAppointment';
  readonly appointmentId: string;
  readonly by: CancelledBy;
  readonly reason: CancellationReason;
}

export type AgendaDayCommand =
  PlanDay | HoldSlot | ReleaseHold | ExpireHold | BookAppointment | CancelAppointment | AbandonCommand;

export interface AgendaDayContext extends DecisionContext {
  readonly reoffer: ReofferDelay;
}
