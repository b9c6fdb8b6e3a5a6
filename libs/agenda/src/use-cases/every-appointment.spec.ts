import { isDomainError } from '#kernel/domain';
import type { CommandUseCase } from '#use-cases';
import { agendas } from '../agenda.ts';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { booked, bookHold, cancelled, DAY, displaced, held, NOON } from '../specification/sample-day.ts';
import { called, checkedIn, completed, missed, noShow, started } from '../specification/sample-desk.ts';
import { elsewhere, movedAway, moveClaimed } from '../specification/sample-move.ts';
import { sampleProfile } from '../specification/sample-agenda.ts';
import { when } from '../specification/when-on-day.ts';

const expected = [DAY, held(NOON, 'x'), booked(NOON, 'x', { holdId: 'h-x' })];
const there = [...expected, checkedIn(NOON, 'x')];
const received = [...there, started(NOON, 'x')];
/** What leads to each state, beginning with the hold of which it is booked. */
const LIVES = {
  HELD: [DAY, held(NOON, 'x')],
  BOOKED: expected,
  CHECKED_IN: there,
  IN_SERVICE: received,
  COMPLETED: [...received, completed(NOON, 'x')],
  CANCELLED: [...expected, cancelled(NOON, 'x', 10)],
  NO_SHOW: [...there, missed(NOON, 'x')],
  DISPLACED: [...expected, displaced(NOON, 'x')],
  MOVED: [...expected, moveClaimed(NOON, 'x'), movedAway(NOON, 'x', 10)],
} satisfies Readonly<Record<string, readonly AgendaDayEvent[]>>;
type State = keyof typeof LIVES;

interface Trial {
  readonly input?: object;
  readonly facts?: object;
  /** Minutes after nine; the appointment is at noon, at 180. */
  readonly at?: number;
  /** What happened besides, after the state was reached. */
  readonly also?: readonly AgendaDayEvent[];
  /** For each state the types of events, or the code of the refusal. */
  readonly comesTo: Readonly<Record<State, readonly AgendaDayEvent['type'][] | string>>;
}

const ofAppointment = { appointmentId: 'ap-x' };
/** What is said of an appointment in each state. */
const SAID = {
  HELD: 'APPOINTMENT_UNKNOWN',
  BOOKED: 'APPOINTMENT_NOT_CHECKED_IN',
  CHECKED_IN: 'APPOINTMENT_CHECKED_IN',
  IN_SERVICE: 'APPOINTMENT_IN_SERVICE',
  COMPLETED: 'APPOINTMENT_ALREADY_COMPLETED',
  CANCELLED: 'APPOINTMENT_ALREADY_CANCELLED',
  NO_SHOW: 'APPOINTMENT_ALREADY_NO_SHOW',
  DISPLACED: 'APPOINTMENT_ALREADY_DISPLACED',
  MOVED: 'APPOINTMENT_ALREADY_MOVED',
} as const;
const always = <T>(outcome: T) =>
  Object.fromEntries(Object.keys(LIVES).map((state) => [state, outcome])) as Record<State, T>;

