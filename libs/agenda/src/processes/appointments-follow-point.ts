import {
  defineProcessManager,
  give,
  idOf,
  when,
  type Reaction,
  type RecordedEvent,
  type WantedCommand,
} from '#kernel/domain';
import {
  PuntoClienteActivated,
  PuntoClienteDeactivated,
  PuntoClienteResumed,
  PuntoClienteSuspended,
} from '#service-points';
import { AppointmentBooked } from '../domain/events/agenda-day-events.ts';
import { displaceFromPoint } from '../use-cases/displace-from-point.ts';

/** An appointment that is held at the point. */
interface Held {
  readonly appointmentId: string;
  readonly agendaId: string;
  readonly date: string;
  /** RFC 3339. */
  readonly startsAt: string;
}

/** Days on which the point receives nobody: from the first until another, which is not included, or for good. */
interface Shut {
  readonly since: string;
  readonly until?: string;
}

interface ReceivingPoint {
  /** What lies ahead. */
  readonly held: readonly Held[];
  /** By the reason of the suspension; `END` once the point is at its end. */
  readonly shut: Readonly<Record<string, Shut>>;
}

const OPEN: ReceivingPoint = { held: [], shut: {} };
const END = 'END';

/**
 * Displaces the appointments that are held at a Punto Cliente when it is suspended, up to the end of the suspension or all of
 * them, and when it ends (K7). What its operators have booked at desks of INPS stands. An instance is a point; it folds
 * both sides of the rule, so that a booking which comes later in the log, by someone who looked just before, is displaced too.
 */
export const appointmentsFollowPoint = defineProcessManager<ReceivingPoint>({
  name: 'appointments-follow-point',
  gives: [displaceFromPoint],
  on: [
    when(
      AppointmentBooked,
      (state = OPEN, event, pointId) => {
        const { appointmentId, agendaId, date, startsAt } = event.data;
        const held = { appointmentId, agendaId, date, startsAt };
        const next = { ...state, held: [...ahead(state, event), held] };
        const shut = shutOn(state, date);
        return { state: next, commands: shut ? [displace(pointId, held, shut)] : [] };
      },
      ({ data: { heldAt } }) => (heldAt?.kind === 'PUNTO_CLIENTE' && heldAt.id !== undefined ? [heldAt.id] : []),
    ),
    when(
      PuntoClienteSuspended,
      (state = OPEN, event, pointId) => {
        const { reason, suspendedOn: since, until } = event.data;
        return shutFor(state, event, pointId, reason, { since, ...(until === undefined ? {} : { until }) });
      },
      ownPoint,
    ),
    when(
      PuntoClienteResumed,
      (state = OPEN, event) => {
        const { [event.data.reason]: _over, ...shut } = state.shut;
        return { state: { held: ahead(state, event), shut } };
      },
      ownPoint,
    ),
    when(
      PuntoClienteDeactivated,
      (state = OPEN, event, pointId) => shutFor(state, event, pointId, END, { since: event.data.deactivatedOn }),
      ownPoint,
    ),
    when(
      PuntoClienteActivated,
      (state = OPEN, event) => ({ state: { held: ahead(state, event), shut: {} } }),
      ownPoint,
    ),
  ],
});

function ownPoint({ stream }: Pick<RecordedEvent, 'stream'>): readonly string[] {
  return [idOf(stream)];
}

function shutFor(
  state: ReceivingPoint,
  event: Pick<RecordedEvent, 'recordedAt'>,
  pointId: string,
  reason: string,
  shut: Shut,
): Reaction<ReceivingPoint> {
  const held = ahead(state, event);
  const displaced = held.filter(({ date }) => isWithin(shut, date));
  return {
    state: { held, shut: { ...state.shut, [reason]: shut } },
    commands: displaced.map((one) => displace(pointId, one, shut)),
  };
}

/** What has begun is remembered no longer: it is never displaced. */
function ahead({ held }: ReceivingPoint, { recordedAt }: Pick<RecordedEvent, 'recordedAt'>): readonly Held[] {
  return held.filter(({ startsAt }) => startsAt > recordedAt);
}

function shutOn({ shut }: ReceivingPoint, date: string): Shut | undefined {
  return Object.values(shut).find((one) => isWithin(one, date));
}

function isWithin({ since, until }: Shut, date: string): boolean {
  return date >= since && (until === undefined || date < until);
}

function displace(pointId: string, { appointmentId, agendaId, date }: Held, { since }: Shut): WantedCommand {
  return give(displaceFromPoint, { agendaId, date, appointmentId, pointId, since });
}
