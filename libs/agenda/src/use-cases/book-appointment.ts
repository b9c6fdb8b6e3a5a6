import { Equals, IsEmail, IsOptional, Matches, MaxLength, ValidateIf } from 'class-validator';
import { deriveId, type Sealed } from '#kernel/domain';
import { IsUnitCode } from '#organisation';
import { requireService, serviceUnknown } from '#services';
import {
  defineCommandOn,
  draw,
  everywhere,
  ExcludesField,
  IsFiscalCode,
  IsId,
  IsOneOf,
  IsPersonal,
  IsRequiredObject,
  IsText,
  setting,
  type AnyPrincipal,
  matching,
} from '#use-cases';
import { citizenSettings } from '../citizen-settings.ts';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { isInternal, type Identity } from '../domain/agenda-day/booking-channels.ts';
import { refuseModeOnChannel } from '../domain/agenda-day/booking-modes.ts';
import type { Hold } from '../domain/agenda-day/day-state.ts';
import { bookingCodeOf } from '../domain/agenda-day/derived.ts';
import { freeSlotRefusals, freeSlots } from '../domain/agenda-day/free-slots.ts';
import { holdOfAnother, knownHold } from '../domain/agenda-day/known-hold.ts';
import { placeOf, whichDay, type TakenPlace } from '../domain/agenda-day/taken.ts';
import { requireUsable, usableHoldRefusals } from '../domain/agenda-day/usable-hold.ts';
import { deliveryRefusals, requireDelivered } from '../domain/delivered-services.ts';
import { CITIZEN_FIELD, type AgendaDayEvent, type Citizen, type DayPlan } from '../domain/events/agenda-day-events.ts';
import {
  CHANNELS,
  LANGUAGES,
  MODES,
  type BookedFrom,
  type Channel,
  type Language,
  type Mode,
} from '../domain/vocabulary.ts';
import { BookedFromInput, boothFacts, boothRefusals, requireAuthorised, whereHeld } from './booked-from.ts';
import {
  bookedSubject,
  channelOf,
  channelWanted,
  holdingSubject,
  partyRefusals,
  refuseChannel,
} from './booking-party.ts';
import { competentUnitFact, competentUnitUnknown, requireCompetentUnit } from './competent-unit.ts';
import { IsLocalTime, IsServiceId, IsUnits } from './fields.ts';
import { ANY_DAY, dayId, OnAgendaDay, STAFF_ROLES, type AnyDay } from './on-agenda-day.ts';
import {
  claimsOfSecond,
  requireSecondPerson,
  secondOf,
  secondPersonRefusals,
  type SealedSecond,
} from './second-person.ts';
import { agendaOfMissingSlot, claimRefusals, claimsOnTime, commitmentLimits } from './take-slots.ts';
import { toldByMail } from './told-by-mail.ts';

/** Who comes. */
export class CitizenInput {
  @IsFiscalCode()
  readonly fiscalCode!: string;

  @IsText(100)
  readonly givenName!: string;

  @IsText(100)
  readonly familyName!: string;

  @IsOptional()
  @Matches(
    /^\+?[0-9 ]{6,20}$/,
    matching({ message: '$property must be a telephone number', maxLength: 21, example: '+39 06 59051' }),
  )
  readonly phone?: string;

  @IsOptional()
  @IsPersonal()
  @IsEmail()
  @MaxLength(254)
  readonly email?: string;

  /** In which they are written to, it or de; Italian when absent. */
  @IsOptional()
  @IsOneOf(LANGUAGES, 'Language')
  readonly language?: Language;
}

/** Who comes with the person, where the service wants two. */
export class SecondPersonInput extends CitizenInput {}

/** Books a hold (`holdId`), or free places (`start`, `mode`). */
export class BookAppointment extends OnAgendaDay {
  @ValidateIf(({ start, holdId }: BookAppointment) => holdId !== undefined || start === undefined)
  @IsId()
  @ExcludesField('start')
  readonly holdId?: string;

  /** Wall clock in Rome, HH:MM, as availability names it. */
  @ValidateIf(({ start, holdId }: BookAppointment) => start !== undefined || holdId === undefined)
  @IsLocalTime()
  readonly start?: string;

  /** Consecutive slots; one when absent. A hold says its own. */
  @IsOptional()
  @IsUnits()
  @ExcludesField('holdId')
  readonly units?: number;