const TRIALS: Readonly<Record<string, Trial>> = {
  PlanDay: {
    input: { agendaId: 'a', date: '2026-03-02', agendaRevision: 2 },
    facts: {
      seen: {
        agenda: {
          status: 'OPEN',
          profile: sampleProfile,
          ...{ bands: [], withdrawnBands: [], closures: [], withdrawnClosures: [] },
        },
        revision: 2,
      },
    },
    comesTo: {
      ...always(['DayPlanned']),
      HELD: ['SlotHoldReleased', 'DayPlanned'],
      BOOKED: ['AppointmentDisplacedByClosure', 'DayPlanned'],
    },
  },
  HoldSlot: {
    input: { start: '12:00', mode: 'IN_PERSON', channel: 'DESK', identity: 'STRONG', subject: 'y' },
    comesTo: {
      ...always('SLOT_FULL'),
      ...{ COMPLETED: ['SlotHeld'], NO_SHOW: ['SlotHeld'], DISPLACED: ['SlotHeld'] },
    },
  },
  HoldForWaiting: {
    input: { startsAt: NOON.startsAt, units: 1, mode: 'IN_PERSON', holdId: 'h-y', entryId: 'w', subject: 'y' },
    facts: { times: { minutes: 60, fromHour: 8, untilHour: 20 } },
    comesTo: {
      ...always('PLACE_NOT_OFFERED'),
      ...{ COMPLETED: ['SlotHeld'], NO_SHOW: ['SlotHeld'], DISPLACED: ['SlotHeld'] },
    },
  },
  ReleaseHold: { input: { holdId: 'h-x' }, comesTo: { ...always('HOLD_ALREADY_BOOKED'), HELD: ['SlotHoldReleased'] } },
  ExpireHold: {
    input: { holdId: 'h-x' },
    at: 5,
    comesTo: { ...always('HOLD_ALREADY_BOOKED'), HELD: ['SlotHoldExpired'] },
  },
  BookAppointment: {
    input: bookHold('h-x', 'x'),
    comesTo: { ...always('HOLD_ALREADY_BOOKED'), HELD: ['AppointmentBooked'] },
  },
  CancelAppointment: {
    input: { ...ofAppointment, by: 'CITIZEN', reason: 'CANNOT_ATTEND' },
    comesTo: {
      ...SAID,
      ...{
        BOOKED: ['AppointmentCancelled'],
        CHECKED_IN: ['AppointmentCancelled'],
        DISPLACED: ['AppointmentCancelled'],
      },
    },
  },
  RemindOfAppointment: { input: ofAppointment, comesTo: { ...always([]), BOOKED: ['AppointmentReminderSent'] } },
  // Within the day; what it leaves on another day is LeaveOldPlace.
  RescheduleAppointment: {
    input: {
      ...{ ...ofAppointment, agendaId: 'a', date: '2026-03-02', to: { date: '2026-03-02', start: '13:00' } },
      ...{ channel: 'DESK', identity: 'STRONG', principal: { role: 'policy', name: 'specification' } },
    },
    comesTo: {
      ...SAID,
      BOOKED: ['AppointmentRescheduled', 'AppointmentMovedAway'],
      DISPLACED: ['AppointmentRescheduled', 'AppointmentMovedAway'],
    },
  },
  CloseDisplacement: {
    input: ofAppointment,
    comesTo: {
      ...always('DISPLACEMENT_OVER'),
      ...{ HELD: 'APPOINTMENT_UNKNOWN', DISPLACED: ['AppointmentCancelled'] },
    },
  },
  LeaveOldPlace: {
    input: { ...ofAppointment, moveId: 'm', by: 'CITIZEN', to: elsewhere },
    comesTo: always([]),
  },
  // Of what is not about to move, nothing is given back.
  ReleaseMove: { input: { ...ofAppointment, moveId: 'm' }, comesTo: always([]) },
  CheckInAppointment: { input: ofAppointment, comesTo: { ...SAID, BOOKED: ['AppointmentCheckedIn'] } },
  CallAppointment: {
    input: ofAppointment,
    at: 180,
    comesTo: { ...SAID, BOOKED: ['AppointmentCalled'], CHECKED_IN: ['AppointmentCalled'] },
  },
  StartAppointment: { input: ofAppointment, comesTo: { ...SAID, CHECKED_IN: ['AppointmentStarted'] } },
  CompleteAppointment: {
    input: { ...ofAppointment, servicesDelivered: ['quesito'], solved: true },
    comesTo: { ...SAID, IN_SERVICE: ['AppointmentCompleted'] },
  },
  MarkNoShow: {
    input: ofAppointment,
    at: 190,
    also: [called(NOON, 'x', 3, 190)],
    comesTo: { ...SAID, BOOKED: ['AppointmentMarkedNoShow'], CHECKED_IN: ['AppointmentMarkedNoShow'] },
  },
  MarkMissedByPolicy: {
    input: ofAppointment,
    at: 190,
    also: [called(NOON, 'x', 3, 190)],
    comesTo: {
      ...always([]),
      HELD: 'APPOINTMENT_UNKNOWN',
      BOOKED: ['AppointmentMarkedNoShow'],
      CHECKED_IN: ['AppointmentMarkedNoShow'],
    },
  },
  // Of who comes without an appointment, whatever becomes of those who have one (A4).
  RegisterAccess: { input: { serviceId: 'cedolino-pensione' }, comesTo: always(['AccessRegistered']) },
  CallAccess: { input: { accessId: 'access-1' }, comesTo: always('ACCESS_UNKNOWN') },
  StartAccess: { input: { accessId: 'access-1' }, comesTo: always('ACCESS_UNKNOWN') },
  CompleteAccess: { input: { accessId: 'access-1' }, comesTo: always('ACCESS_UNKNOWN') },
  AbandonAccess: { input: { accessId: 'access-1' }, comesTo: always('ACCESS_UNKNOWN') },
  EndCommitmentOfErased: {
    input: { commitmentId: 'c-x' },
    comesTo: {
      ...always([]),
      HELD: ['SlotHoldReleased'],
      BOOKED: ['AppointmentCancelled'],
      CHECKED_IN: ['AppointmentCancelled'],
      DISPLACED: ['AppointmentCancelled'],
    },
  },
  DisplaceFromPoint: {
    input: { ...ofAppointment, pointId: 'p', since: '2026-03-02' },
    comesTo: {
      ...always('APPOINTMENT_NOT_AHEAD'),
      ...{ HELD: 'APPOINTMENT_UNKNOWN', BOOKED: ['AppointmentDisplacedByClosure'] },
      DISPLACED: ['DisplacementCauseChanged'],
    },
  },
  ReinstateAtPoint: {
    input: { ...ofAppointment, pointId: 'p', since: '2026-03-02' },
    comesTo: {
      ...always('PLACE_NOT_GIVEN_BACK'),
      ...{ HELD: 'APPOINTMENT_UNKNOWN', DISPLACED: ['AppointmentReinstated'] },
    },
  },
  ReinstateAppointment: {
    input: { ...ofAppointment, agendaRevision: 3 },
    comesTo: {
      ...always('PLACE_NOT_GIVEN_BACK'),
      ...{ HELD: 'APPOINTMENT_UNKNOWN', DISPLACED: ['AppointmentReinstated'] },
    },
  },
};

