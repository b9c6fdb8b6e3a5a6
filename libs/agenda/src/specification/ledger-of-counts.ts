import { romeDateAt } from '#italy';

/** An event as the log has it, opened by nobody. */
interface Written {
  readonly type: string;
  readonly data: object;
  readonly recordedAt: string;
}

interface Place {
  readonly agendaId: string;
  readonly date: string;
}

interface Counted extends Place {
  readonly units: number;
  state: string;
  solved?: boolean;
}

interface Day extends Place {
  readonly places: number;
  readonly openMinutes: number;
}

/** What is counted of the days of an agenda, or of several. */
export type Counts = Readonly<Record<(typeof COUNTS)[number], number>>;
const COUNTS = [
  ...(['openMinutes', 'places', 'booked', 'cancelled', 'displaced', 'taken', 'noShows', 'lapsed'] as const),
  ...(['accesses', 'abandoned', 'served', 'solved', 'waiting'] as const),
];

/** What an event makes of an appointment or access. */
const STATES: Readonly<Record<string, string>> = {
  AppointmentBooked: 'BOOKED',
  AppointmentRescheduled: 'BOOKED',
  AppointmentReinstated: 'BOOKED',
  AppointmentCheckedIn: 'CHECKED_IN',
  AppointmentStarted: 'IN_SERVICE',
  AppointmentCompleted: 'COMPLETED',
  AppointmentCancelled: 'CANCELLED',
  AppointmentDisplacedByClosure: 'DISPLACED',
  AppointmentMarkedNoShow: 'NO_SHOW',
  AppointmentLapsed: 'LAPSED',
  AccessRegistered: 'WAITING',
  AccessStarted: 'IN_SERVICE',
  AccessCompleted: 'COMPLETED',
  AccessAbandoned: 'ABANDONED',
};
/** An appointment that has its places, or had them until its time came. */
const TAKING: readonly string[] = ['BOOKED', 'CHECKED_IN', 'IN_SERVICE', 'COMPLETED', 'NO_SHOW', 'LAPSED'];

/**
 * Counts what there is, not what is added to it: it follows each appointment and access from event to event to where it stands
 * and what became of it, without the code under test, and counts them in the end.
 */
export class LedgerOfCounts {
  /** @param month what happens in others is not counted; yyyy-mm */
  constructor(private readonly month: string) {}

  readonly #days = new Map<string, Day>();
  readonly #appointments = new Map<string, Counted>();
  readonly #accesses = new Map<string, Counted>();
  /** Who has joined a list and came to have no place, by agenda and the day on which that was written. */
  readonly #waiting: Place[] = [];
  readonly #noLonger: Place[] = [];

  enter({ type, data, recordedAt }: Written): void {
    const {
      agendaId,
      date = romeDateAt(recordedAt),
      ...of
    } = data as Pick<Place, 'agendaId'> & Partial<Place> & Readonly<Record<string, unknown>>;
    if (type === 'DayPlanned') this.#plan({ agendaId, date }, of as unknown as Planned);
    if (type === 'WaitlistJoined') this.#waiting.push({ agendaId, date });
    if (type === 'WaitlistAccepted' || of.because === 'DISPLACEMENT_OVER') this.#noLonger.push({ agendaId, date });
    const state = STATES[type];
    if (state === undefined) return;
    const { appointmentId, accessId = '', units = 0, solved } = of as Outcome;
    const known = appointmentId === undefined ? this.#accesses : this.#appointments;
    const id = appointmentId ?? accessId;
    const begins = ['AppointmentBooked', 'AppointmentRescheduled', 'AccessRegistered'].includes(type);
    if (begins) known.set(id, { agendaId, date, units, state });
    const one = known.get(id);
    // What is told of a day that it has left is of before.
    if (one?.agendaId !== agendaId || one.date !== date) return;
    one.state = state;
    if (solved !== undefined) one.solved = solved;
  }

  #plan(where: Place, { slots }: Planned): void {
    const minutes = slots.map(({ startsAt, endsAt }) => (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000);
    this.#days.set(`${where.agendaId} ${where.date}`, {
      ...where,
      places: slots.reduce((sum, { capacity }) => sum + capacity, 0),
      openMinutes: minutes.reduce((sum, length) => sum + length, 0),
    });
  }

  /** Of an agenda in the month. */
  ofAgenda(agendaId: string): Counts {
    const isHere = (place: Place): boolean => place.agendaId === agendaId && place.date.startsWith(this.month);
    const days = [...this.#days.values()].filter(isHere);
    const appointments = [...this.#appointments.values()].filter(isHere);
    const accesses = [...this.#accesses.values()].filter(isHere);
    const inState = (some: readonly Counted[], state: string): number =>
      some.filter((one) => one.state === state).length;
    const both = [...appointments, ...accesses];
    return {
      openMinutes: days.reduce((sum, { openMinutes }) => sum + openMinutes, 0),
      places: days.reduce((sum, { places }) => sum + places, 0),
      booked: appointments.length,
      cancelled: inState(appointments, 'CANCELLED'),
      displaced: inState(appointments, 'DISPLACED'),
      taken: appointments.filter(({ state }) => TAKING.includes(state)).reduce((sum, { units }) => sum + units, 0),
      noShows: inState(appointments, 'NO_SHOW'),
      lapsed: inState(appointments, 'LAPSED'),
      accesses: accesses.length,
      abandoned: inState(accesses, 'ABANDONED'),
      served: inState(both, 'COMPLETED'),
      solved: both.filter(({ solved }) => solved).length,
      waiting: this.#waiting.filter(isHere).length - this.#noLonger.filter(isHere).length,
    };
  }

  /** Of all agendas of these. */
  ofAll(agendaIds: readonly string[]): Counts {
    const each = agendaIds.map((agendaId) => this.ofAgenda(agendaId));
    return Object.fromEntries(COUNTS.map((count) => [count, each.reduce((sum, one) => sum + one[count], 0)])) as Counts;
  }
}

/** What events of appointments and accesses say that counts. */
interface Outcome {
  readonly appointmentId?: string;
  readonly accessId?: string;
  readonly units?: number;
  readonly solved?: boolean;
}

interface Planned {
  readonly slots: readonly { readonly startsAt: string; readonly endsAt: string; readonly capacity: number }[];
}