  /** Of a hold it may be left out, and must otherwise be the hold's. */
  @ValidateIf(({ mode, holdId }: BookAppointment) => mode !== undefined || holdId === undefined)
  @IsOneOf(MODES, 'AppointmentMode')
  readonly mode?: Mode;

  /** Of the catalogue of services, which GET /rest/agenda/v1/services lists. */
  @IsServiceId()
  readonly serviceId!: string;

  /** Of staff, DESK when absent; of citizens, PORTAL. */
  @IsOptional()
  @IsOneOf(CHANNELS, 'BookingChannel')
  readonly channel?: Channel;

  /** Who comes. It is sealed before it is written. */
  @IsRequiredObject(() => CitizenInput)
  readonly citizen!: CitizenInput;

  /** Who comes with the person, needed where the service wants two (`secondPerson` in the catalogue). Sealed alike. */
  @IsOptional()
  @IsRequiredObject(() => SecondPersonInput)
  readonly secondPerson?: SecondPersonInput;

  /** Code of the unit that is competent for the person by where they live: it reads the appointment, too. */
  @IsOptional()
  @IsUnitCode()
  readonly competentUnit?: string;

  /** Needed from operators of a host, and theirs alone. */
  @IsOptional()
  @IsRequiredObject(() => BookedFromInput)
  readonly bookedFrom?: BookedFromInput;

  /** True where the person comes to the point from which it is booked, for a WEB_MEETING. */
  @IsOptional()
  @Equals(true)
  readonly atPoint?: true;
}

/** What is booked: a hold, or free places. The checks of the input have made sure that it is one of the two. */
type Booked =
  | { readonly holdId: string; readonly mode?: Mode | undefined }
  | {
      readonly holdId?: undefined;
      readonly date: string;
      readonly start: string;
      readonly units: number;
      readonly mode: Mode;
    };

/** A booking as its rule sees it: the person is a subject, and their data sealed. */
type WantedBooking = Booked & {
  readonly serviceId: string;
  readonly channel: Channel;
  readonly identity: Identity;
  readonly principal: AnyPrincipal;
  readonly subject: string;
  readonly citizen: Sealed<Citizen>;
  /** They gave an address, and there is a mail server. */
  readonly notified?: true;
  readonly second?: SealedSecond | undefined;
  readonly bookedFrom?: BookedFrom | undefined;
  readonly atPoint?: true | undefined;
};

