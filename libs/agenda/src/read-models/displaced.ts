import { Type, type Static } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { defineProjection, when, type EventScope } from '#kernel/domain';
import { IsUnitCode } from '#organisation';
import {
  defineQuery,
  IsId,
  IsOneOf,
  IsRealDate,
  orNull,
  pageOf,
  TerritoryFilterQuery,
  within,
  type Published,
} from '#use-cases';
import { explained, Id, listOf, oneOf, Timestamp } from '#vocabulary';
import {
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentReinstated,
  DayPlanned,
  DisplacementCauseChanged,
} from '../domain/events/agenda-day-events.ts';
import { AppointmentMovedAway, AppointmentRescheduled } from '../domain/events/move-events.ts';
import { NOT_REBOOKED } from '../domain/vocabulary.ts';
import { appointments, OwnAppointment } from './appointments.ts';
import { alternativesOfDisplaced, MOST_NAMED } from './free-places/alternatives-of-displaced.ts';
import { ToldAlternative } from './free-places/told-alternative.ts';
import { momentsOf } from './period.ts';
import { namedAppointments, READING_PURPOSES, SheetEntry, type ReadingPurpose } from './day-sheet.ts';

/**
 * What becomes of somebody who was displaced: OPEN until the same places are given back, the appointment stands elsewhere, it
 * is cancelled, or nobody has decided in time (A7).
 */
const STATES = ['OPEN', 'REINSTATED', 'RESCHEDULED', 'CANCELLED', 'CLOSED'] as const;
type State = (typeof STATES)[number];

/** Why: hours, places or days of the agenda that are no longer there, or the Punto Cliente that receives nobody. */
const CAUSES = ['AGENDA', 'PUNTO_CLIENTE'] as const;

const Displacement = Type.Object(
  {
    agendaId: Id,
    date: OwnAppointment.properties.date,
    start: explained(OwnAppointment.properties.start, 'When it was to begin, by the wall clock in Rome.'),
    startsAt: Timestamp,
    cause: oneOf(CAUSES, 'DisplacementCause'),
    pointId: orNull(Id, 'Of the Punto Cliente that receives nobody.'),
    displacedAt: explained(Timestamp, 'When it was displaced.'),
    openUntil: orNull(
      Timestamp,
      'Until when it is kept open (this moment not included); null of what was displaced before that was written down.',
    ),
    state: oneOf(STATES, 'DisplacementState'),
    since: explained(Timestamp, 'When it came to this state.'),
  },
  { $id: 'DisplacementAnswer' },
);

const Displaced = Type.Object(
  {
    ...SheetEntry.properties,
    displacement: Displacement,
    alternatives: listOf(
      ToldAlternative,
      MOST_NAMED,
      'Of one that is OPEN, what to offer: the first free places of the same service line and mode, as the office may book them, by date, then by kilometres.',
    ),
  },
  {
    $id: 'DisplacedAnswer',
    description: 'The appointment as it stands now, who comes, from where it was displaced, and what to offer instead.',
  },
);

/** The last displacement of an appointment. Nothing of the person stands in it but their opaque id. */
type DisplacedDocument = Published<Static<typeof Displacement>> & {
  readonly appointmentId: string;
  readonly place: EventScope;
};

/** Who was displaced, one document per appointment. */
export const displacedAppointments = defineProjection<DisplacedDocument>({
  name: 'displaced-appointments',
  version: 2,
  indexes: [
    { fields: ['state', 'startsAt'] },
    { fields: ['place.region', 'state', 'startsAt'] },
    { fields: ['place.province', 'state', 'startsAt'] },
    { fields: ['place.unit', 'state', 'startsAt'] },
    { fields: ['agendaId', 'state', 'startsAt'] },
  ],
  keys: ({ data }) => [(data as { readonly appointmentId: string }).appointmentId],
  on: [
    when(AppointmentDisplacedByClosure, (_before, { data, recordedAt, metadata: { scope } }) => ({
      appointmentId: data.appointmentId,
      agendaId: data.agendaId,
      date: data.date,
      start: data.start,
      startsAt: data.startsAt,
      cause: data.pointId === undefined ? 'AGENDA' : 'PUNTO_CLIENTE',
      pointId: data.pointId ?? null,
      displacedAt: recordedAt,
      openUntil: data.openUntil ?? null,
      place: scope,
      state: 'OPEN',
      since: recordedAt,
    })),
    when(AppointmentReinstated, (document, { data, recordedAt }) => ended(document, data, 'REINSTATED', recordedAt)),
    // It stands elsewhere from then on, whenever the day that it left says so.
    when(AppointmentRescheduled, (document, { data: { from }, recordedAt }) =>
      ended(document, from, 'RESCHEDULED', recordedAt),
    ),
    when(AppointmentMovedAway, (document, { data, recordedAt }) => ended(document, data, 'RESCHEDULED', recordedAt)),
    when(AppointmentCancelled, (document, { data, recordedAt }) =>
      ended(document, data, data.reason === NOT_REBOOKED ? 'CLOSED' : 'CANCELLED', recordedAt),
    ),
    when(DisplacementCauseChanged, (document, { data: { agendaId, date, pointId = null } }) =>
      isOf(document, { agendaId, date })
        ? { ...document, cause: pointId === null ? 'AGENDA' : 'PUNTO_CLIENTE', pointId }
        : document,
    ),
    // Its day passed to another office, which calls the people from now on.
    when(
      DayPlanned,
      (document, { data: { agendaId, date, region, province, unit } }) =>
        isOf(document, { agendaId, date }) ? { ...document, place: { region, province, unit } } : document,
      ({ data: { carried = [] } }) => carried,
    ),
  ],
});

