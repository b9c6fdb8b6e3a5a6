import { defineAggregate, type Absent, type Recording } from '#kernel/domain';
import type { CommunicationEvent } from './events.ts';
import type { CommunicationKind, CommunicationStatus } from './vocabulary.ts';

/** What every communication has. */
interface Thread {
  readonly id: string;
  readonly kind: CommunicationKind;
  readonly region: string;
  /** Code of the directorate. */
  readonly unit: string;
  /** How many messages its thread has. */
  readonly messages: number;
  readonly personInCharge?: string;
  /** When it was last answered or closed; RFC 3339. */
  readonly dealtWithAt?: string;
}
type In<Status extends CommunicationStatus> = Thread & { readonly status: Status };

/** A communication as far as its rules look at it. */
export type Communication = In<'OPEN'> | In<'ANSWERED'> | In<'CLOSED'>;

/** What a regional directorate and the Direzione centrale Organizzazione write to each other, as one thread (circolare 119/2011). */
export const communication = defineAggregate<Communication, CommunicationEvent>({
  category: 'Communication',
  called: 'the communication',
  codes: {
    notFound: 'COMMUNICATION_NOT_FOUND',
    alreadyExists: 'COMMUNICATION_ALREADY_SENT',
    stateForbids: 'COMMUNICATION_STATE_FORBIDS',
  },
  evolve,
  scopeOf: ({ region }) => ({ region }),
  moves: false,
});

function evolve(
  state: Communication | Absent,
  event: CommunicationEvent,
  { recordedAt: dealtWithAt }: Partial<Recording> = {},
): Communication {
  if (event.type === 'CommunicationSent' || event.type === 'CommunicationRegistered') {
    const { communicationId: id, kind, region, unit } = event.data;
    return { status: 'OPEN', id, kind, region, unit, messages: 1 };
  }
  const thread = state as Communication;
  switch (event.type) {
    case 'CommunicationMailRegistered':
      return { ...thread, ...(event.data.isDealtWith ? {} : { status: 'OPEN' }), messages: thread.messages + 1 };
    case 'CommunicationContinued':
      return { ...thread, status: 'OPEN', messages: thread.messages + 1 };
    case 'CommunicationTakenInCharge':
      return { ...thread, personInCharge: event.data.personInCharge };
    case 'CommunicationAnswered':
      return { ...thread, ...at(dealtWithAt), status: 'ANSWERED', messages: thread.messages + 1 };
    case 'CommunicationClosed':
      return { ...thread, ...at(dealtWithAt), status: 'CLOSED' };
  }
}

function at(dealtWithAt: string | undefined): Pick<Thread, 'dealtWithAt'> {
  return dealtWithAt === undefined ? {} : { dealtWithAt };
}
