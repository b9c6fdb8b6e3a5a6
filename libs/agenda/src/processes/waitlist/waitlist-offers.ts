import { defineProcessManager, give, when, type Reaction } from '#kernel/domain';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentMovedAway,
  AppointmentReinstated,
  AppointmentRescheduled,
  SlotHeld,
  SlotHoldExpired,
  SlotHoldReleased,
} from '../../domain/events/agenda-day-events.ts';
import {
  WaitlistAccepted,
  WaitlistJoined,
  WaitlistLeft,
  WaitlistOfferExpired,
  WaitlistOfferWithdrawn,
  WaitlistPassedOver,
} from '../../domain/events/waitlist-events.ts';
import { releaseHold } from '../../use-cases/release-hold.ts';
import { acceptOffer } from '../../use-cases/waitlist/accept-offer.ts';
import { endOffer } from '../../use-cases/waitlist/end-offer.ts';
import { endWaiting } from '../../use-cases/waitlist/end-waiting.ts';
import { enrolDisplaced } from '../../use-cases/waitlist/enrol-displaced.ts';
import { holdForWaiting } from '../../use-cases/waitlist/hold-for-waiting.ts';
import { settleOffer } from '../../use-cases/waitlist/settle-offer.ts';
import { askTheNext, freedBy, heldFor, passedOver } from './asking.ts';
import {
  EMPTY,
  isEmpty,
  withDisplaced,
  withEntry,
  withoutDisplaced,
  withoutEntry,
  type Offers,
} from './offers-state.ts';

/**
 * Offers what is freed at an agenda to those who wait there: first to whom was displaced, then to the others, by turns (A6,
 * A9). An instance is an agenda; it folds the list and the days alike. One place is asked of one person after another: the
 * hold is decided on its day, and the list tells what came of it, until somebody is held the place or nobody is left. So no
 * place is offered twice at once, and nobody two places; who joined after a place was freed is not offered it, so that
 * nobody joins in order to have it.
 */
export const waitlistOffers = defineProcessManager<Offers>({
  name: 'waitlist-offers',
  gives: [holdForWaiting, settleOffer, acceptOffer, endOffer, endWaiting, enrolDisplaced, releaseHold],
  keys: ({ data }) => [(data as { readonly agendaId: string }).agendaId],
  on: [
    when(WaitlistJoined, (state = EMPTY, { data }): Reaction<Offers> => {
      const { agendaId, entryId, subject, mode, units, channel, serviceId, from, until, turn, displaced } = data;
      const joined = state.joined + 1;
      const entry = {
        ...{ entryId, subject, mode, units, channel, serviceId, turn, joined },
        ...(from === undefined ? {} : { from }),
        ...(until === undefined ? {} : { until }),
        ...(displaced ? { displaced } : {}),
      };
      const next = { ...withEntry(state, entry), joined };
      // Their displacement was over before they were on the list.
      if (!displaced || state.displaced.includes(displaced.appointmentId)) return { state: next };
      const over = { agendaId, entryIds: [entryId], because: 'DISPLACEMENT_OVER' as const };
      return { state: next, commands: [give(endWaiting, over)] };
    }),
    when(AppointmentDisplacedByClosure, (state = EMPTY, { data: { agendaId, date, appointmentId } }) => ({
      state: withDisplaced(state, appointmentId, date),
      commands: [give(enrolDisplaced, { agendaId, date, appointmentId })],
    })),
    when(AppointmentReinstated, (state, { data }) => displacementOver(state, data)),
    when([AppointmentCancelled, AppointmentMovedAway], (state, event) => {
      const over = displacementOver(state, event.data);
      return askTheNext(freedBy(over.state, event), event.data.agendaId, over.commands);
    }),
    when(
      SlotHeld,
      (state, { data }) => {
        if (!state) return { state };
        const { agendaId, date, holdId, waitlistEntryId: entryId = '' } = data;
        const held = heldFor(state, data);
        const release = state.waiting[entryId] ? [] : [give(releaseHold, { agendaId, date, holdId })];
        return askTheNext(held, agendaId, release);
      },
      offersOnly,
    ),
    when(WaitlistPassedOver, (state, { data }) => askTheNext(state && passedOver(state, data), data.agendaId)),
    when(SlotHoldExpired, (state, event) => offerOver(state, event, 'EXPIRED')),
    when(SlotHoldReleased, (state, event) =>
      offerOver(state, event, event.data.reason === 'PLAN_CHANGED' ? 'WITHDRAWN' : 'DECLINED'),
    ),
    when(AppointmentBooked, (state, { data }) => accepted(state, data), bookedHold),
    when(
      AppointmentRescheduled,
      (state, { data }, agenda) => {
        const { state: before, commands = [] } = data.agendaId === agenda ? accepted(state, data) : { state };
        if (data.from.agendaId !== agenda) return { state: before, commands };
        // It stands elsewhere by now, whenever the day that it left says so.
        const { appointmentId, from } = data;
        const over = displacementOver(before, { agendaId: agenda, date: from.date, appointmentId });
        return { state: over.state, commands: [...commands, ...over.commands] };
      },
      ({ data }) => [...new Set([...bookedHold({ data }), data.from.agendaId])],
    ),
    when(WaitlistOfferExpired, (state, { data: { entryId, turn } }) => waitsOn(state, entryId, turn)),
    when(WaitlistOfferWithdrawn, (state, { data: { entryId } }) => waitsOn(state, entryId)),
    when(WaitlistAccepted, (state, { data: { entryId } }) => kept(state && withoutEntry(state, entryId))),
    when(WaitlistLeft, (state, { data: { agendaId, entryId } }) => {
      if (!state) return { state };
      const holdId = state.waiting[entryId]?.offer;
      const held = holdId === undefined ? undefined : state.held[holdId];
      const commands = holdId !== undefined && held ? [give(releaseHold, { agendaId, date: held.date, holdId })] : [];
      return { ...kept(withoutEntry(state, entryId)), commands };
    }),
  ],
});