const isOf = (
  document: DisplacedDocument | undefined,
  { agendaId, date }: { readonly agendaId: string; readonly date: string },
): document is DisplacedDocument => document?.agendaId === agendaId && document.date === date;

/** What happens on the day from which it was displaced ends it; an appointment that was displaced twice is open again. */
function ended(
  document: DisplacedDocument | undefined,
  on: { readonly agendaId: string; readonly date: string },
  state: State,
  since: string,
): DisplacedDocument | undefined {
  return isOf(document, on) && document.state === 'OPEN' ? { ...document, state, since } : document;
}

export class ListDisplaced extends TerritoryFilterQuery {
  /** Code of the territorial unit. */
  @IsOptional()
  @IsUnitCode()
  readonly unit?: string;

  /** Id of the agenda. */
  @IsOptional()
  @IsId()
  readonly agenda?: string;

  /** Displaced from days from this one on, yyyy-mm-dd in Rome. */
  @IsOptional()
  @IsRealDate()
  readonly from?: string;

  /** Displaced from days up to this one (this day included). */
  @IsOptional()
  @IsRealDate()
  readonly to?: string;

  /** What has become of them; OPEN, whom to call, when it is left out. */
  @IsOptional()
  @IsOneOf(STATES, 'DisplacementState')
  readonly state: State = 'OPEN';

  /** Why the citizens' data is read, for example AVVISO to call them. It stands in the access log. */
  @IsOneOf(READING_PURPOSES, 'ReadingPurpose')
  readonly purpose!: ReadingPurpose;
}

export const listDisplaced = defineQuery({
  input: ListDisplaced,
  summary: 'Whom an office has to call: people whose appointments were displaced, by name, the next first.',
  by: [within('central', 'regional', 'provincial', 'desk-operator')],
  purpose: 'purpose',
  answer: pageOf('DisplacedPage', Displaced),
  run: async ({ region, province, unit, agenda, from, to, state, purpose }, shell) => {
    const bounds = { region: 'place.region', province: 'place.province', unit: 'place.unit' };
    const startsAt = momentsOf({ from, to });
    const asked = {
      ...{ 'place.region': region, 'place.province': province, 'place.unit': unit, agendaId: agenda, state },
      ...(startsAt ? { startsAt } : {}),
    };
    const page = await shell.reader.find(
      displacedAppointments,
      shell.page(asked, bounds, [{ field: 'startsAt' }]),
      shell.read,
    );
    const ids = page.items.map(({ appointmentId }) => appointmentId);
    const { documents } = await shell.reader.getMany(appointments, ids, shell.read);
    // An office may give people the places that are kept for staff, too.
    const taker = { internal: true, now: shell.clock.now() };
    const open = state === 'OPEN' ? documents : [];
    const seen = { minPosition: page.position, logId: page.logId };
    const found = await alternativesOfDisplaced(shell.reader, open, taker, seen);
    const alternativesOf = new Map(open.map(({ appointmentId }, place) => [appointmentId, found[place]]));
    const named = await namedAppointments(documents, purpose, shell);
    const known = new Map(named.map((one) => [one.appointmentId, one]));
    const items = page.items.flatMap((displacement) => {
      const { appointmentId } = displacement;
      const appointment = known.get(appointmentId);
      const alternatives = alternativesOf.get(appointmentId) ?? [];
      return appointment ? [{ ...appointment, displacement, alternatives }] : [];
    });
    return { ...page, items };
  },
});
