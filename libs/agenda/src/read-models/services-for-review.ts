import { Type } from '@sinclair/typebox';
import { defineRefusal, toTimestamp, type EventScope } from '#kernel/domain';
import { midnightInRome } from '#italy';
import { isForReview, puntoInpsRegister, servicePointRegister, type PuntoClienteSummary } from '#service-points';
import { defineQuery, IsId, pageOf, PageQuery, within, type QueryShell } from '#use-cases';
import { appointments, OwnAppointment, type AppointmentDocument } from './appointments.ts';

/** What is looked at again, without who came. */
const ServiceForReview = Type.Object(
  {
    appointmentId: OwnAppointment.properties.appointmentId,
    agendaId: OwnAppointment.properties.agendaId,
    date: OwnAppointment.properties.date,
    start: OwnAppointment.properties.start,
    startsAt: OwnAppointment.properties.startsAt,
    mode: OwnAppointment.properties.mode,
    serviceId: OwnAppointment.properties.serviceId,
    bookedAt: OwnAppointment.properties.bookedAt,
    state: OwnAppointment.properties.state,
    servicesDelivered: OwnAppointment.properties.servicesDelivered,
    solved: OwnAppointment.properties.solved,
  },
  { $id: 'ServiceForReviewAnswer' },
);

export class ListServicesForReview extends PageQuery {
  /** Id of the Punto Cliente, or of the Punto INPS. */
  @IsId()
  readonly point!: string;
}

/** Of what was booked and nobody wrote down more, it is taken that the person came. */
const MAY_HAVE_BEEN_GIVEN: readonly AppointmentDocument['state'][] = [
  'BOOKED',
  'CHECKED_IN',
  'IN_SERVICE',
  'COMPLETED',
];

const pointNotFound = defineRefusal(
  'SERVICE_POINT_NOT_FOUND',
  'There is neither a Punto Cliente nor a Punto INPS {point}: take an id from the list of either.',
  'not-found',
);

/**
 * A suspension or an end may be recorded after people were received: what was held at the point meanwhile stands, and is
 * for review (T1).
 */
export const listServicesForReview = defineQuery({
  input: ListServicesForReview,
  summary:
    'Appointments held at a Punto Cliente or Punto INPS while, as is known now, it received nobody, or not for that; a page may have fewer than its limit.',
  by: [within('central', 'regional', 'provincial')],
  answer: pageOf('ServiceForReviewPage', ServiceForReview),
  refuses: [pointNotFound],
  run: async ({ point: id, limit, cursor }, shell) => {
    const { reader, read, clock } = shell;
    const point = (await puntoClienteToReview(id, shell)) ?? (await puntoInpsToReview(id, shell));
    if (!point) throw pointNotFound({ point: id });
    shell.requireWithin(point.scope);
    const where = { point: id, startsAt: { before: toTimestamp(clock.now()) } };
    const part = { limit, ...(cursor === undefined ? {} : { cursor }) };
    const page = await reader.find(appointments, { where, orderBy: [{ field: 'startsAt' }], ...part }, read);
    const items = page.items.filter((one) => MAY_HAVE_BEEN_GIVEN.includes(one.state) && point.isForReview(one));
    return { ...page, items };
  },
});

/** A point at which people are received, and whether what was received there stands against what is known of it now. */
interface Reviewed {
  readonly scope: EventScope;
  readonly isForReview: (held: AppointmentDocument) => boolean;
}

type Reading = Pick<QueryShell, 'reader' | 'read'>;

async function puntoClienteToReview(id: string, { reader, read }: Reading): Promise<Reviewed | undefined> {
  const { document: point } = await reader.get(servicePointRegister, id, read);
  if (!point) return undefined;
  const shut = shutOf(point);
  return {
    scope: { region: point.region, province: point.province, host: point.host.id },
    isForReview: ({ startsAt }) => shut.some((one) => isWithin(one, startsAt)),
  };
}

async function puntoInpsToReview(id: string, { reader, read }: Reading): Promise<Reviewed | undefined> {
  const { document: point } = await reader.get(puntoInpsRegister, id, read);
  return (
    point && {
      scope: { region: point.region, province: point.province, unit: point.referenceUnit },
      isForReview: (held) => isForReview(point.life, held),
    }
  );
}

interface Shut {
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** Exclusive; undefined while it goes on. */
  readonly until: number | undefined;
}

/** When a point that had activity received nobody: suspended, or between the periods of its activity. */
function shutOf({ suspensions, periods }: Pick<PuntoClienteSummary, 'suspensions' | 'periods'>): readonly Shut[] {
  const ends = periods.flatMap(({ until }, index) =>
    until === null ? [] : [shut(until, periods[index + 1]?.from ?? null)],
  );
  return [...suspensions.map(({ from, until }) => shut(from, until)), ...ends];
}

function shut(from: string, until: string | null): Shut {
  return { from: midnightInRome(from), until: until === null ? undefined : midnightInRome(until) };
}

function isWithin({ from, until }: Shut, startsAt: string): boolean {
  const at = Date.parse(startsAt);
  return at >= from && (until === undefined || at < until);
}