const commands = agendas.commands.filter(({ on }) => (on as object) === agendaDay);
const pairs = commands.flatMap((command) =>
  (Object.keys(LIVES) as State[]).map((state) => {
    const outcome = TRIALS[command.name]?.comesTo[state];
    const says = typeof outcome === 'string' ? `is refused, ${outcome}` : `brings about ${outcome?.join(', ') ?? ''}`;
    return [`${state}: ${command.name} ${says}`, command, state] as const;
  }),
);

describe('every state of an appointment with every command of its day', () => {
  it('is tried', () => {
    expect(commands.map(({ name }) => name).sort()).toEqual(Object.keys(TRIALS).sort());
  });

  it.each(pairs)('%s', (_title, command, state) => {
    const { input = {}, facts = {}, at: minutes = 0, also = [], comesTo } = TRIALS[command.name]!;
    const limits = { maxOpenPerServiceLine: 1, maxOpenHolds: 2, maxGivenUpPerHour: 10, maxGivenUpPerDay: 20 };
    const known = { noShow, limits, ...facts };
    const outcome = when(
      command as CommandUseCase<object, AgendaDayEvent>,
      input,
      [...LIVES[state], ...(state === 'HELD' ? [] : also)],
      minutes,
      known,
    );
    expect(outcomeOf(outcome.events)).toEqual(comesTo[state]);
  });
});

function outcomeOf(decide: () => readonly AgendaDayEvent[]): readonly string[] | string {
  try {
    return decide().map(({ type }) => type);
  } catch (refusal) {
    if (isDomainError(refusal)) return refusal.code;
    throw refusal;
  }
}
