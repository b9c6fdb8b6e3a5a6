import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, ProvinceCode, RegionCode, Timestamp } from '#vocabulary';

/** A granted authorisation is counted on the point: claimed before the grant or resumption that it is for. */
export const OperatorRosterEntered = defineEvent({
  type: 'OperatorRosterEntered',
  schema: Type.Object({
    pointId: Id,
    authorizationId: Id,
    /** Whose it is: one person is counted once. */
    subject: Id,
    /** The command that grants or resumes it. */
    entryId: Id,
    /** After it, an act that never came is abandoned and the entry given back. */
    until: Timestamp,
    region: RegionCode,
    province: ProvinceCode,
    host: Id,
  }),
});

/** It is counted no longer. */
export const OperatorRosterLeft = defineEvent({
  type: 'OperatorRosterLeft',
  schema: Type.Object({
    pointId: Id,
    authorizationId: Id,
    entryId: Id,
    /** The act was carried out, and what it began is over: suspended, or at its end. */
    wasGranted: Type.Boolean(),
  }),
});

export const operatorRosterEvents = [OperatorRosterEntered, OperatorRosterLeft] as const;
export type OperatorRosterEvent = EventsOf<typeof operatorRosterEvents>;
