import { Type, type Static } from '@sinclair/typebox';

const Sum = Type.Integer();

const Outcomes = Type.Object({
  /** Appointments, of the days on which they are to be kept. */
  booked: Sum,
  cancelled: Sum,
  /** Those that have not got their places back. */
  displaced: Sum,
  /** Places of appointments that stand, or stood until somebody came or did not. */
  taken: Sum,
  /** Those to whom nobody came. */
  noShows: Sum,
  /** Those that lapsed with their day; earlier versions counted them as those to whom nobody came. */
  lapsed: Type.Optional(Sum),
  /** Who came without an appointment. */
  accesses: Sum,
  /** Of these, who left before they were received. */
  abandoned: Sum,
  /** Who was received, with an appointment or without. */
  served: Sum,
  /** Of these, for whom nothing was left to do. */
  solved: Sum,
});

/** What comes of the days of agendas, as far as it is counted. */
export type DayOutcomes = Readonly<Static<typeof Outcomes>>;

const Counts = Type.Object({
  ...{ booked: Sum, cancelled: Sum, displaced: Sum, rescheduled: Sum },
  /** Earlier versions did not count those who were received, and those who did not come. */
  ...{ completed: Type.Optional(Sum), noShows: Type.Optional(Sum), lapsed: Type.Optional(Sum) },
});

/** How often it has happened on a day, whatever became of it then. */
export type DayCounts = Readonly<Static<typeof Counts>>;

/** What has come of a day, as all that sums it up has added it up; it passes with a day that passes to another office. */
export const DaySums = Type.Object({ outcomes: Outcomes, counts: Counts });
export type DaySums = Readonly<Static<typeof DaySums>>;