type Day = { readonly agendaId: string };

function offersOnly({ data }: { readonly data: Day & { readonly offer?: true } }): readonly string[] {
  return data.offer ? [data.agendaId] : [];
}

function bookedHold({ data }: { readonly data: Day & { readonly holdId?: string } }): readonly string[] {
  return data.holdId === undefined ? [] : [data.agendaId];
}

/** What is remembered of an agenda at which nobody waits: nothing. */
function kept(state: Offers | undefined): Reaction<Offers> {
  return { state: state && isEmpty(state) ? undefined : state };
}

/**
 * Whoever was displaced has a place again, or needs none. What is told of another day is of before: somebody who moved may
 * be displaced from where they came to before the place that they left is free.
 */
function displacementOver(
  state: Offers | undefined,
  { agendaId, appointmentId, date }: Day & { readonly appointmentId: string; readonly date: string },
): Required<Pick<Reaction<Offers>, 'commands'>> & Reaction<Offers> {
  if (!state?.displaced.includes(appointmentId)) return { state, commands: [] };
  if ((state.displacedOn?.[appointmentId] ?? date) !== date) return { state, commands: [] };
  const entry = Object.values(state.waiting).find(({ displaced: one }) => one?.appointmentId === appointmentId);
  const over = entry && give(endWaiting, { agendaId, entryIds: [entry.entryId], because: 'DISPLACEMENT_OVER' });
  return { ...kept(withoutDisplaced(state, appointmentId)), commands: over ? [over] : [] };
}

/** The hold of an offer came to nothing: the list is told, and its place asked of the next. */
function offerOver(
  state: Offers | undefined,
  event: Parameters<typeof freedBy>[1] & { readonly data: { readonly holdId: string } },
  how: 'EXPIRED' | 'DECLINED' | 'WITHDRAWN',
): Reaction<Offers> {
  const { agendaId, holdId } = event.data;
  const offer = state?.held[holdId];
  if (!state || !offer) return { state };
  const { [holdId]: _over, ...held } = state.held;
  const { entryId } = offer;
  const told = give(endOffer, { agendaId, entryId, holdId, how });
  const next = { ...state, held };
  // What the plan has no more room for is not there to be offered.
  return askTheNext(how === 'WITHDRAWN' ? next : freedBy(next, event, [entryId]), agendaId, [told]);
}

/** The person booked the hold that they were offered. */
function accepted(
  state: Offers | undefined,
  { agendaId, holdId = '', appointmentId }: Day & { readonly holdId?: string; readonly appointmentId: string },
): Reaction<Offers> {
  const offer = state?.held[holdId];
  if (!state || !offer) return { state };
  const { [holdId]: _booked, ...held } = state.held;
  const { entryId } = offer;
  const left = withoutEntry({ ...state, held }, entryId);
  const { displaced } = state.waiting[entryId] ?? {};
  const commands = [give(acceptOffer, { agendaId, entryId, holdId, appointmentId })];
  return { ...kept(displaced ? withoutDisplaced(left, displaced.appointmentId) : left), commands };
}

/** Somebody whose offer is over waits on, at another turn where they have one. */
function waitsOn(state: Offers | undefined, entryId: string, turn?: number): Reaction<Offers> {
  const entry = state?.waiting[entryId];
  if (!state || !entry) return { state };
  const { offer: _over, ...waiting } = entry;
  return { state: withEntry(state, { ...waiting, turn: turn ?? entry.turn }) };
}
