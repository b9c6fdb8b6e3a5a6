import { Type } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { dayAfter, romeDateOf } from '#italy';
import { defineRefusal } from '#kernel/domain';
import { withNameOfHost, withNamesOfHosts } from '#organisation';
import {
  defineQuery,
  everywhere,
  History,
  IsCadastralCode,
  IsId,
  IsOneOf,
  IsRealDate,
  pageOf,
  ReadOptionsQuery,
  ROLES,
  TerritoryFilterQuery,
  withHistory,
  within,
} from '#use-cases';
import { POINT_KINDS, type PointKind } from '#vocabulary';
import { puntoCliente, puntoClienteLife } from '../domain/punto-cliente.ts';
import { POINT_STATES, type PointStatus } from '../domain/vocabulary.ts';
import { servicePointHistory } from './service-point-history.ts';
import { PuntoClienteSummary, servicePointRegister, type StoredPuntoCliente } from './service-point-register.ts';

const PuntoClienteAnswer = Type.Object(
  { ...PuntoClienteSummary.properties, history: History },
  { $id: 'PuntoClienteAnswer' },
);

/** Who reads the register, each within their territory or body. */
const READERS = [within('central', 'regional', 'provincial', 'host-operator', 'analyst')];

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
    const told = await withHistory(shell, servicePointHistory, { document, ...from });
    return withNameOfHost(shell.reader, told, from);
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
  @IsId()
  readonly host?: string;

  /** Id of the protocol that covers them, or covered them last. */
  @IsOptional()
  @IsId()
  readonly protocol?: string;

  /**
   * Points that were active at the end of this day in Rome, yyyy-mm-dd, at most today: neither suspended nor ended, under
   * whichever protocol. Of those that stand in the territory now: where they stood on that day, the audit of points tells (T4). Pages
   * then have fewer items than `limit`, also where there is a next one.
   */
  @IsOptional()
  @IsRealDate()
  readonly activeOn?: string;
}

const dayAhead = defineRefusal(
  'ACTIVE_ON_DAY_AHEAD',
  'What is active on {activeOn}, after today, {today}, nobody knows yet: name a day that has come. Of a day ahead the audit ' +
    'of points tells what is set.',
);

export const listPuntiCliente = defineQuery({
  input: ListPuntiCliente,
  summary: 'The register of points, newest request first, within the territory or body of the token.',
  by: READERS,
  answer: pageOf('PuntoClientePage', PuntoClienteSummary),
  refuses: [dayAhead],
  run: async ({ region, province, state, kind, host, protocol, activeOn }, { reader, read, page, clock }) => {
    const today = romeDateOf(clock.now());
    if (activeOn !== undefined && activeOn > today) throw dayAhead({ activeOn, today });
    const active =
      activeOn === undefined
        ? {}
        : { 'activity.from': { to: activeOn }, 'activity.until': { from: dayAfter(activeOn) } };
    const asked = { region, province, state, kind, 'host.id': host, protocolId: protocol, ...active };
    const fields = { region: 'region', province: 'province', host: 'host.id' };
    const query = page(asked, fields, [{ field: 'requestedAt', descending: true }]);
    const { items, ...from } = await reader.find(servicePointRegister, query, read);
    // Whether it was suspended, or had ended for a time, its life tells alone.
    const isWanted = ({ life }: StoredPuntoCliente): boolean =>
      activeOn === undefined || puntoClienteLife.stateOn(life, activeOn).status === 'ACTIVE';
    return { ...from, items: await withNamesOfHosts(reader, items.filter(isWanted), from) };
  },
});

/** What everyone may know of a point that ever had activity (T5): neither host nor protocol, nor any reason. */
const PublicPoint = Type.Object(
  {
    id: PuntoClienteSummary.properties.id,
    kind: PuntoClienteSummary.properties.kind,
    state: PuntoClienteSummary.properties.state,
    region: PuntoClienteSummary.properties.region,
    province: PuntoClienteSummary.properties.province,
    municipality: PuntoClienteSummary.properties.municipality,
    services: PuntoClienteSummary.properties.services,
    servicesOfOthers: PuntoClienteSummary.properties.servicesOfOthers,
  },
  { $id: 'PublicPointAnswer' },
);

/** States of points that ever had activity. */
const PUBLIC_STATES = ['ACTIVE', 'SUSPENDED', 'DEACTIVATED'] as const;

export class ListPublicPoints extends TerritoryFilterQuery {
  /** Codice catastale: a capital letter and three digits. */
  @IsOptional()
  @IsCadastralCode()
  readonly municipality?: string;

  /** Of this kind alone. */
  @IsOptional()
  @IsOneOf(POINT_KINDS, 'PointKind')
  readonly kind?: PointKind;

  /** In this state alone. */
  @IsOptional()
  @IsOneOf(PUBLIC_STATES, 'PublicPointState')
  readonly state?: (typeof PUBLIC_STATES)[number];
}

export const listPublicPoints = defineQuery({
  input: ListPublicPoints,
  summary: 'Points that have or had activity, wherever they are, with what everyone may know of them.',
  by: [everywhere(...ROLES)],
  answer: pageOf('PublicPointPage', PublicPoint),
  run: ({ region, province, municipality, kind, state }, { reader, read, page }) => {
    const asked = { opened: 'YES', region, province, municipality, kind, state };
    return reader.find(servicePointRegister, page(asked, {}, [{ field: 'requestedAt', descending: true }]), read);
  },
});
