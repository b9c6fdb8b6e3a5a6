import { IsOptional } from 'class-validator';
import { defineRefusals, deriveId, type Absent, type Sealed } from '#kernel/domain';
import { requireService, serviceUnknown } from '#services';
import {
  defineCommandOn,
  everywhere,
  fact,
  IsOneOf,
  IsRealDate,
  IsRequiredObject,
  isWithinScope,
  setting,
  type AnyPrincipal,
} from '#use-cases';
import { agendaSettings } from '../../agenda-settings.ts';
import { agenda, agendaClosed } from '../../domain/agenda/agenda.ts';
import type { Agenda } from '../../domain/agenda/agenda-state.ts';
import { modeRefusals, refuseModeNotOffered } from '../../domain/agenda-day/booking-modes.ts';
import { personNotFree } from '../../domain/commitments/commitment-limits.ts';
import { deliveryRefusals, requireDelivered } from '../../domain/delivered-services.ts';
import type { Citizen } from '../../domain/events/agenda-day-events.ts';
import { WAITING_CITIZEN_FIELD, type WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import { waitlist } from '../../domain/waitlist/waitlist.ts';
import type { Waitlist } from '../../domain/waitlist/waitlist-state.ts';
import { CHANNELS, MODES, type BookedFrom, type Channel, type Mode } from '../../domain/vocabulary.ts';
import { CitizenInput } from '../book-appointment.ts';
import { BookedFromInput, boothFacts, boothRefusals, requireAuthorised } from '../booked-from.ts';
import { bookedSubject, channelOf, partyRefusals, refuseChannel } from '../booking-party.ts';
import { IsServiceId, IsUnits } from '../fields.ts';
import { agendaId, OnAgenda } from '../on-agenda.ts';
import { toldByMail } from '../told-by-mail.ts';
import { ANY_LIST } from './on-waiting-list.ts';

/** Puts somebody on the waiting list of an agenda. */
export class JoinWaitlist extends OnAgenda {
  @IsOneOf(MODES, 'AppointmentMode')
  readonly mode!: Mode;

  /** Consecutive slots; one when absent. */
  @IsOptional()
  @IsUnits()
  readonly units?: number;

  /** First day that would do, yyyy-mm-dd; any when absent. */
  @IsOptional()
  @IsRealDate()
  readonly from?: string;

  /** Last day that would do (this day included): after it one waits no longer. */
  @IsOptional()
  @IsRealDate()
  readonly until?: string;

  /** Of the catalogue of services, which GET /rest/agenda/v1/services lists. */
  @IsServiceId()
  readonly serviceId!: string;

  /** Of staff, DESK when absent; of citizens, PORTAL. */
  @IsOptional()
  @IsOneOf(CHANNELS, 'BookingChannel')
  readonly channel?: Channel;

  /** Who waits. It is sealed before it is written. */
  @IsRequiredObject(() => CitizenInput)
  readonly citizen!: CitizenInput;

  /** Needed from operators of a host, and theirs alone. */
  @IsOptional()
  @IsRequiredObject(() => BookedFromInput)
  readonly bookedFrom?: BookedFromInput;
}

/** What is wanted as the rule sees it: the person is a subject, and their data sealed. */
interface WantedEntry extends Pick<JoinWaitlist, 'mode' | 'from' | 'until' | 'serviceId'> {
  readonly units: number;
  readonly channel: Channel;
  readonly principal: AnyPrincipal;
  readonly subject: string;
  readonly citizen: Sealed<Citizen>;
  readonly notified?: true;
  readonly bookedFrom?: BookedFrom | undefined;
}

const refuse = defineRefusals({
  WAITING_PERIOD_REVERSED: 'A period from {from} cannot end before, on {until}: correct one of the two.',
  WAITING_PERIOD_OVER: 'The period ends on {until}, before today, {today}: name a later day, or none.',
  WAITING_ALREADY: 'The person waits at this agenda already: leave the list first to wait for something else.',
  WAITING_LIST_FULL: 'At this agenda {limit} persons wait, which is the limit: choose another, or come back later.',
});

/** The agenda as it stands now. */
const agendaOfList = fact(
  agenda,
  ({ agendaId: id }: OnAgenda) => id,
  (state) => state,
);

/**
 * Territory blocks nobody from waiting, as it does not block a booking (A5). Nothing is claimed: waiting counts towards no
 * limit before it is accepted (A9).
 */
export const joinWaitlist = defineCommandOn(waitlist)({
  input: JoinWaitlist,
  summary: 'Puts somebody on the waiting list of an agenda, after all who wait there.',
  id: agendaId,
  by: [everywhere('central', 'regional', 'provincial', 'desk-operator', 'citizen', 'host-operator')],
  in: ANY_LIST,
  needs: {
    agenda: agendaOfList,
    limit: setting(agendaSettings, ({ maxWaiting }) => maxWaiting),
    ...boothFacts,
  },
  refuses: [
    ...[refuse, agenda.notFound, agendaClosed, serviceUnknown, ...deliveryRefusals, personNotFree],
    ...[...modeRefusals, ...partyRefusals, ...boothRefusals],
  ],
  namesPerson: () => true,
  check: (input, _list, known, principal) => {
    requireAuthorised(principal, input, known);
    requireService(input.serviceId);
    refuseUnfit(input, known);
    refuseChannel(principal, input.channel, input.mode);
  },
  prepare: async (input, shell): Promise<WantedEntry> => {
    const { mode, units = 1, from, until, serviceId, citizen, bookedFrom } = input;
    const { principal } = shell;
    const { channel } = channelOf(principal, input.channel);
    const subject = await bookedSubject(shell, citizen);
    const sealed = await shell.personalData.seal<Citizen>(subject, WAITING_CITIZEN_FIELD, citizen);
    const told = toldByMail(citizen, shell);
    const wish = { mode, units, ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
    return { ...wish, serviceId, channel, principal, subject, citizen: sealed, bookedFrom, ...told };
  },
  decide: (wanted, list, known): WaitlistEvent[] => {
    const { principal, bookedFrom: _from, ...entry } = wanted;
    // Anew: what was granted may have ended meanwhile.
    requireAuthorised(principal, wanted, known);
    const { agendaId: id, region, province, unit, serviceLine } = refuseUnfit(wanted, known).profile;
    refuseSecond(wanted, list);
    refuseFull(list, known.limit);
    const entryId = deriveId('WaitlistEntry', known.commandId);
    const turn = list.status === 'ABSENT' ? 1 : list.turns + 1;
    const where = { region, province, unit, serviceLine };
    return [{ type: 'WaitlistJoined', data: { agendaId: id, entryId, turn, ...where, ...entry } }];
  },
});

/** @throws DomainError AGENDA_UNKNOWN (not-found) | AGENDA_CLOSED | SERVICE_NOT_… | MODE_NOT_OFFERED | WAITING_PERIOD_… */
function refuseUnfit(
  { mode, from, until, serviceId }: Pick<JoinWaitlist, 'mode' | 'from' | 'until' | 'serviceId'>,
  { agenda: state, today }: { readonly agenda: Agenda | Absent; readonly today: string },
): Agenda {
  if (state.status === 'ABSENT') throw agenda.notFound();
  const { profile, closedFrom } = state;
  const { agendaId: id, modes } = profile;
  if (closedFrom !== undefined && (from ?? today) >= closedFrom) {
    throw agendaClosed({ agendaId: id, effectiveDate: closedFrom });
  }
  requireDelivered(serviceId, profile);
  refuseModeNotOffered(mode, modes);
  if (until !== undefined && until < (from ?? until))
    throw refuse.WAITING_PERIOD_REVERSED({ from: from ?? until, until });
  if (until !== undefined && until < today) throw refuse.WAITING_PERIOD_OVER({ until, today });
  return state;
}

/**
 * A person waits once at an agenda; who was displaced waits by that beside. Who may not read there learns nothing of it.
 * @throws DomainError WAITING_ALREADY | PERSON_NOT_FREE
 */
function refuseSecond({ subject, principal }: WantedEntry, list: Waitlist | Absent): void {
  if (list.status === 'ABSENT') return;
  const waits = [...list.entries.values()].some((entry) => entry.subject === subject && !entry.displaced);
  if (!waits) return;
  const mayKnow = principal.role === 'citizen' || isWithinScope(principal, list.territory);
  throw mayKnow ? refuse.WAITING_ALREADY() : personNotFree();
}

function refuseFull(list: Waitlist | Absent, limit: number): void {
  if (list.status === 'ABSENT') return;
  const waiting = [...list.entries.values()].filter(({ displaced }) => !displaced).length;
  if (waiting >= limit) throw refuse.WAITING_LIST_FULL({ limit });
}
