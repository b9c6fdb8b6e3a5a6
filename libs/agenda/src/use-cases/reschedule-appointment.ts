import { IsOptional, IsUUID, ValidateIf } from 'class-validator';
import {
  defineCommandOn,
  draw,
  everywhere,
  ExcludesField,
  fact,
  IsId,
  IsOneOf,
  IsRealDate,
  IsRequiredObject,
  ofAppointment,
  SELF_SERVICE,
  type AnyPrincipal,
} from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { isInternal, type Identity } from '../domain/agenda-day/booking-channels.ts';
import { refuseModeOnChannel } from '../domain/agenda-day/booking-modes.ts';
import type { AgendaDay } from '../domain/agenda-day/day-state.ts';
import { freeSlotRefusals, freeSlots } from '../domain/agenda-day/free-slots.ts';
import { appointmentOfAnother, appointmentUnknown } from '../domain/agenda-day/known-appointment.ts';
import { holdOfAnother, knownHold } from '../domain/agenda-day/known-hold.ts';
import { movableRefusals, refuseSamePlace, requireMovable } from '../domain/agenda-day/movable.ts';
import { appointmentMoving, claimOfMove, movedAway } from '../domain/agenda-day/moving.ts';
import { placeOf, whichDay, type TakenPlace } from '../domain/agenda-day/taken.ts';
import { withoutTaking } from '../domain/agenda-day/taking-places.ts';
import { requireUsable, usableHoldRefusals } from '../domain/agenda-day/usable-hold.ts';
import { requireDelivered } from '../domain/delivered-services.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { CHANNELS, MODES, type Channel, type Mode } from '../domain/vocabulary.ts';
import { boothRefusals, whereHeldThen } from './booked-from.ts';
import { channelOf, partyRefusals } from './booking-party.ts';
import { IsLocalTime, IsUnits } from './fields.ts';
import { ANY_DAY, dayId, OnAgendaDay, reofferDelay, STAFF_ROLES, type AnyDay } from './on-agenda-day.ts';
import { sideOf } from './side-of.ts';
import { requireOwn, standingOn, type Standing } from './standing-appointment.ts';
import { claimRefusals, claimsOnTime, commitmentLimits, missingAt } from './take-slots.ts';

/** Where an appointment shall go: to a hold of the person's (`holdId`), or to free places (`start`). */
export class NewPlaceInput {
  /** Id of the agenda; that of the appointment when absent. */
  @IsOptional()
  @IsId()
  readonly agendaId?: string;

  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;

  @ValidateIf(({ start, holdId }: NewPlaceInput) => holdId !== undefined || start === undefined)
  @IsId()
  @ExcludesField('start')
  readonly holdId?: string;

  /** Wall clock in Rome, HH:MM, as availability names it. */
  @ValidateIf(({ start, holdId }: NewPlaceInput) => start !== undefined || holdId === undefined)
  @IsLocalTime()
  readonly start?: string;

  /** Consecutive slots; as many as the appointment has when absent. A hold says its own. */
  @IsOptional()
  @IsUnits()
  @ExcludesField('holdId')
  readonly units?: number;

  /** That of the appointment when absent; of a hold, the hold's. */
  @IsOptional()
  @IsOneOf(MODES, 'AppointmentMode')
  readonly mode?: Mode;
}

/** Moves an appointment to another place. */
export class RescheduleAppointment extends OnAgendaDay {
  /** Id of the appointment, which it keeps. */
  @IsUUID()
  readonly appointmentId!: string;

  /** Where it goes. */
  @IsRequiredObject(() => NewPlaceInput)
  readonly to!: NewPlaceInput;

  /** Of staff, DESK when absent; citizens move online. */
  @IsOptional()
  @IsOneOf(CHANNELS, 'BookingChannel')
  readonly channel?: Channel;
}

/** A move as its rule sees it. */
type WantedMove = Omit<RescheduleAppointment, 'channel'> & {
  readonly principal: AnyPrincipal;
  readonly channel: Channel;
  readonly identity: Identity;
};

