import {
  defineProcessManager,
  give,
  idOf,
  when,
  type EventOf,
  type Reaction,
  type RecordedEvent,
  type WantedCommand,
} from '#kernel/domain';
import {
  isActiveAgain,
  isEndByProtocol,
  losesItsEnd,
  type PointSuspension,
  PuntoClienteActivated,
  PuntoClienteCoverageTransferred,
  PuntoClienteDeactivated,
  PuntoClienteRectified,
  PuntoClienteResumed,
  PuntoClienteSuspended,
  receivesAgain,
} from '#service-points';
import { AppointmentBooked, AppointmentRescheduled } from '../domain/events/agenda-day-events.ts';
import type { HeldAt } from '../domain/vocabulary.ts';
import { displaceFromPoint } from '../use-cases/displace-from-point.ts';
import { reinstateAtPoint } from '../use-cases/reinstate.ts';
import { byEndsThatAreNone, type DisplacedByEnd, type EndIsNone, type Held } from './displaced-by-end.ts';

/** Days on which the point receives nobody: from the first until another, which is not included, or for good. */
interface Shut {
  readonly since: string;
  readonly until?: string;
  /** The protocol whose end, or amendment, has ended the point. */
  readonly endedBy?: string;
}

interface ReceivingPoint {
  /** What lies ahead. */
  readonly held: readonly Held[];
  /** What was displaced and lies ahead: it is given back when the point receives again. */
  readonly displaced?: readonly Held[];
  /** What the end of a protocol had displaced before the point was active anew, and lies ahead. */
  readonly aside?: readonly DisplacedByEnd[];
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
      (state = OPEN, event, pointId) => expected(state, event, pointId),
      ({ data }) => pointOf(data),
    ),
    // It may come from another place at the same point, or go to one that is not at a point.
    when(
      AppointmentRescheduled,
      (state = OPEN, event, pointId) => {
        const before = without(state, event.data.appointmentId);
        return pointOf(event.data).includes(pointId) ? expected(before, event, pointId) : { state: before };
      },
      ({ data }) => [...new Set([...pointOf(data), ...pointOf(data.from)])],
    ),
    when(PuntoClienteSuspended, (state = OPEN, event, pointId) => {
      const { reason, suspendedOn: since, until, standing } = event.data;
      const at = { event, pointId, since };
      if (standing) return shutAs(state, shutAlsoBy(state, standing.suspensions), at);
      if (receivesAgain(event.data)) return { state };
      return shutAs(state, { ...state.shut, [reason]: { since, ...(until === undefined ? {} : { until }) } }, at);
    }),
    when(PuntoClienteResumed, (state = OPEN, event, pointId) => {
      const { reason, resumedOn: since, standing } = event.data;
      const { [reason]: _over, ...left } = state.shut;
      return shutAs(state, standing ? shutAlsoBy(state, standing.suspensions) : left, { event, pointId, since });
    }),
    when(PuntoClienteDeactivated, (state = OPEN, event, pointId) => {
      const { deactivatedOn: since, standing, reason, protocolId } = event.data;
      const at = { event, pointId, since };
      if (standing) return shutAs(state, shutBy(standing.suspensions), at);
      const end = { since, ...(isEndByProtocol(reason) ? { endedBy: protocolId } : {}) };
      return isActiveAgain(event.data) ? { state } : shutAs(state, { ...state.shut, [END]: end }, at);
    }),
    // One that is active anew after its end gives nothing back: people were told that it is over. Where the end is none, or turns out to be
    // none later, it has received people all the time, whatever they were told.
    when(PuntoClienteActivated, (state = OPEN, event, pointId) => {
      const { activatedOn: since, undoes } = event.data;
      const before = undoes === undefined ? activeAnew(state) : givenBack(state, { undoes });
      return shutAs(before, shutAsCounted(state, event.data), { event, pointId, since });
    }),
    when(PuntoClienteCoverageTransferred, (state = OPEN, event, pointId) => {
      const { transferredOn: since, standing } = event.data;
      const at = { event, pointId, since };
      const before = givenBack(state, event.data);
      if (!standing && !losesItsEnd(event.data)) return shutAs(before, state.shut, at);
      return shutAs(before, shutAsCounted(state, event.data), at);
    }),
    when(PuntoClienteRectified, (state = OPEN, event, pointId) => {
      const { on: since, standing, from, to } = event.data;
      // It has no activity, as what undid its end never was; or has it again, as that was said in error.
      const isEnded = from.state !== 'DEACTIVATED' && to.state === 'DEACTIVATED';
      const shut = { ...(isEnded ? { [END]: { since } } : {}), ...shutAsCounted(state, { standing, to }) };
      return shutAs(state, shut, { event, pointId, since });
    }),
  ],
});

function pointOf({ heldAt }: { readonly heldAt?: HeldAt }): readonly string[] {
  return heldAt?.kind === 'PUNTO_CLIENTE' && heldAt.id !== undefined ? [heldAt.id] : [];
}