export const bookAppointment = defineCommandOn(agendaDay)({
  input: BookAppointment,
  example: { start: '09:00', mode: 'IN_PERSON' },
  summary: 'Books an appointment, of a hold or on free places.',
  id: dayId,
  // Neither residence nor the territory of who books stands in the way (A5).
  by: [everywhere(...STAFF_ROLES, 'citizen', 'host-operator')],
  in: ANY_DAY,
  needs: {
    competent: competentUnitFact,
    ...{ agenda: agendaOfMissingSlot, limits: commitmentLimits, drawn: draw('bookingCode'), ...boothFacts },
    remindMinutes: setting(citizenSettings, ({ reminderHours }) => reminderHours * 60),
  },
  refuses: [
    ...[serviceUnknown, ...freeSlotRefusals, ...usableHoldRefusals, holdOfAnother, ...partyRefusals, ...claimRefusals],
    ...[...boothRefusals, ...secondPersonRefusals, competentUnitUnknown, ...deliveryRefusals],
  ],
  namesPerson: () => true,
  check: (input, day, known, principal) => {
    // First: who may not book is told nothing of places.
    requireAuthorised(principal, input, known);
    requireSecondPerson(requireService(input.serviceId), input);
    if (day.status === 'PLANNED') requireDelivered(input.serviceId, day.plan);
    requireCompetentUnit(input, known);
    const what = bookedOf(input);
    const { mode } = what.holdId === undefined ? what : heldFor(principal, what, day, known.now);
    const channel = channelWanted(principal, input.channel);
    if (what.holdId === undefined) freeSlots({ ...what, channel }, day, known);
    refuseChannel(principal, input.channel, mode);
    if (day.status === 'PLANNED') whereHeld(day.plan, mode, input);
  },
  prepare: async (input, shell): Promise<WantedBooking> => {
    const { serviceId, citizen, holdId, bookedFrom, atPoint } = input;
    const { principal } = shell;
    const how = { serviceId, principal, ...channelOf(principal, input.channel), bookedFrom, atPoint };
    const subject = await (holdId === undefined ? bookedSubject(shell, citizen) : holdingSubject(shell, citizen));
    if (subject === undefined) throw holdOfAnother({ holdId });
    const sealed = await shell.personalData.seal<Citizen>(subject, CITIZEN_FIELD, citizen);
    const told = toldByMail(citizen, shell);
    const second = await secondOf(input, subject, shell);
    return { ...bookedOf(input), ...how, subject, citizen: sealed, ...told, second };
  },
  // The claim of a hold on the person's time goes on: no new one.
  claims: (wanted, day, known) => {
    const own = wanted.holdId === undefined ? claimsOnTime('APPOINTMENT', wanted, day, known) : [];
    return [...own, ...claimsOfSecond(wanted, day, known)];
  },
  decide: (wanted, day, known): AgendaDayEvent[] => {
    // Anew: what was granted may have ended meanwhile.
    requireAuthorised(wanted.principal, wanted, known);
    const { place, mode, serviceLine, plan } = placeToBook(wanted, day, known);
    const { holdId, channel, serviceId, citizen } = wanted;
    // The day may have been planned anew meanwhile.
    requireDelivered(serviceId, plan);
    // A hold may be booked elsewhere than it was made.
    refuseModeOnChannel(mode, wanted);
    const { commandId, drawn } = known;
    const how = { ...(holdId === undefined ? {} : { holdId }), mode, channel };
    const appointmentId = deriveId('Appointment', commandId);
    const bookingCode = bookingCodeOf(drawn);
    const { bookedFrom } = wanted;
    const from = bookedFrom ? { bookedFrom: { ...bookedFrom } } : {};
    const told = wanted.notified ? { notified: true as const } : {};
    const reminded = wanted.notified && known.remindMinutes > 0 ? { remindMinutes: known.remindMinutes } : {};
    const heldAt = whereHeld(plan, mode, wanted);
    const { region, province, unit } = plan;
    const competent = known.competent ? { competent: { ...known.competent } } : {};
    const offices = { delivering: { region, province, unit }, ...competent };
    const second = wanted.second && { second: { subject: wanted.second.subject, commitmentId: commandId } };
    const secondPerson = wanted.second && { secondPerson: wanted.second.citizen };
    return [
      {
        type: 'AppointmentBooked',
        data: {
          ...{ ...place, ...told, ...reminded, ...second, appointmentId, ...how, serviceLine, serviceId },
          ...{ bookingCode, heldAt, ...from, ...offices, citizen, ...secondPerson },
        },
      },
    ];
  },
});

function bookedOf({ date, holdId, start = '', units = 1, mode }: BookAppointment): Booked {
  return holdId === undefined ? { date, start, units, mode: mode ?? 'IN_PERSON' } : { holdId, mode };
}

interface PlaceToBook {
  readonly place: TakenPlace;
  readonly mode: Mode;
  readonly serviceLine: string;
  readonly plan: DayPlan;
}

function placeToBook(
  wanted: WantedBooking,
  state: AnyDay,
  known: Parameters<typeof freeSlots>[2] & { readonly commandId: string },
): PlaceToBook {
  const { subject } = wanted;
  if (wanted.holdId !== undefined) {
    const { day, hold } = knownHold(state, wanted.holdId);
    if (hold.subject !== subject) throw holdOfAnother({ holdId: hold.holdId });
    requireUsable(hold, { mode: wanted.mode, now: known.now });
    const { plan } = day;
    return { place: placeOf(day, hold), mode: hold.mode, serviceLine: plan.serviceLine, plan };
  }
  const { day, slots } = freeSlots(wanted, state, known);
  const { serviceLine } = day.plan;
  const { startsAt, endsAt } = slots;
  const { start, units, mode, channel } = wanted;
  const whose = { subject, commitmentId: known.commandId, ...(isInternal(channel) ? { internal: true as const } : {}) };
  const place = { ...whichDay(day.plan), start, startsAt, endsAt, units, ...whose };
  return { place, mode, serviceLine, plan: day.plan };
}

/**
 * A hold that may be booked, as far as that is known before anybody is looked up: whose it is, of a citizen, comes first.
 */
function heldFor(
  principal: AnyPrincipal,
  { holdId, mode }: { readonly holdId: string; readonly mode?: Mode | undefined },
  day: AnyDay,
  now: number,
): Hold {
  const { hold } = knownHold(day, holdId);
  if (principal.role === 'citizen' && hold.subject !== principal.subject) throw holdOfAnother({ holdId });
  requireUsable(hold, { mode, now });
  return hold;
}
