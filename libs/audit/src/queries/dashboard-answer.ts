import { Type, type Static } from '@sinclair/typebox';
import { PROTOCOL_STATES, ProtocolState } from '#protocols';
import { POINT_STATES, PointState } from '#service-points';
import { orNull } from '#use-cases';
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

const PointCount = Type.Object({ kind: PointKind, state: PointState, count: Count }, { $id: 'PointCountAnswer' });
const pointCounts = listOf(PointCount, POINT_KINDS.length * POINT_STATES.length, 'Points by kind and state.');

const DueProtocol = Type.Object(
  {
    id: Id,
    host: Text,
    expiresOn: explained(LocalDate, 'When it ends (this day not included).'),
    days: explained(Count, 'Until then.'),
  },
  { $id: 'ExpiringProtocolAnswer' },
);
const UnforwardedProtocol = Type.Object(
  { id: Id, host: Text, signedAt: Timestamp, days: explained(Count, 'Since it was signed.') },
  { $id: 'UnforwardedProtocolAnswer' },
);

/** A region in numbers, on a date. */
export const RegionDashboard = Type.Object(
  {
    region: RegionCode,
    on: LocalDate,
    knownAt: orNull(Word, 'As it was known then; null for now.'),
    position: explained(LogPosition, 'Position up to which the read model has seen the log.'),
    logId: Type.String({ maxLength: 100, description: 'Identity of the log that the position belongs to.' }),
    points: pointCounts,
    provinces: listOf(
      Type.Object({ province: ProvinceCode, points: pointCounts }, { $id: 'ProvinceDashboardAnswer' }),
      200,
      'Those in which a point is, or was.',
    ),
    protocols: listOf(
      Type.Object({ state: ProtocolState, count: Count }, { $id: 'ProtocolCountAnswer' }),
      PROTOCOL_STATES.length,
      'Protocols by state.',
    ),
    expiring: Type.Object(
      { count: Count, items: listOf(DueProtocol, MOST_NAMED, 'The soonest of them.') },
      { $id: 'ExpiringProtocolsAnswer', description: 'In force, and over within the days that were asked for.' },
    ),
    notForwarded: Type.Object(
      { count: Count, items: listOf(UnforwardedProtocol, MOST_NAMED, 'The oldest of them.') },
      { $id: 'UnforwardedProtocolsAnswer', description: 'Signed, and not forwarded to the centre by then.' },
    ),
    authorizationsDue: explained(Count, 'Authorisations of operators that are to be reviewed within these days.'),
    trend: listOf(
      Type.Object(
        {
          on: explained(LocalDate, 'The last day of a month; of the last one, the day that was asked for.'),
          activePoints: Count,
          protocolsInForce: Count,
        },
        { $id: 'TrendAnswer' },
      ),
      MOST_MONTHS,
      'By month, oldest first.',
    ),
  },
  { $id: 'RegionDashboardAnswer' },
);
export type RegionDashboard = Static<typeof RegionDashboard>;
