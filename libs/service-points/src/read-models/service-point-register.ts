import { Type, type Static } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { defineProjection, idOf, when } from '#kernel/domain';
import { dayAfter } from '#italy';
import {
  answerCalled,
  changesAfter,
  defineQuery,
  IsOneOf,
  IsRealDate,
  orNull,
  pageOf,
  ReadOptionsQuery,
  TerritoryFilterQuery,
  withHistory,
  within,
  History,
} from '#use-cases';
import {
  HostBodyFacts,
  POINT_KINDS,
  PointKind,
  Id,
  listOf,
  LocalDate,
  ProvinceCode,
  RegionCode,
  Revision,
  Timestamp,
  explained,
} from '#vocabulary';
import {
  PuntoClienteActivated,
  PuntoClienteApproved,
  PuntoClienteDeactivated,
  PuntoClienteDeclined,
  PuntoClienteRequested,
} from '../domain/events.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import {
  Address,
  DeactivationReason,
  HostRequest,
  Operator,
  POINT_STATES,
  PointState,
  type PointStatus,
} from '../domain/vocabulary.ts';
import { servicePointHistory } from './service-point-history.ts';

/** A stretch of time in which a point was active. */
const ActivityPeriod = Type.Object(
  {
    from: explained(LocalDate, 'First day of activity.'),
    until: orNull(LocalDate, 'When it ended (this day not included); null while it goes on.'),
    protocolId: Id,
    reason: orNull(DeactivationReason),
  },
  { $id: 'ActivityPeriodAnswer' },
);

/** A line of the register. */
const PuntoClienteSummary = Type.Object(
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
    protocolId: orNull(Id, 'The protocol that covers it, or covered it last.'),
    operators: listOf(answerCalled('OperatorAnswer', Operator), 200),
    periods: listOf(ActivityPeriod, 1_000),
    requestedAt: Timestamp,
    changedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'PuntoClienteSummaryAnswer' },
);
export type PuntoClienteSummary = Static<typeof PuntoClienteSummary>;

const PuntoClienteAnswer = Type.Object(
  { ...PuntoClienteSummary.properties, history: History },
  { $id: 'PuntoClienteAnswer' },
);
/** As stored: with the bounds of the last period as scalars that a query can ask for, which are not published. */
type StoredPuntoCliente = PuntoClienteSummary & {
  readonly activity: { readonly from: string; readonly until: string } | null;
};

/** Later than any date a period ends on. */
const STILL_ACTIVE = '9999-12-31';

const changing = changesAfter<StoredPuntoCliente>(PuntoClienteRequested);

/** The register of Punti Cliente: one document per point, with its periods of activity. */
export const servicePointRegister = defineProjection<StoredPuntoCliente>({
  name: 'service-point-register',
  version: 2,
  indexes: [
    { fields: ['requestedAt'] },
    { fields: ['region', 'requestedAt'] },
    { fields: ['province', 'requestedAt'] },
    { fields: ['state', 'requestedAt'] },
    { fields: ['kind', 'requestedAt'] },
    { fields: ['host.id', 'requestedAt'] },
    { fields: ['protocolId', 'requestedAt'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(PuntoClienteRequested, (_none, { data, recordedAt, revision }) => {
      const { pointId, hostRequest, ...place } = data;
      return {
        ...place,
        id: pointId,
        state: 'REQUESTED',
        hostRequest: hostRequest ?? null,
        protocolId: null,
        operators: [],
        periods: [],
        activity: null,
        requestedAt: recordedAt,
        changedAt: recordedAt,
        revision,
      };
    }),
    changing(PuntoClienteApproved, () => ({ state: 'APPROVED' })),
    changing(PuntoClienteDeclined, () => ({ state: 'DECLINED' })),
    changing(PuntoClienteActivated, ({ protocolId, activatedOn, operators }, { periods }) => ({
      state: 'ACTIVE',
      protocolId,
      operators,
      periods: [...periods, { from: activatedOn, until: null, protocolId, reason: null }],
      activity: { from: activatedOn, until: STILL_ACTIVE },
    })),
    changing(PuntoClienteDeactivated, ({ deactivatedOn, reason }, { periods, activity }) => ({
      state: 'DEACTIVATED',
      periods: periods.map((period) => (period.until === null ? { ...period, until: deactivatedOn, reason } : period)),
      activity: activity && { ...activity, until: deactivatedOn },
    })),
  ],
});

/** Who reads the register, each within their territory or body. */
const READERS = [within('central', 'regional', 'provincial', 'host-operator', 'integration', 'analyst')];

export class GetPuntoCliente extends ReadOptionsQuery {
  /** Id of the point. */
  @IsUUID()
  readonly pointId!: string;
}

export const getPuntoCliente = defineQuery({
  input: GetPuntoCliente,
  summary: 'One point with its periods of activity and its whole history.',
  by: READERS,
  answer: PuntoClienteAnswer,
  refuses: [puntoCliente.notFound],
  run: async ({ pointId }, shell) => {
    const { document, ...from } = await shell.reader.get(servicePointRegister, pointId, shell.read);
    if (!document) throw puntoCliente.notFound({ id: pointId });
    return withHistory(shell, servicePointHistory, { document, ...from });
  },
});

export class ListPuntiCliente extends TerritoryFilterQuery {
  /** In this state alone. */
  @IsOptional()
  @IsOneOf(POINT_STATES, 'PointState')
  readonly state?: PointStatus;

  /** Of this kind alone. */
  @IsOptional()
  @IsOneOf(POINT_KINDS, 'PointKind')
  readonly kind?: PointKind;

  /** Id of the hosting body. */
  @IsOptional()
  @IsUUID()
  readonly host?: string;

  /** Id of the protocol that covers them, or covered them last. */
  @IsOptional()
  @IsUUID()
  readonly protocol?: string;

  /** Points that were active on this day, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly activeOn?: string;
}

export const listPuntiCliente = defineQuery({
  input: ListPuntiCliente,
  summary: 'The register of points, newest request first, within the territory or body of the token.',
  by: READERS,
  answer: pageOf('PuntoClientePage', PuntoClienteSummary),
  run: ({ region, province, state, kind, host, protocol, activeOn }, { reader, read, page }) => {
    const active =
      activeOn === undefined
        ? {}
        : { 'activity.from': { to: activeOn }, 'activity.until': { from: dayAfter(activeOn) } };
    const asked = { region, province, state, kind, 'host.id': host, protocolId: protocol, ...active };
    const fields = { region: 'region', province: 'province', host: 'host.id' };
    const query = page(asked, fields, [{ field: 'requestedAt', descending: true }]);
    return reader.find(servicePointRegister, query, read);
  },
});