type Address = Pick<RescheduleAppointment, 'agendaId' | 'date' | 'to'>;

const newDay = ({ agendaId, to }: Address): string => agendaDayId(to.agendaId ?? agendaId, to.date);
const isWithinDay = (wanted: Address): boolean => newDay(wanted) === dayId(wanted);

/**
 * The appointment stands on the new day from this act on, and keeps its id, its code and the data of the person (A8). Before
 * it, the command claims the appointment on the day that it leaves, where it keeps its place meanwhile, and the person's time
 * for the new place, in the stead of the old one. What it left is given back once the act stands, by the policy
 * `old-places`; within one day, in the same append.
 */
export const rescheduleAppointment = defineCommandOn(agendaDay)({
  input: RescheduleAppointment,
  summary:
    'Moves an appointment to another place, on the same or another day or agenda; the old one is kept until then.',
  example: { to: { date: '2026-09-14', start: '09:00' } },
  id: newDay,
  // The new place is booked, which no territory blocks (A5); staff of which the old one is no business are refused below.
  by: [
    everywhere(...STAFF_ROLES, 'citizen'),
    ofAppointment(({ appointmentId }: RescheduleAppointment) => appointmentId, appointmentOfAnother),
  ],
  in: ANY_DAY,
  needs: {
    elsewhere: fact(
      agendaDay,
      (wanted: RescheduleAppointment) => (isWithinDay(wanted) ? undefined : dayId(wanted)),
      (day, _at, { appointmentId }) => standingOn(day, appointmentId),
    ),
    agenda: fact(
      agenda,
      ({ agendaId, to }: RescheduleAppointment, day: AnyDay) =>
        missingAt({ agendaId: to.agendaId ?? agendaId, start: to.start }, day),
      (state) => state,
    ),
    limits: commitmentLimits,
    reoffer: reofferDelay,
    drawn: draw('reoffer'),
  },
  refuses: [
    ...[appointmentUnknown, appointmentOfAnother, ...movableRefusals, ...freeSlotRefusals, ...usableHoldRefusals],
    ...[holdOfAnother, ...partyRefusals, ...claimRefusals, ...boothRefusals],
  ],
  prepare: async (input, { principal }): Promise<WantedMove> => ({
    ...input,
    principal,
    ...channelOf(principal, input.channel),
  }),
  claims: (wanted, state, { elsewhere, now, limits }) => {
    const { appointmentId, to, principal } = wanted;
    const from = isWithinDay(wanted) ? standingOn(state, appointmentId) : elsewhere;
    const { appointment } = requireOwn(principal, from, appointmentId);
    const leaves = isWithinDay(wanted) ? [] : [claimOfMove(wanted, requireMovable)];
    const { subject, second, commitmentId: replaces } = appointment;
    const hold = to.holdId === undefined || state.status === 'ABSENT' ? undefined : state.holds.get(to.holdId);
    const where = hold ?? { start: to.start ?? '', units: to.units ?? appointment.units };
    const claim = (kind: 'APPOINTMENT' | 'SECOND_PERSON', whose: { subject: string; replaces: string }) =>
      claimsOnTime(kind, { ...whose, start: where.start, units: where.units, principal }, state, { now, limits });
    return [
      ...leaves,
      // The claim of a hold on the person's time goes on: no new one.
      ...(hold ? [] : claim('APPOINTMENT', { subject, replaces })),
      ...(second ? claim('SECOND_PERSON', { subject: second.subject, replaces: second.commitmentId }) : []),
    ];
  },
  decide: (wanted, state, known): AgendaDayEvent[] => {
    const { appointmentId, to, principal } = wanted;
    const { commandId, elsewhere, now } = known;
    const found = isWithinDay(wanted) ? standingOn(state, appointmentId) : elsewhere;
    const from = requireOwn(principal, found, appointmentId);
    const { appointment, place: old } = from;
    // What this command has claimed is moved by nobody else.
    if (appointment.moving?.moveId !== commandId) requireMovable(appointment, now);

    const { day, place, mode } = newPlace(wanted, state, { ...known, from });
    const { serviceId, serviceLine } = appointment.booking;
    requireDelivered(serviceId, day.plan, serviceLine);
    refuseModeOnChannel(mode, sureAsBooked(wanted, { from: appointment.mode, to: mode }));
    refuseSamePlace(appointment, { ...old, mode: appointment.mode }, { ...place, mode });
    refuseUnderWay(day, wanted);

    const { booking, changes, notified, second } = appointment;
    const withSecond = second ? { second: { subject: second.subject, commitmentId: commandId } } : {};
    const { heldAt: before, ...taken } = booking;
    const by = sideOf(principal);
    const { agendaId, date, start, startsAt, endsAt, units, commitmentId } = old;
    const where = { agendaId, date, start, startsAt, endsAt, units, commitmentId };
    const { region, province, unit } = day.plan;
    return [
      {
        type: 'AppointmentRescheduled',
        data: {
          ...{ ...place, ...(notified ? { notified } : {}), ...withSecond, appointmentId },
          ...(to.holdId === undefined ? {} : { holdId: to.holdId }),
          ...{ ...taken, mode, serviceLine: day.plan.serviceLine, heldAt: whereHeldThen(before, mode, day.plan) },
          delivering: { region, province, unit },
          ...{ sequence: changes + 1, by, from: { ...where, ...(before ? { heldAt: before } : {}) } },
        },
      },
      ...(isWithinDay(wanted) ? [movedAway(from, { moveId: commandId, by, to: place }, known)] : []),
    ];
  },
});

