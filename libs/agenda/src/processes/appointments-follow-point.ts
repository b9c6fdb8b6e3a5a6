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
  isActiveAgain,
  PuntoClienteActivated,
  PuntoClienteDeactivated,
  PuntoClienteResumed,
  PuntoClienteSuspended,
  receivesAgain,
} from '#service-points';
import { AppointmentBooked } from '../domain/events/agenda-day-events.ts';
import { displaceFromPoint } from '../use-cases/displace-from-point.ts';
import { reinstateAtPoint } from '../use-cases/reinstate-at-point.ts';

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
  /** What was displaced and lies ahead: it is given back when the point receives again. */
  readonly displaced?: readonly Held[];
  /** By the reason of the suspension; `END` once the point is at its end. */
  readonly shut: Readonly<Record<string, Shut>>;
}

const OPEN: ReceivingPoint = { held: [], shut: {} };
const END = 'END';

/**
 * Displaces the appointments that are held at a Punto Cliente when it is suspended, up to the end of the suspension or all of
 * them, and when it ends; one that receives again gives them back (K7). What its operators have booked at desks of INPS stands. An instance is a point; it folds
 * both sides of the rule, so that a booking which comes later in the log, by someone who looked just before, is displaced too.
 */
export const appointmentsFollowPoint = defineProcessManager<ReceivingPoint>({
  name: 'appointments-follow-point',
  gives: [displaceFromPoint, reinstateAtPoint],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      AppointmentBooked,
      (state = OPEN, event, pointId) => {
        const { appointmentId, agendaId, date, startsAt } = event.data;
        const held = { appointmentId, agendaId, date, startsAt };
        const before = forgetOver(state, event);
        const shut = shutOn(state, date);
        if (!shut) return { state: { ...before, held: [...before.held, held] } };
        const displaced = [...(before.displaced ?? []), held];
        return { state: { ...before, displaced }, commands: [displace(pointId, held, shut)] };
      },
      ({ data: { heldAt } }) => (heldAt?.kind === 'PUNTO_CLIENTE' && heldAt.id !== undefined ? [heldAt.id] : []),
    ),
    when(PuntoClienteSuspended, (state = OPEN, event, pointId) => {
      if (receivesAgain(event.data)) return { state };
      const { reason, suspendedOn: since, until } = event.data;
      return shutFor(state, event, pointId, reason, { since, ...(until === undefined ? {} : { until }) });
    }),
    when(PuntoClienteResumed, (state = OPEN, event, pointId) => {
      const { [event.data.reason]: _over, ...shut } = state.shut;
      const { held, displaced = [] } = forgetOver(state, event);
      const back = displaced.filter(({ date }) => shutOn({ shut }, date) === undefined);
      const left = displaced.filter((one) => !back.includes(one));
      return {
        state: { held: [...held, ...back], displaced: left, shut },
        commands: back.map(({ appointmentId, agendaId, date }) =>
          give(reinstateAtPoint, { agendaId, date, appointmentId, pointId, since: event.data.resumedOn }),
        ),
      };
    }),
    when(PuntoClienteDeactivated, (state = OPEN, event, pointId) =>
      isActiveAgain(event.data) ? { state } : shutFor(state, event, pointId, END, { since: event.data.deactivatedOn }),
    ),
    // One that is active again after its end gives nothing back: people were told that it is over.
    when(PuntoClienteActivated, (state = OPEN, event) => ({
      state: { held: forgetOver(state, event).held, shut: {} },
    })),
  ],
});

function shutFor(
  state: ReceivingPoint,
  event: Pick<RecordedEvent, 'recordedAt'>,
  pointId: string,
  reason: string,
  shut: Shut,
): Reaction<ReceivingPoint> {
  const { held, displaced = [] } = forgetOver(state, event);
  const more = held.filter(({ date }) => isWithin(shut, date));
  const left = held.filter((one) => !more.includes(one));
  return {
    state: { held: left, displaced: [...displaced, ...more], shut: { ...state.shut, [reason]: shut } },
    commands: more.map((one) => displace(pointId, one, shut)),
  };
}

/** What has begun is remembered no longer: it is neither displaced nor given back. */
function forgetOver(state: ReceivingPoint, { recordedAt }: Pick<RecordedEvent, 'recordedAt'>): ReceivingPoint {
  const ahead = (list: readonly Held[]): readonly Held[] => list.filter(({ startsAt }) => startsAt > recordedAt);
  return { ...state, held: ahead(state.held), displaced: ahead(state.displaced ?? []) };
}

function shutOn({ shut }: Pick<ReceivingPoint, 'shut'>, date: string): Shut | undefined {
  return Object.values(shut).find((one) => isWithin(one, date));
}

function isWithin({ since, until }: Shut, date: string): boolean {
  return date >= since && (until === undefined || date < until);
}

function displace(pointId: string, { appointmentId, agendaId, date }: Held, { since }: Shut): WantedCommand {
  return give(displaceFromPoint, { agendaId, date, appointmentId, pointId, since });
}
