import { Type, type Static } from '@sinclair/typebox';
import { defineProjection, idOf, when, type RecordedEvent } from '#kernel/domain';
import { ownerOf } from '#services';
import { answerCalled, orNull } from '#use-cases';
import { LATEST, type Life } from '#use-cases/dated';
import {
  explained,
  HostBodyFacts,
  type HostBodyReference,
  Id,
  listOf,
  LocalDate,
  PointKind,
  ProvinceCode,
  referenceTo,
  RegionCode,
  Revision,
  Text,
  Timestamp,
  Word,
} from '#vocabulary';
import { puntoClienteEvents, type PuntoClienteEvent } from '../domain/events.ts';
import { puntoClienteLife } from '../domain/punto-cliente.ts';
import { Address, DeactivationReason, HostRequest, PointState, SuspensionReason } from '../domain/vocabulary.ts';
import { periodsOf, suspensionPeriodsOf } from './activity-periods.ts';

/** A stretch of time in which a point had activity under one protocol. */
export const ActivityPeriod = Type.Object(
  {
    from: explained(LocalDate, 'First day of activity.'),
    until: orNull(LocalDate, 'When it ended (this day not included); null while it goes on.'),
    protocolId: Id,
    reason: orNull(DeactivationReason),
  },
  { $id: 'ActivityPeriodAnswer' },
);

/** A stretch of time in which a point was suspended, for one reason. */
export const SuspensionPeriod = Type.Object(
  {
    reason: SuspensionReason,
    from: explained(LocalDate, 'First day without activity.'),
    until: orNull(LocalDate, 'Until when that reason held, or will hold (this day not included); null while open.'),
    isOver: Type.Boolean({ description: 'Whether it was resumed, or ended with the activity.' }),
  },
  { $id: 'SuspensionPeriodAnswer' },
);

/** A service of another body than the institute. */
const ServiceOfOwner = Type.Object(
  { id: Id, owner: explained(Word, 'IPA code of the body whose service it is.') },
  { $id: 'ServiceOfOwnerAnswer' },
);

/** A line of the register. */
export const PuntoClienteSummary = Type.Object(
  {
    id: Id,
    state: PointState,
    kind: PointKind,
    host: answerCalled('PointHostAnswer', HostBodyFacts),
    region: RegionCode,
    province: ProvinceCode,
    municipality: Type.String({ maxLength: 4 }),
    address: answerCalled('AddressAnswer', Address),
    hostRequest: orNull(answerCalled('HostRequestAnswer', HostRequest)),
    loadedAs: orNull(Text, 'The code of its row in the file from which it was loaded.'),
    services: listOf(Id, 200, 'Ids of the services that it offers.'),
    servicesOfOthers: listOf(ServiceOfOwner, 200, 'Those of them that other bodies own.'),
    protocolId: orNull(Id, 'The protocol that covers it, or covered it last.'),
    periods: listOf(ActivityPeriod, 1_000),
    suspensions: listOf(SuspensionPeriod, 1_000),
    requestedAt: Timestamp,
    changedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'PuntoClienteSummaryAnswer' },
);
export type PuntoClienteSummary = Static<typeof PuntoClienteSummary>;

/** As stored: without the name of its host, with all that was written of it, and with scalars that a query can ask for. */
export type StoredPuntoCliente = Omit<PuntoClienteSummary, 'host'> & {
  readonly host: HostBodyReference;
  readonly life: Life<PuntoClienteEvent>;
  /** From the first day of its first period to the end of its last. */
  readonly activity: { readonly from: string; readonly until: string } | null;
  /** Whether it ever had activity: what is known of it is public then (T5). */
  readonly opened: 'YES' | 'NO';
};

/**
 * The register of Punti Cliente: one document per point, with its periods of activity. It is what follows from all facts in
 * the order of their legal dates, so that one that is recorded late changes what it should and nothing else.
 */
export const servicePointRegister = defineProjection<StoredPuntoCliente>({
  name: 'service-point-register',
  version: 11,
  indexes: [
    { fields: ['requestedAt'] },
    { fields: ['region', 'requestedAt'] },
    { fields: ['province', 'requestedAt'] },
    { fields: ['state', 'requestedAt'] },
    { fields: ['kind', 'requestedAt'] },
    { fields: ['host.id', 'requestedAt'] },
    { fields: ['protocolId', 'requestedAt'] },
    { fields: ['opened', 'requestedAt'] },
    { fields: ['opened', 'region', 'requestedAt'] },
    { fields: ['opened', 'province', 'requestedAt'] },
    { fields: ['opened', 'municipality', 'requestedAt'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [when(puntoClienteEvents, (known: StoredPuntoCliente | undefined, event) => lineAfter(known, event))],
});

function lineAfter(known: StoredPuntoCliente | undefined, event: RecordedEvent<PuntoClienteEvent>): StoredPuntoCliente {
  const { recordedAt, revision } = event;
  const life = puntoClienteLife.add(known?.life ?? [], event, event);
  const point = puntoClienteLife.judgedOn(life, LATEST);
  if (point.status === 'ABSENT') throw new TypeError(`${event.type} in ${event.stream} before PuntoClienteRequested`);
  const { id, kind, host, region, province, municipality, address, services, loadedAs } = point;
  const counting = puntoClienteLife.walk(life).filter(({ counts }) => counts);
  const periods = periodsOf(counting);
  const [first, last] = [periods.at(0), periods.at(-1)];
  const requests = counting.flatMap(({ event: { data } }) => ('hostRequest' in data ? [data.hostRequest] : []));
  return {
    ...{ id, state: point.status, kind, host: referenceTo(host), region, province, municipality, address },
    services: [...services],
    servicesOfOthers: services.flatMap((serviceId) => {
      const owner = ownerOf(serviceId);
      return owner === undefined ? [] : [{ id: serviceId, owner }];
    }),
    hostRequest: requests.at(-1) ?? null,
    loadedAs: loadedAs ?? null,
    protocolId: last?.protocolId ?? null,
    periods,
    suspensions: suspensionPeriodsOf(counting),
    requestedAt: known?.requestedAt ?? recordedAt,
    changedAt: recordedAt,
    revision,
    life,
    activity: first && last ? { from: first.from, until: last.until ?? LATEST } : null,
    opened: last ? 'YES' : 'NO',
  };
}