interface NewPlace {
  readonly day: AgendaDay;
  readonly place: TakenPlace;
  readonly mode: Mode;
}

function newPlace(
  wanted: WantedMove,
  state: AnyDay,
  known: Parameters<typeof freeSlots>[2] & { readonly commandId: string; readonly from: Standing },
): NewPlace {
  const { to, channel, appointmentId } = wanted;
  const { appointment } = known.from;
  const { subject, units, mode } = appointment;
  if (to.holdId !== undefined) {
    const { day, hold } = knownHold(state, to.holdId);
    if (hold.subject !== subject) throw holdOfAnother({ holdId: hold.holdId });
    requireUsable(hold, { mode: to.mode, moves: appointmentId, now: known.now });
    return { day, place: placeOf(day, hold), mode: hold.mode };
  }
  const { start = '', units: wide = units, mode: how = mode } = to;
  // The place that it leaves is in nobody's way, least of all its own.
  const own = state.status !== 'ABSENT' && isWithinDay(wanted) && appointment.status === 'BOOKED';
  const seen = own ? withoutTaking(state, appointment) : state;
  const { day, slots } = freeSlots({ date: to.date, start, units: wide, mode: how, channel }, seen, known);
  const { startsAt, endsAt } = slots;
  const whose = { subject, commitmentId: known.commandId, ...(isInternal(channel) ? { internal: true as const } : {}) };
  return { day, place: { ...whichDay(day.plan), start, startsAt, endsAt, units: wide, ...whose }, mode: how };
}

/** Whoever meets on the web was identified when that was booked, and may choose another time with the code of the booking. */
function sureAsBooked({ principal, channel, identity }: WantedMove, mode: { readonly from: Mode; readonly to: Mode }) {
  const isSure = principal.role === SELF_SERVICE && mode.from === mode.to;
  return { channel, identity: isSure ? ('STRONG' as const) : identity };
}

/**
 * Of an appointment that comes back to a day, the place that it had there is given back first: it is under way.
 * @throws DomainError APPOINTMENT_MOVING (conflict)
 */
function refuseUnderWay(day: AgendaDay, wanted: WantedMove): void {
  const { appointmentId } = wanted;
  const there = isWithinDay(wanted) ? undefined : day.appointments.get(appointmentId);
  if (there && there.status !== 'MOVED') throw appointmentMoving({ appointmentId });
}
