import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, Timestamp } from '#vocabulary';

const OfEntry = {
  hostId: Id,
  authorizationId: Id,
  /** The command that asks for the authorisation. */
  entryId: Id,
};
const Account = {
  /** Under which the operator is known where tokens are issued. */
  operatorId: Id,
  /** Who it is. */
  subject: Id,
};

/** Who an operator of the host is: claimed before the authorisation is asked for. */
export const OperatorAccountEntered = defineEvent({
  type: 'OperatorAccountEntered',
  schema: Type.Object({
    ...OfEntry,
    ...Account,
    /** After it, a request that never came is abandoned and the entry given back. */
    until: Timestamp,
  }),
});

/** Who an operator is, of an authorisation that stands without an entry: of an earlier version, or given back. */
export const OperatorAccountRecorded = defineEvent({
  type: 'OperatorAccountRecorded',
  schema: Type.Object({ ...OfEntry, ...Account }),
});

/** Under this authorisation nobody is an operator any more. */
export const OperatorAccountLeft = defineEvent({
  type: 'OperatorAccountLeft',
  schema: Type.Object({
    ...OfEntry,
    /** Somebody may have acted under it: the account stands for nobody else, ever. */
    wasGranted: Type.Boolean(),
  }),
});

export const operatorAccountEvents = [OperatorAccountEntered, OperatorAccountRecorded, OperatorAccountLeft] as const;
export type OperatorAccountEvent = EventsOf<typeof operatorAccountEvents>;
