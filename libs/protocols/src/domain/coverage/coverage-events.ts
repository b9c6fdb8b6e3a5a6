import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, LocalDate, RegionCode, Text } from '#vocabulary';

/** A protocol has a point to itself for a period, from the moment that its entry into force is scheduled. */
export const PointCoverageClaimed = defineEvent({
  type: 'PointCoverageClaimed',
  schema: Type.Object({
    pointId: Id,
    protocolId: Id,
    region: RegionCode,
    /** Id of the host of the protocol. */
    host: Id,
    /** First day covered. */
    from: LocalDate,
    /** First day no longer covered. */
    until: LocalDate,
    /** The protocol that this one renews: until this one begins, both may claim the point. */
    renews: Type.Optional(Id),
    /** The command that it is claimed for; its act stands in the stream of the protocol, or of the one that is named next. */
    forCommandId: Text,
    /** The protocol in whose stream the act stands, where that is another: the successor whose beginning is moved. */
    actsOn: Type.Optional(Id),
    /** RFC 3339; after it, an act that never came is abandoned and the point free again. */
    actBy: Text,
  }),
});

/** What was claimed for a command is given back: the act never came, or another took its place. */
export const PointCoverageReleased = defineEvent({
  type: 'PointCoverageReleased',
  schema: Type.Object({ pointId: Id, protocolId: Id, forCommandId: Text }),
});

/** A protocol covers the point no longer than this: it ended, was renewed, or let the point go. */
export const PointCoverageCutShort = defineEvent({
  type: 'PointCoverageCutShort',
  schema: Type.Object({
    pointId: Id,
    protocolId: Id,
    /** First day no longer covered. */
    until: LocalDate,
    /** The commands whose claims end, those that were known when it was decided; all of the protocol when absent. */
    of: Type.Optional(Type.Array(Text)),
  }),
});

export const coverageEvents = [PointCoverageClaimed, PointCoverageReleased, PointCoverageCutShort] as const;
export type CoverageEvent = EventsOf<typeof coverageEvents>;
