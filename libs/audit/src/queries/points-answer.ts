import { Type, type Static } from '@sinclair/typebox';
import { ProtocolState, PublishedSignature, type ProtocolOnDate } from '#protocols';
import { Address, POINT_STATES, PUNTO_INPS_STATES } from '#service-points';
import { answerCalled, Cursor, orNull, type KnownThing } from '#use-cases';
import {
  explained,
  HostBodyFacts,
  Id,
  listOf,
  LocalDate,
  LogPosition,
  oneOf,
  POINT_KINDS,
  ProvinceCode,
  RegionCode,
  Timestamp,
  Word,
} from '#vocabulary';

/** Most points that one page can tell of. */
export const LARGEST_PAGE = 2_000;

/** A protocol as it covered a point on a date. */
const CoveringProtocol = Type.Object(
  {
    id: Id,
    state: orNull(ProtocolState, 'On that date; null where the protocol was not there yet.'),
    signatures: listOf(answerCalled('AuditedSignatureAnswer', PublishedSignature), 100, 'Who signed, and when.'),
    signedAt: orNull(Timestamp, 'When the later party signed.'),
    effectiveDate: orNull(LocalDate, 'First day in force.'),
    expiresOn: orNull(LocalDate, 'When it ends (this day not included), unless it ends before.'),
    forwardedOn: orNull(LocalDate, 'When it was forwarded to the centre, also after that date; null if it was not.'),
    acknowledgedOn: orNull(LocalDate, 'When the centre acknowledged it, also after that date.'),
  },
  { $id: 'CoveringProtocolAnswer' },
);
export type CoveringProtocol = Static<typeof CoveringProtocol>;

/** States of points of every kind, each once. */
const PointState = oneOf([...new Set([...POINT_STATES, ...PUNTO_INPS_STATES])], 'AuditedPointState');
const PointKind = oneOf([...POINT_KINDS, 'PUNTO_INPS'] as const, 'AuditedPointKind');

const PartOfDayOfPoint = Type.Object(
  {
    from: explained(Timestamp, 'When the day begins, or what changed on it.'),
    state: orNull(PointState, 'From then on; null where it was not there.'),
  },
  { $id: 'PartOfDayOfPointAnswer' },
);

/** A point as it stood in a region on a date. */
const PointOnDate = Type.Object(
  {
    id: Id,
    state: orNull(PointState, 'At the end of the day; null where it was elsewhere by then.'),
    kind: PointKind,
    host: orNull(answerCalled('AuditedHostAnswer', HostBodyFacts), 'Null for a Punto INPS, which is manned by INPS.'),
    region: RegionCode,
    province: ProvinceCode,
    municipality: Type.String({ maxLength: 4, description: 'Codice catastale.' }),
    address: answerCalled('AuditedAddressAnswer', Address),
    activeFrom: orNull(LocalDate, 'First day of the activity that went on then.'),
    protocol: orNull(CoveringProtocol),
    parts: listOf(PartOfDayOfPoint, 1_000, 'The parts of the day, by time, where something changed on it.'),
  },
  { $id: 'PointOnDateAnswer' },
);
export type PointOnDate = Static<typeof PointOnDate>;

/** Which points were active in a region on a date. */
export const PointsPage = Type.Object(
  {
    region: RegionCode,
    on: Word,
    knownAt: orNull(Word, 'As it was known then; null for now.'),
    nextCursor: orNull(
      Cursor,
      'Give it back as `cursor` for the next page, which may have items where this one has none.',
    ),
    build: Type.String({ maxLength: 100, description: 'Identity of the build of the read model that answered.' }),
    position: explained(LogPosition, 'Position up to which the read model has seen the log.'),
    logId: Type.String({ maxLength: 100, description: 'Identity of the log that the position belongs to.' }),
    items: listOf(PointOnDate, LARGEST_PAGE, 'Points that were active at the end of that day, or at that instant.'),
    forPartOfDay: listOf(
      PointOnDate,
      LARGEST_PAGE,
      'Points that were active there for a part of that day, not at its end.',
    ),
  },
  { $id: 'PointsOnDatePage' },
);
export type PointsAnswer = Static<typeof PointsPage>;

/** A protocol as it is known, and how it stood on the date that a question is about. */
export interface KnownProtocol {
  readonly id: string;
  readonly asKnown: KnownThing<ProtocolOnDate>;
  readonly then: ProtocolOnDate | undefined;
}

/** What is told of a protocol that covered a point. */
export function coveringProtocol({ id, asKnown, then }: KnownProtocol): CoveringProtocol {
  const { signatures = [], signedAt, forwardedOn, acknowledgedOn } = asKnown.atLast() ?? {};
  return {
    id,
    state: then?.state ?? null,
    signatures: [...signatures],
    signedAt: signedAt ?? null,
    effectiveDate: then?.effectiveDate ?? null,
    expiresOn: then?.expiresOn ?? null,
    forwardedOn: forwardedOn ?? null,
    acknowledgedOn: acknowledgedOn ?? null,
  };
}