/** Somebody is expected at the point on a day: they are displaced at once where it is shut then. */
function expected(
  state: ReceivingPoint,
  event: Pick<RecordedEvent, 'recordedAt'> & { readonly data: Held },
  pointId: string,
): Reaction<ReceivingPoint> {
  const { appointmentId, agendaId, date, startsAt } = event.data;
  const held = { appointmentId, agendaId, date, startsAt };
  const before = forgetOver(state, event);
  const shut = shutOn(state, date);
  if (!shut) return { state: { ...before, held: [...before.held, held] } };
  const displaced = [...(before.displaced ?? []), held];
  return { state: { ...before, displaced }, commands: [displace(pointId, held, shut)] };
}

/** What is known of an appointment by where it was. */
function without(state: ReceivingPoint, appointmentId: string): ReceivingPoint {
  const others = <Of extends Held>(list: readonly Of[]): readonly Of[] =>
    list.filter((one) => one.appointmentId !== appointmentId);
  const { held, displaced = [], aside = [] } = state;
  return { ...state, held: others(held), displaced: others(displaced), aside: others(aside) };
}

/** What its end has displaced is not given back, as long as that is one. */
function activeAnew(state: ReceivingPoint): ReceivingPoint {
  const { since: on, endedBy: protocolId } = state.shut[END] ?? {};
  const displaced = state.displaced ?? [];
  const byEnd =
    on === undefined || protocolId === undefined ? [] : displaced.map((one) => ({ ...one, end: { on, protocolId } }));
  return { ...state, displaced: [], aside: [...(state.aside ?? []), ...byEnd] };
}

/** What an end has displaced that is none is given back where the point is not shut for something else. */
function givenBack(state: ReceivingPoint, none: EndIsNone): ReceivingPoint {
  const { back, aside } = byEndsThatAreNone(state.aside ?? [], none);
  return { ...state, displaced: [...(state.displaced ?? []), ...back], aside };
}

/** When a point that is not at its end is shut by what suspends it. */
function shutBy(suspensions: readonly PointSuspension[]): ReceivingPoint['shut'] {
  return Object.fromEntries(
    suspensions.map(({ reason, from: since, until }) => [reason, { since, ...(until === undefined ? {} : { until }) }]),
  );
}

/** When a point is shut by what suspends it, and by its end where it has come: what is recorded late undoes no end. */
function shutAlsoBy({ shut }: ReceivingPoint, suspensions: readonly PointSuspension[]): ReceivingPoint['shut'] {
  const { [END]: end } = shut;
  return { ...shutBy(suspensions), ...(end ? { [END]: end } : {}) };
}

/** When a point is shut by what it is counted as after an event: by what suspends it, and by an end that stands all the same. */
function shutAsCounted(
  state: ReceivingPoint,
  { standing, to }: Pick<EventOf<typeof PuntoClienteActivated>['data'], 'standing' | 'to'>,
): ReceivingPoint['shut'] {
  const suspensions = standing?.suspensions ?? [];
  return to?.state === 'DEACTIVATED' ? shutAlsoBy(state, suspensions) : shutBy(suspensions);
}

/** What makes a point shut on some days, or no longer. */
interface Cause {
  readonly event: Pick<RecordedEvent, 'recordedAt'>;
  readonly pointId: string;
  /** Its legal date. */
  readonly since: string;
}

/** The point is shut on these days from now on, and on no others: what is held then is displaced, the rest given back. */
function shutAs(
  state: ReceivingPoint,
  shut: ReceivingPoint['shut'],
  { event, pointId, since }: Cause,
): Reaction<ReceivingPoint> {
  const { held, displaced = [], aside = [] } = forgetOver(state, event);
  const isShut = ({ date }: Held): boolean => shutOn({ shut }, date) !== undefined;
  const more = held.filter(isShut);
  const back = displaced.filter((one) => !isShut(one));
  return {
    state: {
      held: [...held.filter((one) => !isShut(one)), ...back],
      displaced: [...displaced.filter(isShut), ...more],
      ...{ aside, shut },
    },
    commands: [
      ...more.map((one) => displace(pointId, one, shutOn({ shut }, one.date) ?? { since })),
      ...back.map(({ appointmentId, agendaId, date }) =>
        give(reinstateAtPoint, { agendaId, date, appointmentId, pointId, since }),
      ),
    ],
  };
}

/** What has begun is remembered no longer: it is neither displaced nor given back. */
function forgetOver(state: ReceivingPoint, { recordedAt }: Pick<RecordedEvent, 'recordedAt'>): ReceivingPoint {
  const ahead = <Of extends Held>(list: readonly Of[]): readonly Of[] =>
    list.filter(({ startsAt }) => startsAt > recordedAt);
  const { held, displaced = [], aside = [] } = state;
  return { ...state, held: ahead(held), displaced: ahead(displaced), aside: ahead(aside) };
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
