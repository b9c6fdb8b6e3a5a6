import type { EventDefinition, EventOf } from '#kernel/domain';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentMovedAway,
  AppointmentReinstated,
  AppointmentRescheduled,
} from '../domain/events/agenda-day-events.ts';
import {
  AccessAbandoned,
  AccessCompleted,
  AccessRegistered,
  AppointmentCompleted,
  AppointmentMarkedNoShow,
} from '../domain/events/desk-events.ts';

/** What comes of the days of agendas, as far as it is counted. */
export interface DayOutcomes {
  /** Appointments, of the days on which they are to be kept. */
  readonly booked: number;
  readonly cancelled: number;
  /** Those that have not got their places back. */
  readonly displaced: number;
  /** Places of appointments that stand, or stood until somebody came or did not. */
  readonly taken: number;
  /** Those to whom nobody came. */
  readonly noShows: number;
  /** Who came without an appointment. */
  readonly accesses: number;
  /** Of these, who left before they were received. */
  readonly abandoned: number;
  /** Who was received, with an appointment or without. */
  readonly served: number;
  /** Of these, for whom nothing was left to do. */
  readonly solved: number;
}

export const NO_OUTCOMES: DayOutcomes = {
  ...{ booked: 0, cancelled: 0, displaced: 0, taken: 0, noShows: 0 },
  ...{ accesses: 0, abandoned: 0, served: 0, solved: 0 },
};

/** What an event adds to the outcomes of its day. */
interface DayOutcome {
  readonly event: EventDefinition;
  readonly added: (data: unknown) => Partial<DayOutcomes>;
}

/** Whatever becomes of who comes is counted by a line, in all that counts it. */
export const dayOutcomes: readonly DayOutcome[] = [
  adds(AppointmentBooked, ({ units }) => ({ booked: 1, taken: units })),
  adds(AppointmentRescheduled, ({ units }) => ({ booked: 1, taken: units })),
  // A displaced one leaves without a place that is freed.
  adds(AppointmentCancelled, ({ reofferAt, units }) =>
    reofferAt === undefined ? { cancelled: 1, displaced: -1 } : { cancelled: 1, taken: -units },
  ),
  adds(AppointmentMovedAway, ({ reofferAt, units }) =>
    reofferAt === undefined ? { booked: -1, displaced: -1 } : { booked: -1, taken: -units },
  ),
  adds(AppointmentDisplacedByClosure, ({ units }) => ({ displaced: 1, taken: -units })),
  adds(AppointmentReinstated, ({ units }) => ({ displaced: -1, taken: units })),
  adds(AppointmentMarkedNoShow, () => ({ noShows: 1 })),
  adds(AppointmentCompleted, ({ solved }) => ({ served: 1, solved: solved ? 1 : 0 })),
  adds(AccessRegistered, () => ({ accesses: 1 })),
  adds(AccessAbandoned, () => ({ abandoned: 1 })),
  adds(AccessCompleted, ({ solved }) => ({ served: 1, solved: solved ? 1 : 0 })),
];

function adds<Definition extends EventDefinition>(
  event: Definition,
  added: (data: EventOf<Definition>['data']) => Partial<DayOutcomes>,
): DayOutcome {
  return { event, added: added };
}

/** Sums of the same fields. */
export function plus<Sums extends object>(one: Sums, more: Partial<Sums>): Sums {
  const sums = { ...one } as Record<string, number>;
  for (const [field, value] of Object.entries(more)) sums[field] = (sums[field] ?? 0) + (value as number);
  return sums as Sums;
}
