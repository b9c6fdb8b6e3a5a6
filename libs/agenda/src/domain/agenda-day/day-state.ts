import type { Sealed } from '#kernel/domain';
import type { LocalTime } from '#italy';
import type { Citizen, DayPlan } from '../events/agenda-day-events.ts';
import type { DaySums } from '../events/day-sums.ts';
import type { BookedFrom, Channel, CompetentUnit, HeldAt, Mode } from '../vocabulary.ts';

/** A slot with what takes its places. Times are milliseconds since the epoch. */
export interface SlotPlaces {
  readonly start: LocalTime;
  readonly startsAt: number;
  /** Exclusive. */
  readonly endsAt: number;
  readonly capacity: number;
  /** Of the capacity, what is taken through channels of staff alone. */
  readonly internalCapacity: number;
  /** Holds and appointments. */
  taken: number;
  /** Of these, those that were taken through channels of staff. */
  takenInternally: number;
  /** Freed places; those that may be taken again no longer count. */
  readonly cooling: CoolingPlace[];
}

/** A freed place that is offered late. */
export interface CoolingPlace {
  /** When it may be taken again; milliseconds since the epoch. */
  readonly until: number;
  /** It was taken through a channel of staff. */
  readonly internal: boolean;
}

/** Who comes with somebody, and what binds their time. */
export interface SecondPerson {
  readonly subject: string;
  readonly commitmentId: string;
}

/** Consecutive slots that someone has taken. Times are milliseconds since the epoch. */
export interface Taking {
  readonly start: LocalTime;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly units: number;
  readonly subject: string;
  readonly commitmentId: string;
  /** Its places were taken through a channel of staff. */
  readonly internal: boolean;
  /** Whether the person is told of it by mail. */
  readonly notified?: true;
  /** Who comes with the person, where the service wants two. */
  readonly second?: SecondPerson;
  readonly mode: Mode;
  /** Order in which the day accepted it. */
  readonly sequence: number;
}

export interface Hold extends Taking {
  readonly holdId: string;
  readonly expiresAt: number;
  /** Made for somebody on the waiting list. */
  readonly offer?: true;
  /** The appointment that shall move here: the hold serves for that alone. */
  readonly instead?: string;
  status: 'HELD' | 'RELEASED' | 'EXPIRED' | 'BOOKED';
}

/**
 * What has become of an appointment. COMPLETED, CANCELLED, NO_SHOW and LAPSED are final; MOVED is final on the day that it left;
 * DISPLACED is open (A7).
 */
export type AppointmentStatus =
  'BOOKED' | 'CHECKED_IN' | 'IN_SERVICE' | 'COMPLETED' | 'CANCELLED' | 'NO_SHOW' | 'LAPSED' | 'DISPLACED' | 'MOVED';

/** What an appointment takes along wherever it goes. */
export interface Booking {
  readonly channel: Channel;
  readonly serviceLine: string;
  readonly serviceId: string;
  readonly bookingCode: string;
  readonly heldAt?: HeldAt;
  readonly bookedFrom?: BookedFrom;
  readonly competent?: CompetentUnit;
  readonly citizen: Sealed<Citizen>;
  /** Who comes with the person. */
  readonly secondPerson?: Sealed<Citizen>;
}

export interface Appointment extends Taking {
  readonly appointmentId: string;
  readonly booking: Booking;
  status: AppointmentStatus;
  /** How often the appointment itself has changed, on whatever days it was. */
  changes: number;
  /** Of one that is displaced: until when it is open. Milliseconds since the epoch; absent where nothing said it. */
  openUntil?: number;
  /** Id of the Punto Cliente that receives nobody, where it waits for that, and not for a plan alone. */
  displacedAt?: string;
  /** Of one that is displaced: its day ceased to offer its service, and has not offered it again. */
  lacksService?: true;
  /** While it is about to move: by which command, and where to. */
  moving?: { readonly moveId: string; readonly target: { readonly category: string; readonly id: string } };
  /** Its places were lost while it moves: what is said of that if it does not move after all. */
  lost?: { readonly agendaRevision: number; readonly openUntil: string };
  /** The person was reminded of it, where and when it stands. */
  reminded?: true;
  /** Of whoever has checked in. */
  queueNumber?: number;
  /** How often the person was called to the desk. */
  calls: number;
  /** From when on it may be taken that nobody comes, where they were called. */
  noShowFrom?: number;
}

/** Somebody who came without an appointment (A4): no slot is theirs. */
export interface Access {
  readonly accessId: string;
  readonly serviceId: string;
  readonly queueNumber: number;
  calls: number;
  status: 'WAITING' | 'IN_SERVICE' | 'COMPLETED' | 'ABANDONED';
}

/** What a plan of a day did to appointments. */
export interface PlanEffect {
  /** Ids of those that had no room in it. */
  readonly displaced: string[];
  /** Ids of those that got their places back because of it. */
  readonly reinstated: string[];
}

/** What each plan of a day did, by the revision of the agenda that it followed from, in order. */
export type PlanEffects = Map<number, PlanEffect>;

/**
 * A day of one agenda: its plan, and every hold and appointment on it. `evolve` changes it in place: a day may have
 * thousands of events (ADR 5).
 */
export interface AgendaDay {
  readonly status: 'PLANNED';
  /** The last plan. */
  plan: DayPlan & { readonly agendaRevision: number };
  /** The slots of the plan, in order. */
  slots: readonly SlotPlaces[];
  /** Place in `slots` of the slot that starts at an instant. */
  slotAt: ReadonlyMap<number, number>;
  readonly holds: Map<string, Hold>;
  readonly appointments: Map<string, Appointment>;
  readonly accesses: Map<string, Access>;
  /** The last number of the queue that was given to somebody. */
  queue: number;
  /** What each plan did to appointments. */
  readonly planEffects: PlanEffects;
  /** Counts what the day has accepted. */
  sequence: number;
  /** What has come of it where it is: what is counted there, and passes with it. */
  sums: DaySums;
}

/** Tells whether an appointment takes its places: the person is expected, there, or being received. */
function takesPlaces({ status }: Pick<Appointment, 'status'>): boolean {
  return status === 'BOOKED' || isAtDesk({ status });
}

/** Tells whether the person is there: no plan displaces them any more. */
export function isAtDesk({ status }: Pick<Appointment, 'status'>): boolean {
  return status === 'CHECKED_IN' || status === 'IN_SERVICE';
}

/** The holds and appointments that take places. */
export function* activeTakings({ holds, appointments }: AgendaDay): Generator<Hold | Appointment> {
  for (const hold of holds.values()) if (hold.status === 'HELD') yield hold;
  for (const appointment of appointments.values()) if (takesPlaces(appointment)) yield appointment;
}
