import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, RegionCode, Text } from '#vocabulary';
import { CommunicationKind, RegisteredMail, SupportOutcome } from './vocabulary.ts';

/** What every communication begins with. */
const beginning = {
  communicationId: Id,
  kind: CommunicationKind,
  region: RegionCode,
  /** Code of the directorate that writes. */
  unit: Id,
  subject: Text,
};

/** A directorate writes to the centre. */
export const CommunicationSent = defineEvent({
  type: 'CommunicationSent',
  schema: Type.Object({ ...beginning, text: Text }),
});

/** A directorate has written to the mailbox of the centre, which registers that as a communication of its own. */
export const CommunicationRegistered = defineEvent({
  type: 'CommunicationRegistered',
  schema: Type.Object({ ...beginning, mail: RegisteredMail }),
});

/** A directorate has gone on with it by mail, which the centre registers. */
export const CommunicationMailRegistered = defineEvent({
  type: 'CommunicationMailRegistered',
  schema: Type.Object({
    mail: RegisteredMail,
    /** It was answered, or the communication closed, after it had been sent: it waits for nothing. Earlier versions had it wait. */
    isDealtWith: Type.Optional(Type.Literal(true)),
  }),
});

/** The directorate goes on with it. */
export const CommunicationContinued = defineEvent({
  type: 'CommunicationContinued',
  schema: Type.Object({ text: Text }),
});

/** Somebody at the centre answers for a support request from here on. */
export const CommunicationTakenInCharge = defineEvent({
  type: 'CommunicationTakenInCharge',
  /** As tokens name the person: an opaque id. */
  schema: Type.Object({ personInCharge: Id }),
});

export const CommunicationAnswered = defineEvent({
  type: 'CommunicationAnswered',
  schema: Type.Object({ text: Text }),
});

export const CommunicationClosed = defineEvent({
  type: 'CommunicationClosed',
  schema: Type.Object({
    /** Why, where nobody had answered. */
    reason: Type.Optional(Text),
    /** Of support. */
    outcome: Type.Optional(SupportOutcome),
  }),
});

export const communicationEvents = [
  CommunicationSent,
  CommunicationRegistered,
  CommunicationMailRegistered,
  CommunicationContinued,
  CommunicationTakenInCharge,
  CommunicationAnswered,
  CommunicationClosed,
] as const;
export type CommunicationEvent = EventsOf<typeof communicationEvents>;
