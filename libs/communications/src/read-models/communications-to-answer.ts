import type { RecordedEvent } from '#kernel/domain';
import { romeDateAt } from '#italy';
import { arrives, defineInboxKind, goesOnWaiting, leaves } from '#use-cases';
import { sentOn } from '../domain/registered-mail.ts';
import {
  CommunicationAnswered,
  CommunicationClosed,
  CommunicationContinued,
  CommunicationMailRegistered,
  CommunicationRegistered,
  CommunicationSent,
} from '../domain/events.ts';

const dayOf = ({ recordedAt }: RecordedEvent): { since: string } => ({ since: romeDateAt(recordedAt) });

/** What directorates have written and the centre has not answered: it waits since the first message of it, a mail since it was sent. */
export const communicationsToAnswer = defineInboxKind({
  kind: 'COMMUNICATION',
  version: 2,
  on: [
    arrives(CommunicationSent, ({ subject }, event) => ({ ...dayOf(event), label: subject })),
    arrives(CommunicationRegistered, ({ subject, mail }) => ({ since: sentOn(mail), label: subject })),
    goesOnWaiting(CommunicationContinued, (_data, event) => dayOf(event)),
    goesOnWaiting(CommunicationMailRegistered, ({ mail, isDealtWith }) =>
      isDealtWith ? undefined : { since: sentOn(mail) },
    ),
    leaves(CommunicationAnswered),
    leaves(CommunicationClosed),
  ],
});
