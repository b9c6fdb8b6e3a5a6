import { defineContext } from '#use-cases';
import { communicationSettings } from './communication-settings.ts';
import { communication } from './domain/communication.ts';
import { communicationEvents, CommunicationMailRegistered, CommunicationRegistered } from './domain/events.ts';
import { communicationRoutes } from './http/communication-routes.ts';
import { communicationMails } from './mails/communication-mails.ts';
import { communicationHistory } from './read-models/communication-history.ts';
import { getCommunication, listCommunications } from './read-models/communication-queries.ts';
import { communicationRegister } from './read-models/communication-register.ts';
import { communicationsToAnswer } from './read-models/communications-to-answer.ts';
import { communicationThreads } from './read-models/communication-threads.ts';
import { answerCommunication } from './use-cases/answer-communication.ts';
import { closeCommunication } from './use-cases/close-communication.ts';
import { continueCommunication } from './use-cases/continue-communication.ts';
import { registerCommunication } from './use-cases/register-communication.ts';
import { registerMailOfCommunication } from './use-cases/register-mail-of-communication.ts';
import { sendCommunication } from './use-cases/send-communication.ts';
import { takeChargeOfCommunication } from './use-cases/take-charge-of-communication.ts';

/** What regional directorates and the Direzione centrale Organizzazione write to each other. */
export const communications = defineContext({
  name: 'communications',
  about: 'Notices, requests for clarification and support requests of the regional directorates, and their answers.',
  aggregates: [communication],
  events: communicationEvents,
  acts: [CommunicationRegistered, CommunicationMailRegistered],
  commands: [
    ...[sendCommunication, registerCommunication, registerMailOfCommunication, continueCommunication],
    ...[takeChargeOfCommunication, answerCommunication, closeCommunication],
  ],
  queries: [listCommunications, getCommunication],
  projections: [communicationRegister, communicationThreads, communicationHistory],
  inbox: [communicationsToAnswer],
  mails: communicationMails,
  routes: [communicationRoutes],
  settings: [communicationSettings],
});
