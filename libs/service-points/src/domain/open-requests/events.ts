import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, Timestamp } from '#vocabulary';

const OfRequest = {
  pointId: Id,
  authorizationId: Id,
  /** The command that asks for it. */
  requestId: Id,
};

/** A request for an authorisation is counted on the point: claimed before it is made. */
export const OperatorRequestEntered = defineEvent({
  type: 'OperatorRequestEntered',
  schema: Type.Object({
    ...OfRequest,
    /** After it, a request that never came is abandoned and counted no longer. */
    until: Timestamp,
  }),
});

/** It is counted no longer: it was granted, declined or withdrawn, or never made. */
export const OperatorRequestLeft = defineEvent({ type: 'OperatorRequestLeft', schema: Type.Object(OfRequest) });

export const operatorRequestEvents = [OperatorRequestEntered, OperatorRequestLeft] as const;
export type OperatorRequestEvent = EventsOf<typeof operatorRequestEvents>;
