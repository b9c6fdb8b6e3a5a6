import { Type, type Static } from '@sinclair/typebox';
import { PROTOCOL_STATES, ProtocolState } from '#protocols';
import { POINT_STATES, PointState, PUNTO_INPS_STATES, PuntoInpsState } from '#service-points';
import { orNull } from '#use-cases';
import { Figures } from './figures-answer.ts';
import {
  Count,
  explained,
  Id,
  listOf,
  LocalDate,
  LogPosition,
  POINT_KINDS,
  PointKind,
  ProvinceCode,
  RegionCode,
  Text,
  Timestamp,
  Word,
} from '#vocabulary';

/** Most protocols that a dashboard names; it counts all. */
export const MOST_NAMED = 200;
/** Most months that a trend goes back. */
export const MOST_MONTHS = 36;
const REGIONS = 20;
const PROVINCES = 200;

const PointCount = Type.Object({ kind: PointKind, state: PointState, count: Count }, { $id: 'PointCountAnswer' });
const PuntoInpsCount = Type.Object({ state: PuntoInpsState, count: Count }, { $id: 'PuntoInpsCountAnswer' });
const ProtocolCount = Type.Object({ state: ProtocolState, count: Count }, { $id: 'ProtocolCountAnswer' });

/** What there is in an area. */
const PointCounts = {
  points: listOf(PointCount, POINT_KINDS.length * POINT_STATES.length, 'Punti Cliente by kind and state.'),
  puntiInps: listOf(PuntoInpsCount, PUNTO_INPS_STATES.length, 'Punti INPS by state.'),
};
const ProtocolCounts = { protocols: listOf(ProtocolCount, PROTOCOL_STATES.length, 'Protocols by state.') };
const Economy = { figures: orNull(Figures, 'Null of what was known on another date: bookings are not told by dates.') };
const Provinces = {
  provinces: listOf(
    Type.Object({ province: ProvinceCode, ...PointCounts, ...Economy }, { $id: 'ProvinceDashboardAnswer' }),
    PROVINCES,
    'Those in which a point is, or was, or an agenda.',
  ),
};

const DueProtocol = Type.Object(
  {
    id: Id,
    region: RegionCode,
    host: Text,
    expiresOn: explained(LocalDate, 'When it ends (this day not included).'),
    days: explained(Count, 'Until then.'),
  },
  { $id: 'ExpiringProtocolAnswer' },
);
const UnforwardedProtocol = Type.Object(
  {
    id: explained(Id, 'Of the protocol.'),
    amendmentId: orNull(Id, 'The amendment that was not forwarded; null where it is the protocol itself.'),
    region: RegionCode,
    host: Text,
    signedAt: Timestamp,
    days: explained(Count, 'Since it was signed.'),
  },
  { $id: 'UnforwardedProtocolAnswer' },
);
const AuthorizationsDue = explained(Count, 'Authorisations of operators that are to be reviewed within these days.');

/** What waits, named. */
const Waiting = {
  expiring: Type.Object(
    { count: Count, items: listOf(DueProtocol, MOST_NAMED, 'The soonest of them.') },
    { $id: 'ExpiringProtocolsAnswer', description: 'In force, and over within the days that were asked for.' },
  ),
  notForwarded: Type.Object(
    { count: Count, items: listOf(UnforwardedProtocol, MOST_NAMED, 'The oldest of them.') },
    { $id: 'UnforwardedProtocolsAnswer', description: 'Signed, and not forwarded to the centre by then.' },
  ),
  authorizationsDue: AuthorizationsDue,
};

const Trend = {
  trend: listOf(
    Type.Object(
      {
        on: explained(LocalDate, 'The last day of a month; of the last one, the day that was asked for.'),
        activePoints: Count,
        openPuntiInps: Count,
        protocolsInForce: Count,
      },
      { $id: 'TrendAnswer' },
    ),
    MOST_MONTHS,
    'By month, oldest first.',
  ),
};

const ReadFrom = {
  position: explained(LogPosition, 'Position up to which the read model has seen the log.'),
  logId: Type.String({ maxLength: 100, description: 'Identity of the log that the position belongs to.' }),
};

/** A region in numbers, on a date. */
export const RegionDashboard = Type.Object(
  {
    region: RegionCode,
    on: LocalDate,
    knownAt: orNull(Word, 'As it was known then; null for now.'),
    ...ReadFrom,
    ...PointCounts,
    ...Provinces,
    ...ProtocolCounts,
    ...Waiting,
    ...Trend,
    ...Economy,
  },
  { $id: 'RegionDashboardAnswer' },
);
export type RegionDashboard = Static<typeof RegionDashboard>;

/** A region as a part of the whole. */
const RegionInNation = Type.Object(
  {
    region: RegionCode,
    ...PointCounts,
    ...ProtocolCounts,
    expiring: explained(Count, 'Protocols in force, and over within the days that were asked for.'),
    notForwarded: Type.Object(
      { count: Count, oldestDays: orNull(Count, 'Since the oldest of them was signed; null where there is none.') },
      {
        $id: 'UnforwardedCountAnswer',
        description: 'Protocols and amendments signed, and not forwarded to the centre by then.',
      },
    ),
    authorizationsDue: AuthorizationsDue,
    ...Economy,
    ...Provinces,
  },
  { $id: 'RegionInNationAnswer' },
);

/** All regions in numbers, on a date. */
export const NationalDashboard = Type.Object(
  {
    on: LocalDate,
    ...ReadFrom,
    ...PointCounts,
    ...ProtocolCounts,
    ...Waiting,
    ...Trend,
    ...Economy,
    regions: listOf(RegionInNation, REGIONS, 'All of them.'),
  },
  { $id: 'NationalDashboardAnswer' },
);
export type NationalDashboard = Static<typeof NationalDashboard>;
