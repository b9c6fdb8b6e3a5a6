import type { DomainEvent, EventDefinition, EventOf } from '#kernel/domain';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentDisplacedWhileMoving,
  AppointmentMovedAway,
  AppointmentReinstated,
  AppointmentRescheduled,
  type DayPlanned,
} from '../events/agenda-day-events.ts';
import type { DayCounts, DayOutcomes, DaySums } from '../events/day-sums.ts';
import {
  AccessAbandoned,
  AccessCompleted,
  AccessRegistered,
  AppointmentCompleted,
  AppointmentLapsed,
  AppointmentMarkedNoShow,
} from '../events/desk-events.ts';

export const NO_OUTCOMES: DayOutcomes = {
  ...{ booked: 0, cancelled: 0, displaced: 0, taken: 0, noShows: 0, lapsed: 0 },
  ...{ accesses: 0, abandoned: 0, served: 0, solved: 0 },
};

export const NO_SUMS: DaySums = {
  outcomes: NO_OUTCOMES,
  counts: { booked: 0, cancelled: 0, displaced: 0, rescheduled: 0, completed: 0, noShows: 0, lapsed: 0 },
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
  adds(AppointmentDisplacedByClosure, ({ units, lostBefore }) => (lostBefore ? {} : { displaced: 1, taken: -units })),
  adds(AppointmentDisplacedWhileMoving, ({ units }) => ({ displaced: 1, taken: -units })),
  adds(AppointmentReinstated, ({ units }) => ({ displaced: -1, taken: units })),
  adds(AppointmentMarkedNoShow, () => ({ noShows: 1 })),
  adds(AppointmentLapsed, () => ({ lapsed: 1 })),
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

/** Which events are counted, and as what. */
export const dayCounts = [
  { event: AppointmentBooked, count: 'booked' },
  { event: AppointmentCancelled, count: 'cancelled' },
  { event: AppointmentDisplacedByClosure, count: 'displaced' },
  { event: AppointmentRescheduled, count: 'rescheduled' },
  { event: AppointmentCompleted, count: 'completed' },
  { event: AppointmentMarkedNoShow, count: 'noShows' },
  { event: AppointmentLapsed, count: 'lapsed' },
] as const satisfies readonly { readonly event: EventDefinition; readonly count: keyof DayCounts }[];

const OUTCOME_OF = new Map(dayOutcomes.map(({ event, added }) => [event.type, added]));
const COUNT_OF = new Map<string, keyof DayCounts>(dayCounts.map(({ event, count }) => [event.type, count]));

/** What has come of a day after one more event. */
export function sumsAfter(sums: DaySums, { type, data }: DomainEvent): DaySums {
  const [added, count] = [OUTCOME_OF.get(type), COUNT_OF.get(type)];
  if (!added) return sums;
  const { outcomes, counts } = sums;
  return {
    outcomes: plus(outcomes, added(data)),
    counts: count === undefined ? counts : plus(counts, { [count]: 1 }),
  };
}

/** Of a day that passed elsewhere, what is counted there: earlier versions passed on no more than appointments that stood. */
export function sumsPassed({ previous }: EventOf<typeof DayPlanned>['data']): DaySums {
  const { passes, appointments: booked = 0, taken = booked } = previous ?? {};
  return passes ?? { ...NO_SUMS, outcomes: { ...NO_OUTCOMES, booked, taken } };
}

/** Tells whether a day is counted elsewhere under another plan: in another province, or as one of a Punto INPS. */
export function passesBy(before: CountedPlace, after: CountedPlace): boolean {
  return before.region !== after.region || before.province !== after.province || before.point !== after.point;
}

interface CountedPlace {
  readonly region: string;
  readonly province: string;
  /** Id of the Punto INPS. */
  readonly point?: string;
}

/** Sums of the same fields. */
export function plus<Sums extends object>(one: Sums, more: Partial<Sums>): Sums {
  const sums = { ...one } as Record<string, number>;
  const added = more as Readonly<Record<string, number>>;
  for (const field of Object.keys(added)) sums[field] = (sums[field] ?? 0) + (added[field] ?? 0);
  return sums as Sums;
}
